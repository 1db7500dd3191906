"""The e-book's cover: drawn in the size that shops ask for, and once for all books that have the same."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from builder.cache import Cache
from builder.ebook.cover import cover
from builder.model.book import Book
from builder.pictures.cover_rings import colours
from builder.reading.guide import read_guide
from builder.targets import number
from builder.typesetting.press import Press
from tests.guides import STOCK


@pytest.fixture(scope="module")
def book() -> Book:
    """The stock guide, whose cover is drawn."""
    return read_guide(STOCK)[0]


def drawn(book: Book, cache: Cache) -> bytes:
    return cover(book, number(book), Press(cache)).content


def test_the_picture_is_a_whole_page(book: Book) -> None:
    """The cover has the size that shops ask for, and few colours, its ground most of all."""
    picture = Image.open(io.BytesIO(drawn(book, Cache())))
    assert (picture.size, picture.mode) == ((1600, 2560), "P")
    ground, count = max(picture.convert("RGB").getcolors(), key=lambda found: found[0])[::-1]
    assert bytes(ground) == bytes.fromhex(colours(book, number(book)).ground[1:])
    assert count > 1600 * 2560 / 3


def test_it_is_drawn_once(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cover that was drawn comes from the cache, without the layout engine; another cover does not."""
    cache = Cache(tmp_path)
    first = drawn(book, cache)
    other = drawn(replace(book, guide=replace(book.guide, title="The Bridge")), cache)
    monkeypatch.setattr("builder.typesetting.work.picture", None)  # to call it would be an error
    assert drawn(book, cache) == first != other
