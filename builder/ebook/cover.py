"""Book → its cover as a picture, for shops and library programs: the author's own, or the print cover drawn
at 1600 × 2560 pixels.
"""

from builder.model.book import COVER, Book, Image
from builder.pages.templates import Medium, Templates
from builder.pictures.cover_rings import cover_rings
from builder.targets import Targets
from builder.typesetting.press import Press
from builder.typesetting.sheets import Resource, Sheet

_PIXELS = 1600, 2560
_ACROSS, _DOWN = 160, 256  # millimetres
_STYLES = ("fonts.css", "shared.css", "print.css", "paper-cover.css")


def cover(book: Book, targets: Targets, press: Press) -> Image:
    """The cover of the e-book. Raises EngineError."""
    if book.cover:
        return book.cover
    medium = Medium(is_print=True, address=lambda _chapter, name: f"#{name}")
    markup = Templates(book, targets, medium).page("cover.xhtml", across=_ACROSS)
    drawn = cover_rings(book, targets, _ACROSS, _DOWN)
    shown = Resource(drawn.name, drawn.content, "image/svg+xml")
    content = press.picture(Sheet("cover", markup, _STYLES, (shown,)), *_PIXELS)
    return Image(COVER, "image/png", content, book.guide.origin)
