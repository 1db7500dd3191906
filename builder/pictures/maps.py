"""Which maps a book shows, and all of them as pictures."""

from collections.abc import Callable
from functools import partial

from builder.model.blocks import CharacterMap, ClockMap, ThemeMap
from builder.model.book import Book
from builder.model.walking import walk_book
from builder.pictures.character_map import Arrange, character_map, map_name
from builder.pictures.clock_map import clock_map
from builder.pictures.clocks import events
from builder.pictures.graph import arrange
from builder.pictures.people import bonds, casts, whole
from builder.pictures.picture import Picture, file_name
from builder.pictures.theme_map import theme_map
from builder.pictures.themes import themes
from builder.targets import Targets


def names(book: Book) -> list[str]:
    """The file names of the maps that a book shows, if there is something to show."""
    kinds = {type(block) for _chapter, block in walk_book(book)}
    of_people = map(map_name, casts(book)) if CharacterMap in kinds else ()
    wanted = {"theme-map": ThemeMap, "clock-map": ClockMap}
    return [*(file_name(name) for name, kind in wanted.items() if kind in kinds), *of_people]


def maps(
    book: Book, targets: Targets, arrange: Arrange = arrange, *, is_large: bool = False
) -> dict[str, Callable[[], Picture]]:
    """Every map that is in a book and has something to show, by its file name: a function that draws it.
    `arrange` places the boxes of the character map, which takes longer than all else. The map for large
    print has numbers on its lines, for the list under it.
    """
    kinds = {type(block) for _chapter, block in walk_book(book)}
    found: dict[str, Callable[[], Picture]] = {}
    if ThemeMap in kinds and themes(book, targets):
        found[file_name("theme-map")] = partial(theme_map, book, targets)
    if CharacterMap in kinds and bonds(book):
        for cast in dict.fromkeys((whole(book), *casts(book))):
            found[map_name(cast)] = partial(character_map, book, cast, arrange, is_large=is_large)
    if ClockMap in kinds and events(book):
        found[file_name("clock-map")] = partial(clock_map, book)
    return found
