"""The fonts of the e-book: what its text needs, no more, and with the names and the licence of the whole."""

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as harfbuzz
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from builder.material.fonts import Font, fonts, subset
from tests.built import Built
from tests.epub_files import Epub

TEXT = frozenset("“Kathy H.” – fjord, office 1995")
ROOT = Path(__file__).parent.parent


@pytest.fixture(params=fonts(), ids=lambda font: Path(font.name).stem)
def font(request: pytest.FixtureRequest) -> Font:
    """One of the faces."""
    found: Font = request.param
    return found


def opened(content: bytes) -> Any:
    return TTFont(io.BytesIO(content), recalcTimestamp=False)


def features(made: Any) -> set[str]:
    return {
        record.FeatureTag
        for table in ("GSUB", "GPOS")
        if table in made
        for record in made[table].table.FeatureList.FeatureRecord
    }


def test_the_texts_characters_are_there(font: Font) -> None:
    """Every character of the text that the font has is in its subset, drawn and as wide as before; and not
    much else.
    """
    whole, part = opened(font.content), opened(subset(font, TEXT))
    expected = {ord(character) for character in TEXT} & whole.getBestCmap().keys()
    assert part.getBestCmap().keys() == expected
    widths = [
        {code: made["hmtx"][name][0] for code, name in made.getBestCmap().items() if code in expected}
        for made in (whole, part)
    ]
    assert widths[0] == widths[1]
    assert len(part.getGlyphOrder()) < 100


def test_it_is_smaller(font: Font) -> None:
    """A subset is a fraction of the whole."""
    assert len(subset(font, TEXT)) < len(font.content) / 4


def test_names_licence_and_date_stay(font: Font) -> None:
    """The font in a book has its names and its licence; and its date is not the clock's."""
    whole, part = opened(font.content), opened(subset(font, TEXT))

    def names(made: Any) -> set[tuple[int, int, str]]:
        return {
            (record.nameID, record.platformID, str(record))
            for record in made["name"].names
            if record.nameID < 256
        }

    assert names(part) == names(whole)
    assert part["head"].modified == whole["head"].modified
    assert part["head"].created == whole["head"].created
    assert part["OS/2"].fsType == whole["OS/2"].fsType == 0


def test_figures_ligatures_and_kerning_stay(font: Font) -> None:
    """What text and styles ask of a font it still does; small capitals, which nobody asks for, are gone."""
    asked = {"onum"} if "Mono" in font.name else {"kern", "liga", "lnum", "onum", "pnum", "tnum"}
    assert features(opened(subset(font, TEXT))) & asked == features(opened(font.content)) & asked
    assert not {"smcp", "c2sc", "salt"} & features(opened(subset(font, TEXT)))


def shaped(content: bytes, text: str, features: dict[str, bool]) -> list[Any]:
    """What a font draws for a text: every glyph's outline, with its advance and its offsets."""
    made = harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob(content)))
    buffer = harfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    harfbuzz.shape(made, buffer, features)
    drawn = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        pen = RecordingPen()
        made.draw_glyph_with_pen(info.codepoint, pen)
        drawn.append((pen.value, info.cluster, position.x_advance, position.x_offset, position.y_offset))
    return drawn


@pytest.mark.parametrize("features", [{}, {"onum": True}, {"lnum": True, "tnum": True}, {"pnum": True}])
def test_text_looks_the_same(font: Font, features: dict[str, bool]) -> None:
    """A text set in the subset has the outlines, the kerning, the ligatures and the figures of the whole."""
    text = "“AVATAR Kathy H.” – fjord, To office 1995; Tefüllt é"
    whole, part = (shaped(made, text, features) for made in (font.content, subset(font, frozenset(text))))
    assert whole == part
    assert len({advance for _outline, _cluster, advance, *_offsets in whole}) > 1 or "Mono" in font.name


def test_same_bytes() -> None:
    """The same text gives the same bytes, in another process with another hash seed too."""
    script = (
        "import sys; from builder.material.fonts import fonts, subset; from tests.test_fonts import TEXT;"
        "sys.stdout.buffer.write(b''.join(subset(font, TEXT) for font in fonts()))"
    )
    around = os.environ | {"PYTHONHASHSEED": "1234", "TZ": "Pacific/Kiritimati"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=around, capture_output=True, check=True
    )
    assert done.stdout == b"".join(subset(font, TEXT) for font in fonts())


def test_nothing_is_said(
    font: Font, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is printed about it, on any channel."""
    subset(font, TEXT | {"x"})
    assert (caplog.messages, capsys.readouterr().err) == ([], "")


def test_every_page_of_the_book_can_be_set(built: Built) -> None:
    """Every face in the EPUB has every character of the book's text that the whole face has, with its
    capital.
    """
    epub = Epub(built.epub)
    text = {
        character
        for page in epub.pages.values()
        for character in "".join(page.itertext())
        if character.isprintable()
    }
    text |= {capital for character in text for capital in character.upper()}
    whole = {Path(font.name).name: font.content for font in fonts()}
    embedded = [name for name, kind in epub.listed.items() if kind == "font/otf"]
    assert len(embedded) == (len(whole) if built.book.guide.fonts else 0)
    for name in embedded:
        has, could = (
            opened(content).getBestCmap().keys() for content in (epub.content(name), whole[Path(name).name])
        )
        assert {character for character in text if ord(character) in could - has} == set()
        assert len(epub.content(name)) < len(whole[Path(name).name]) / 2
