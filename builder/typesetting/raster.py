"""PDF → picture, by pdfium."""

import io

import pypdfium2


def raster(pdf: bytes, width: int, height: int) -> bytes:
    """The first page of a PDF as a PNG of a width and a height in pixels, in shades of grey."""
    document = pypdfium2.PdfDocument(pdf)
    made = document[0].render(scale=width / document[0].get_width(), grayscale=True)
    picture = made.to_pil().crop((0, 0, width, height))  # a page's height in pixels is rounded up
    document.close()
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
