"""The themes over the chapters of the work: how strong each is in each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.model.blocks import Beat, Weight
from builder.model.book import Book, Chapter
from builder.model.walking import walk
from builder.targets import Targets


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme with its weight in every chapter of the work, 0 where it is absent."""

    code: str
    title: str
    weights: tuple[int, ...]


def themes(book: Book, targets: Targets) -> tuple[ThemeRow, ...]:
    """The rows of the theme map."""
    found = {chapter.number: theme_strip(chapter) for chapter in book.chapters if chapter.number}
    return tuple(
        ThemeRow(theme.code, theme.title, _row(book, found, name)) for name, theme in targets.themes.items()
    )


def theme_strip(chapter: Chapter) -> tuple[Weight, ...]:
    """The themes of a chapter, each as strong as in its strongest beat, strongest first."""
    strongest: dict[str, int] = {}
    for weight in _weights(chapter):
        strongest[weight.theme] = max(weight.weight, strongest.get(weight.theme, 0))
    return tuple(
        Weight(theme, weight) for theme, weight in sorted(strongest.items(), key=lambda item: -item[1])
    )


def _weights(chapter: Chapter) -> Iterator[Weight]:
    for block in walk(chapter.blocks):
        if isinstance(block, Beat):
            yield from block.themes


def _row(book: Book, found: Mapping[int, tuple[Weight, ...]], theme: str) -> tuple[int, ...]:
    """A row of the theme map: the theme's weight in every chapter of the work, 0 where it is absent."""
    return tuple(
        next((weight.weight for weight in found.get(number, ()) if weight.theme == theme), 0)
        for number in range(1, book.guide.work.chapters + 1)
    )
