"""The fonts of every book: Source Serif and Source Sans, from packages that bring their licence, never from the system."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
from fontTools.ttLib import TTFont


@dataclass(frozen=True, slots=True)
class Font:
    """A font file under the name by which style sheets know it (fonts/SourceSerifPro-It.otf)."""

    name: str
    content: bytes


_FACES = (
    (font_source_serif_pro, ("SourceSerifPro-Regular", "SourceSerifPro-It", "SourceSerifPro-Bold", "SourceSerifPro-BoldIt")),
    (font_source_sans_pro, ("SourceSansPro-Regular", "SourceSansPro-It", "SourceSansPro-Semibold", "SourceSansPro-Bold")),
)


@cache
def fonts() -> tuple[Font, ...]:
    """The eight faces that styles/fonts.css names."""
    return tuple(
        Font(f"fonts/{face}.otf", (Path(package.__file__).parent / "files" / f"{face}.otf").read_bytes())
        for package, faces in _FACES
        for face in faces
    )


@cache
def characters() -> frozenset[int]:
    """The code points that every face can set: what is not among them would print as an empty box somewhere."""
    sets = [frozenset(TTFont(io.BytesIO(font.content)).getBestCmap()) for font in fonts()]
    return frozenset.intersection(*sets)
