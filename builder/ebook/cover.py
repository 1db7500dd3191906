"""Book → its cover as a picture, for shops and library programs: the author's own, or the print cover drawn
at 1600 × 2560 pixels.
"""

import io
from collections.abc import Sequence

from builder.cache import Cache, key_of
from builder.material.fonts import fonts
from builder.material.styles import style
from builder.model.book import Book, Image
from builder.pages.templates import Medium, Templates
from builder.pictures.theme_map import theme_map
from builder.targets import Targets

_PIXELS = 1600, 2560
_MAP = "images/theme-map.svg"
_STYLES = ("fonts.css", "shared.css", "print.css", "paper-cover.css")


def cover(book: Book, targets: Targets, cache: Cache) -> Image:
    """The cover of the e-book, from the cache if it was drawn before. Raises EngineError."""
    if book.cover:
        return book.cover
    markup, styles, shown = (
        _markup(book, targets),
        [style(name) for name in _STYLES],
        theme_map(book, targets),
    )
    key = key_of("cover", markup, *styles, shown.content)
    content = cache.get(key)
    if content is None:
        content = _picture(_page(markup, styles, shown.content))
        cache.put(key, content)
    return Image("images/cover.png", "image/png", content, book.guide.origin)


def _markup(book: Book, targets: Targets) -> str:
    medium = Medium(is_print=True, address=lambda _chapter, name: f"#{name}")
    return Templates(book, targets, medium).page(
        "cover.xhtml", map=_MAP, first_page=1, tab=None, head_left="", head_right="", foot=""
    )


def _page(markup: str, styles: Sequence[str], shown: bytes) -> bytes:
    """The cover as a PDF."""
    # Imported here: a book whose cover is in the cache is made without the layout engine.
    from builder.typesetting.isolation import Resource
    from builder.typesetting.layout import Engine, Flow

    resources = [Resource(font.name, font.content, "font/otf") for font in fonts()]
    resources.append(Resource(_MAP, shown, "image/svg+xml"))
    return Engine(styles, resources).lay_out([Flow("cover", lambda _first, _pages: markup)]).pdf()


def _picture(page: bytes) -> bytes:
    """The first page of a PDF as a PNG of the cover's size, in grey: it has no colours."""
    import pypdfium2

    document = pypdfium2.PdfDocument(page)
    made = document[0].render(scale=_PIXELS[0] / document[0].get_width(), grayscale=True)
    raster = made.to_pil().crop((0, 0, *_PIXELS))  # a page's height in pixels is rounded up
    document.close()
    stream = io.BytesIO()
    raster.save(stream, "PNG")
    return stream.getvalue()
