"""What is done in processes of their own. WeasyPrint is imported where the work is done, and in no other
process: to import it takes a second.
"""

from collections.abc import Callable, Mapping

from builder.kept import packed
from builder.typesetting.fragment import FontUse
from builder.typesetting.sheets import Sheet

ENGINE = ("builder.typesetting.painting", "builder.typesetting.embedding")
"""The modules of the engine, for processes that begin with them."""


def fragment(sheet: Sheet) -> bytes:
    """A sheet as the pages of a flow: a packed fragment. Raises EngineError."""
    from builder.typesetting.engine import engine
    from builder.typesetting.painting import painted

    return painted(engine(sheet.styles).document(sheet.markup, sheet.pictures), sheet.name).packed()


def pdf(sheet: Sheet) -> bytes:
    """A sheet as a PDF/UA-1 file of its own. Raises EngineError."""
    from builder.typesetting.engine import engine

    return engine(sheet.styles, forms=sheet.forms).pdf(sheet.markup, sheet.pictures)


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
