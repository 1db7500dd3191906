"""The fonts of every book: Source Serif, Source Sans and, for code, Fira Mono, from packages with their
licence, never from the system.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import fsum
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
import uharfbuzz as harfbuzz
from pymupdf_fonts import FiraMono_Bold, FiraMono_Regular

# What text itself asks for (ligatures, marks, kerning), and the figures that a style sheet or a reader's
# settings choose.
_FEATURES = (
    "calt",
    "ccmp",
    "clig",
    "kern",
    "liga",
    "locl",
    "mark",
    "mkmk",
    "rlig",
    "lnum",
    "onum",
    "pnum",
    "tnum",
)
# Names in old encodings stay, and so does the box of a missing character. Outlines without shared parts are
# larger alone and a tenth smaller in a container, which packs them.
_FLAGS = (
    harfbuzz.SubsetFlags.NAME_LEGACY
    | harfbuzz.SubsetFlags.NOTDEF_OUTLINE
    | harfbuzz.SubsetFlags.DESUBROUTINIZE
)


@dataclass(frozen=True, slots=True)
class Font:
    """A font file under the name by which style sheets know it (fonts/SourceSerifPro-It.otf)."""

    name: str
    content: bytes


_TEXT = (
    (
        font_source_serif_pro,
        ("SourceSerifPro-Regular", "SourceSerifPro-It", "SourceSerifPro-Bold", "SourceSerifPro-BoldIt"),
    ),
    (
        font_source_sans_pro,
        ("SourceSansPro-Regular", "SourceSansPro-It", "SourceSansPro-Semibold", "SourceSansPro-Bold"),
    ),
)


@cache
def fonts() -> tuple[Font, ...]:
    """The ten faces that styles/fonts.css names."""
    return _text() + _code()


@cache
def characters() -> frozenset[int]:
    """The code points that all faces of the text have: any other would print as an empty box somewhere."""
    return _common(_text())


@cache
def code_characters() -> frozenset[int]:
    """The code points that all faces of code have: for any other the style sheets name a face of the text as
    the fallback.
    """
    return _common(_code())


def width(text: str, size: float, weight: int = 400) -> float:
    """The width of a text in Source Sans of a size, in the unit of the size: upright, without kerning; the
    weight is 400, 600 or 700.
    """
    advances = _advances(weight)
    return fsum(advances.get(ord(character), 0.5) for character in text) * size


@cache
def _advances(weight: int) -> Mapping[int, float]:
    """The advance of every character in em."""
    name = {400: "Regular", 600: "Semibold", 700: "Bold"}[weight]
    face = _face(next(font for font in _text() if font.name == f"fonts/SourceSansPro-{name}.otf"))
    made = harfbuzz.Font(face)
    return {
        code: made.get_glyph_h_advance(made.get_nominal_glyph(code)) / face.upem for code in face.unicodes
    }


def _text() -> tuple[Font, ...]:
    return tuple(
        Font(f"fonts/{face}.otf", (Path(package.__file__).parent / "files" / f"{face}.otf").read_bytes())
        for package, faces in _TEXT
        for face in faces
    )


def _code() -> tuple[Font, ...]:
    return Font("fonts/FiraMono-Regular.otf", FiraMono_Regular.fontbuffer), Font(
        "fonts/FiraMono-Bold.otf", FiraMono_Bold.fontbuffer
    )


def _common(faces: tuple[Font, ...]) -> frozenset[int]:
    return frozenset.intersection(*(frozenset(_face(face).unicodes) for face in faces))


def _face(font: Font) -> harfbuzz.Face:
    return harfbuzz.Face(harfbuzz.Blob(font.content))


@cache
def subset(font: Font, text: frozenset[str]) -> bytes:
    """The font with the glyphs of a text's characters alone; characters that it lacks are ignored. Names,
    licence and dates stay.
    """
    wanted = harfbuzz.SubsetInput()
    wanted.flags = _FLAGS
    wanted.unicode_set.update(map(ord, text))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(feature.encode()) for feature in _FEATURES)
    for names in (wanted.name_id_set, wanted.name_lang_id_set):  # all of them
        names.clear()
        names.invert()
    return bytes(harfbuzz.subset(_face(font), wanted).blob.data)
