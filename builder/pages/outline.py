"""Book → its outline: the table of contents that the printed contents, the navigation document and the NCX
show.
"""

from dataclasses import dataclass, replace

from builder.material.divisions import divisions, words_of
from builder.model.book import Book, Chapter


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents, with the lines under it. `number` is empty except for chapters of the work."""

    chapter: str
    id: str
    number: str
    title: str
    entries: tuple["Entry", ...] = ()


def outline(book: Book) -> tuple[Entry, ...]:
    """The book's chapters; those of a part of the work are under the chapter that opens the part."""
    entries: list[Entry] = []
    answers = ""
    numbered = divisions(book)
    for chapter in book.chapters:
        has_number = chapter.number and numbered.heading(chapter.number)
        number = numbered.listed(chapter.number or 0) if has_number else ""
        entry = Entry(chapter.slug, chapter.slug, number, _title(book, chapter))
        last = entries[-1] if entries else None
        if chapter.role == "answers":
            if not last or last.chapter != answers:
                answers = chapter.slug
                entries.append(Entry(chapter.slug, chapter.slug, "", words_of(book.guide)["keys"]))
            entries[-1] = replace(entries[-1], entries=(*entries[-1].entries, entry))
        elif chapter.role == "chapter" and last and _opens(book, last, chapter):
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
