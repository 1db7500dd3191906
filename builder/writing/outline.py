"""Book → its outline: the one table of contents that the print contents, the navigation document and the NCX all show."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from builder.model import Beat, Book, Chapter, Weight, walk


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents, with the lines under it. `number` is empty but for chapters of the work."""

    chapter: str
    id: str
    number: str
    title: str
    entries: tuple["Entry", ...] = ()


def outline(book: Book) -> tuple[Entry, ...]:
    """The book's chapters; those that belong to a part of the work stand under its opener."""
    entries: list[Entry] = []
    for chapter in book.chapters:
        entry = Entry(chapter.slug, chapter.slug, str(chapter.number or ""), _title(book, chapter))
        last = entries[-1] if entries else None
        if chapter.role == "chapter" and last and _opens(book, last, chapter):
            entries[-1] = replace(last, entries=(*last.entries, entry))
        else:
            entries.append(entry)
    return tuple(entries)


def _title(book: Book, chapter: Chapter) -> str:
    if chapter.role != "part" or chapter.part is None:
        return chapter.title.plain
    return f"{book.guide.work.parts[chapter.part].title} · {chapter.title.plain}"


def _opens(book: Book, entry: Entry, chapter: Chapter) -> bool:
    opener = next(other for other in book.chapters if other.slug == entry.chapter)
    return opener.role == "part" and opener.part == chapter.part


def theme_strip(chapter: Chapter) -> tuple[Weight, ...]:
    """The themes of a chapter, each as strong as in its strongest beat, strongest first."""
    strongest: dict[str, int] = {}
    for weight in _weights(chapter):
        strongest[weight.theme] = max(weight.weight, strongest.get(weight.theme, 0))
    return tuple(Weight(theme, weight) for theme, weight in sorted(strongest.items(), key=lambda item: -item[1]))


def _weights(chapter: Chapter) -> Iterator[Weight]:
    for block in walk(chapter.blocks):
        if isinstance(block, Beat):
            yield from block.themes


def theme_rows(book: Book, theme: str) -> tuple[int, ...]:
    """A row of the theme map: the theme's weight in every chapter of the work, 0 where it is absent."""
    found = {chapter.number: theme_strip(chapter) for chapter in book.chapters if chapter.number}
    return tuple(
        next((weight.weight for weight in found.get(number, ()) if weight.theme == theme), 0)
        for number in range(1, book.guide.work.chapters + 1)
    )
