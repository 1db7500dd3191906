"""The fonts of every book: Source Serif, Source Sans and, for code, Fira Mono, from packages with their
licence, never from the system.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import fsum
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pymupdf_fonts import FiraMono_Bold, FiraMono_Regular

# What text itself asks for (ligatures, marks, kerning), and the figures that a style sheet or a reader's
# settings choose.
_FEATURES = [
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
]


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
    face = {400: "Regular", 600: "Semibold", 700: "Bold"}[weight]
    content = next(font.content for font in _text() if font.name == f"fonts/SourceSansPro-{face}.otf")
    made = TTFont(io.BytesIO(content), lazy=True)
    units = made["head"].unitsPerEm
    return {code: made["hmtx"][glyph][0] / units for code, glyph in made.getBestCmap().items()}


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
    return frozenset.intersection(
        *(frozenset(TTFont(io.BytesIO(face.content)).getBestCmap()) for face in faces)
    )


@cache
def subset(font: Font, text: frozenset[str]) -> bytes:
    """The font with the glyphs of a text's characters alone; characters that it lacks are ignored. Names,
    licence and dates stay.
    """
    options = Options(
        layout_features=_FEATURES, name_IDs=["*"], name_languages=["*"], name_legacy=True, notdef_outline=True
    )
    made = TTFont(io.BytesIO(font.content), recalcTimestamp=False, lazy=True)
    made["OS/2"].version = 4  # Fira Mono has a bit set that version 3, otherwise the same, does not know
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in text])
    subsetter.subset(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()
