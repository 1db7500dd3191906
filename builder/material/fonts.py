"""The fonts of every book: Source Serif, Source Sans and, for code, Fira Mono; and further ones for letters
that these lack, which a book gets only where it has such letters. They come from packages with their licence,
never from the system.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from math import fsum
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
import uharfbuzz as harfbuzz
from pymupdf_fonts import FiraMono_Bold, FiraMono_Regular

from builder.material.scripts import is_turned

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

    @property
    def media_type(self) -> str:
        return f"font/{self.name.rpartition('.')[2]}"


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


# The further families with their faces, in the order in which they are asked for a letter. The first is for
# other alphabets, upright and slanted, the others for signs.
FURTHER = {
    "More Letters": ("NotoSans_Regular", "NotoSans_Italic", "NotoSans_Bold", "NotoSans_BoldItalic"),
    "More Signs": ("DejaVuSans",),
    "More Symbols": ("NotoSansSymbols2_Regular",),
    "More Mathematics": ("NotoSansMath_Regular",),
}
_OTHER = re.compile("(GREEK|CYRILLIC) (CAPITAL|SMALL)")


@cache
def characters() -> frozenset[int]:
    """The code points that can be set in text: any other would print as an empty box somewhere."""
    further = (code for family in FURTHER for code in _common(further_fonts((family,))))
    return own_characters().union(code for code in further if not is_turned(chr(code)))


@cache
def own_characters() -> frozenset[int]:
    """The code points that all faces of the text have."""
    return _common(_text())


@cache
def latin_characters() -> frozenset[int]:
    """The Latin letters and the signs that all faces of the text have. They have letters of other alphabets
    too, but not all of any: beside further families these come from there, all of a word from one.
    """
    return frozenset(code for code in own_characters() if not _OTHER.match(unicodedata.name(chr(code), "")))


def further_families(*texts: str) -> tuple[str, ...]:
    """The further families that some texts need, in the order in which they are asked."""
    letters = {letter for text in texts for letter in set(text) if letter.isprintable()}
    codes = {ord(letter) for letter in letters if not letter.isspace()}
    left = codes - latin_characters()
    needed = []
    for family in FURTHER if codes - own_characters() else ():
        if found := left & _common(further_fonts((family,))):
            needed.append(family)
            left -= found
    return tuple(needed)


@cache
def further_fonts(families: Iterable[str]) -> tuple[Font, ...]:
    """The faces of some further families."""
    return tuple(_further(face) for family in families for face in FURTHER[family])


@cache
def _further(face: str) -> Font:
    name = f"fonts/{face.replace('_', '-')}.ttf"
    # Imported where it is needed: a module of pymupdf-fonts is a font, and unpacks it.
    if face == "DejaVuSans":
        return Font(name, (files("ziafont") / "fonts" / f"{face}.ttf").read_bytes())
    return Font(name, bytes(import_module(f"pymupdf_fonts.{face}").fontbuffer))


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
    return (
        fsum(
            advances[ord(character)] if ord(character) in advances else _further_advance(character)
            for character in text
        )
        * size
    )


@cache
def _advances(weight: int) -> Mapping[int, float]:
    """The advance of every character in em."""
    name = {400: "Regular", 600: "Semibold", 700: "Bold"}[weight]
    face = _face(next(font for font in _text() if font.name == f"fonts/SourceSansPro-{name}.otf"))
    return {code: _advance(face, code) for code in face.unicodes}


@cache
def _further_advance(character: str) -> float:
    """The advance of a character that Source Sans lacks; of one that no font has, a guess."""
    faces = map(_face, further_fonts(further_families(character))[:1])
    return next((_advance(face, ord(character)) for face in faces), 0.5)


def _advance(face: harfbuzz.Face, code: int) -> float:
    made = harfbuzz.Font(face)
    return float(made.get_glyph_h_advance(made.get_nominal_glyph(code)) / face.upem)


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
    if font in fonts():  # other alphabets may need more features, those that harfbuzz keeps by itself
        wanted.layout_feature_tag_set.clear()
        wanted.layout_feature_tag_set.update(int.from_bytes(feature.encode()) for feature in _FEATURES)
    for names in (wanted.name_id_set, wanted.name_lang_id_set):  # all of them
        names.clear()
        names.invert()
    return bytes(harfbuzz.subset(_face(font), wanted).blob.data)
