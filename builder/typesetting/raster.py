"""PDF → picture, by pdfium."""

import io
from threading import Lock
from typing import Any

import pypdfium2

_COLOURS = 64
_pdfium = Lock()  # it does one thing at a time


def raster(pdf: bytes, width: int, height: int) -> bytes:
    """The first page of a PDF as a PNG of a width and a height in pixels, in a few dozen colours."""
    picture = _rendered(pdf, 0, width, rev_byteorder=True).convert("RGB")
    picture = picture.crop((0, 0, width, height))  # a page's height in pixels is rounded up
    return _png(picture.quantize(_COLOURS, dither=0), optimize=True)


def page_picture(pdf: bytes, place: int, width: int) -> bytes:
    """One page of a PDF, counted from 0, as a PNG of a width in pixels, in colour. Several threads may
    ask.
    """
    picture = _rendered(pdf, place, width, rev_byteorder=True)
    return _png(picture, compress_level=1)  # fast: its way is short


def _rendered(pdf: bytes, place: int, width: int, **options: bool) -> Any:
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[place]
            return page.render(scale=width / page.get_width(), **options).to_pil().copy()
        finally:
            document.close()


def _png(picture: Any, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG", **options)
    return stream.getvalue()
