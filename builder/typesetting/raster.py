"""PDF → picture, by pdfium."""

import io
from threading import Lock

import pypdfium2

_pdfium = Lock()  # it does one thing at a time


def raster(pdf: bytes, width: int, height: int) -> bytes:
    """The first page of a PDF as a PNG of a width and a height in pixels, in shades of grey."""
    document = pypdfium2.PdfDocument(pdf)
    made = document[0].render(scale=width / document[0].get_width(), grayscale=True)
    picture = made.to_pil().crop((0, 0, width, height))  # a page's height in pixels is rounded up
    document.close()
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def page_picture(pdf: bytes, place: int, width: int) -> bytes:
    """One page of a PDF, counted from 0, as a PNG of a width in pixels, in colour. Several threads may
    ask.
    """
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[place]
            picture = page.render(scale=width / page.get_width(), rev_byteorder=True).to_pil()
        finally:
            document.close()
    stream = io.BytesIO()
    picture.save(stream, "PNG", compress_level=1)  # fast: its way is short
    return stream.getvalue()
