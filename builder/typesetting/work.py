"""What is done in processes of their own. WeasyPrint is imported where the work is done, and in no other
process: to import it takes a second.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from builder.kept import packed
from builder.material.fonts import further_families
from builder.typesetting.fragment import FontUse
from builder.typesetting.joining import Numbering, Part, joined
from builder.typesetting.papers import on_papers, opened
from builder.typesetting.sheets import Sheet

if TYPE_CHECKING:
    from builder.typesetting.engine import Engine


def engine_for(sheet: Sheet) -> "Engine":
    """What lays a sheet out."""
    from builder.typesetting import libraries  # noqa: F401
    from builder.typesetting.engine import engine

    return engine(sheet.styles, further_families(*sheet.texts()), forms=sheet.forms)


def fragment(sheet: Sheet) -> bytes:
    """A sheet as the pages of a flow: a packed fragment. Raises EngineError."""
    document = engine_for(sheet).document(sheet.markup, sheet.pictures)
    from builder.typesetting.painting import painted

    return painted(document, sheet.name).packed()


def pdf(sheet: Sheet) -> bytes:
    """A sheet as a PDF/UA-1 file of its own. Raises EngineError."""
    return engine_for(sheet).pdf(sheet.markup, sheet.pictures)


def pdfs(sheet: Sheet, papers: Sequence[str]) -> bytes:
    """A sheet as a file of its own on every one of some papers, all packed. Raises EngineError."""
    return packed(on_papers(opened(pdf(sheet)), papers))


def books(parts: Sequence[Part], faces: bytes, numbering: Numbering, papers: Sequence[str]) -> bytes:
    """Flows as one PDF/UA-1 file on every one of some papers, all packed. Raises JoiningError."""
    return packed(on_papers(joined(parts, faces, numbering), papers))


def picture(sheet: Sheet, width: int, height: int) -> bytes:
    """A sheet's first page as a PNG of a width and a height in pixels. Raises EngineError."""
    from builder.typesetting.raster import raster

    return raster(pdf(sheet), width, height)


def called(function: Callable[..., object], given: tuple[object, ...]) -> bytes:
    """What a function returns, as kept.packed has it."""
    return packed(function(*given))


def fonts(used: Mapping[str, FontUse]) -> bytes:
    """Fonts as a PDF has them: see embedding.embedded. Raises EngineError."""
    from builder.typesetting.embedding import embedded

    return embedded(used)
