"""Book → its cover as a picture, for shops and library programs: the author's own, or the print cover drawn
at 1600 × 2560 pixels.
"""

import io

import pypdfium2

from builder.material.fonts import fonts
from builder.material.styles import style
from builder.model.book import Book, Image
from builder.pages.templates import Medium, Templates
from builder.pictures.theme_map import theme_map
from builder.targets import Targets
from builder.typesetting.isolation import Resource
from builder.typesetting.layout import Engine, Flow

_PIXELS = 1600, 2560
_MAP = "images/theme-map.svg"


def cover(book: Book, targets: Targets) -> Image:
    """The cover of the e-book. Raises EngineError."""
    if book.cover:
        return book.cover
    templates = Templates(book, targets, Medium(is_print=True, address=lambda _chapter, name: f"#{name}"))
    markup = templates.page(
        "cover.xhtml", map=_MAP, first_page=1, tab=None, head_left="", head_right="", foot=""
    )
    resources = [Resource(font.name, font.content, "font/otf") for font in fonts()]
    resources.append(Resource(_MAP, theme_map(book, targets).content, "image/svg+xml"))
    styles = [style(name) for name in ("fonts.css", "shared.css", "print.css", "paper-cover.css")]
    layout = Engine(styles, resources).lay_out([Flow("cover", lambda _first, _pages: markup)])
    return Image("images/cover.png", "image/png", _picture(layout.pdf()), book.guide.origin)


def _picture(page: bytes) -> bytes:
    """The first page of a PDF as a PNG of the cover's size, in few colours."""
    document = pypdfium2.PdfDocument(page)
    width = document[0].get_width()
    raster = document[0].render(scale=_PIXELS[0] / width).to_pil().convert("RGB").resize(_PIXELS)
    document.close()
    stream = io.BytesIO()
    raster.quantize(64).save(stream, "PNG", optimize=True)
    return stream.getvalue()
