"""Which maps a book shows, and all of them as pictures."""

from collections.abc import Iterator

from builder.model.blocks import CharacterMap, ClockMap, ThemeMap
from builder.model.book import Book
from builder.model.walking import walk_book
from builder.pictures.character_map import character_map
from builder.pictures.clock_map import clock_map
from builder.pictures.clocks import events
from builder.pictures.people import bonds
from builder.pictures.picture import Picture
from builder.pictures.theme_map import theme_map
from builder.pictures.themes import themes
from builder.targets import Targets


def maps(book: Book, targets: Targets) -> Iterator[Picture]:
    """Every map that is in a book and has something to show."""
    kinds = {type(block) for _chapter, block in walk_book(book)}
    if ThemeMap in kinds and themes(book, targets):
        yield theme_map(book, targets)
    if CharacterMap in kinds and bonds(book):
        yield character_map(book)
    if ClockMap in kinds and events(book):
        yield clock_map(book)
