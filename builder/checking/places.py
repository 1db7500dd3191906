"""Numbers and places: chapters of the work, and what is only allowed in some of them."""

from collections.abc import Iterator

from builder.diagnostics import Diagnostic, Origin
from builder.model.blocks import (
    Beat,
    Block,
    Character,
    CharacterMap,
    ClockMap,
    Glossary,
    Only,
    Place,
    Quotation,
    Reveal,
    Symbol,
    Theme,
    ThemeMap,
    Timeline,
    Vocabulary,
)
from builder.model.book import Book, Chapter
from builder.model.walking import walk
from builder.targets import Targets


def all_blocks(book: Book) -> Iterator[tuple[Chapter, Block]]:
    for chapter in book.chapters:
        for block in walk(chapter.blocks):
            yield chapter, block


# -------------------------------------------------------------------------------------------------- numbers and form


def chapters(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """Chapter numbers are those of the work."""
    last = book.guide.work.chapters
    for _chapter, block in all_blocks(book):
        for chapter_number, origin in _chapters_in(block):
            if chapter_number > last:
                what = f"{block.kind} speaks of chapter {chapter_number}, but the work has {last}"
                yield Diagnostic(origin, "no-chapter", what, f"write a chapter from 1 to {last}")


def _chapters_in(block: Block) -> Iterator[tuple[int, Origin]]:
    """The chapters that a block speaks of, with the places where it does."""
    match block:
        case Character():
            yield block.introduced, block.origin
            yield from ((relation.since, block.origin) for relation in block.relations)
        case Symbol() | Place():
            yield block.introduced, block.origin
        case Reveal():
            yield block.since, block.origin
        case Quotation(chapter=int(chapter)):
            yield chapter, block.origin
        case Glossary() | Vocabulary():
            yield from ((term.since, term.origin) for term in block.terms)
        case Timeline():
            yield from ((moment.told, block.origin) for moment in block.moments)


def beats(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """Beats number themselves by the chapter of the work, so they stand in chapters that treat one."""
    for chapter, block in all_blocks(book):
        if isinstance(block, Beat) and chapter.number is None:
            mend = "move it to a file that guide.toml lists under contents.chapters"
            yield Diagnostic(block.origin, "beat-outside", "a beat stands outside the numbered chapters", mend)


def only(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """What an edition has for itself stands behind the chapters: so chapters have the same pages in all."""
    for chapter, block in all_blocks(book):
        if isinstance(block, Only) and chapter.role not in ("back", "teacher"):
            what = "“only” stands before or among the chapters"
            yield Diagnostic(block.origin, "only-place", what, "move it to a file of “back” or “teacher” in guide.toml")


def maps(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """A map is drawn from what the book holds."""
    blocks = [block for _chapter, block in all_blocks(book)]
    sources: tuple[tuple[type[Block], bool, str], ...] = (
        (ThemeMap, any(isinstance(block, Theme) for block in blocks), "write a “.. theme::”"),
        (CharacterMap, any(isinstance(block, Character) and block.relations for block in blocks), "give a character “:relations:”"),
        (ClockMap, any(isinstance(block, Timeline) and block.moments for block in blocks), "write a “.. timeline::”"),
    )
    for kind, filled, mend in sources:
        for block in blocks:
            if isinstance(block, kind) and not filled:
                yield Diagnostic(block.origin, "empty-map", f"{block.kind} has nothing to show", f"{mend}, or take the map out")
