"""A picture of the book's own data as SVG, from one of the templates. Lengths are in points."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from builder.material.divisions import divisions, words_of
from builder.material.fonts import width
from builder.material.templates import environment
from builder.model.book import Book

WIDTH, HEIGHT = 482.0, 610.0  # 170 × 215 mm: a page of the book with a caption


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as SVG with its file name in pages."""

    name: str
    content: bytes


def picture(kind: str, book: Book, *, name: str = "", **values: object) -> Picture:
    """The picture that the template KIND.svg makes of some values; without a name it has the template's."""
    given = {"guide": book.guide, "words": words_of(book.guide), "divisions": divisions(book), "width": WIDTH}
    drawn = _environment().get_template(f"{kind}.svg").render(given | values)
    return Picture(name or file_name(kind), drawn.encode())


def file_name(kind: str) -> str:
    """The file name of the picture that the template KIND.svg makes, in pages."""
    return f"images/{kind}.svg"


@cache
def _environment() -> Any:
    return environment({"width": width}, {})
