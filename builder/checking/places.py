"""Numbers and places: chapters of the work, and what is only allowed in some of them."""

from collections.abc import Iterator

from builder.diagnostics import Diagnostic, Origin
from builder.model.blocks import (
    Beat,
    Block,
    Character,
    CharacterMap,
    ClockMap,
    Only,
    Theme,
    ThemeMap,
    Timeline,
)
from builder.model.book import Book, Work
from builder.model.node import NEVER, as_written
from builder.model.walking import nodes, walk_book
from builder.targets import Targets


def chapters(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """Chapter numbers are those of the work."""
    last = book.guide.work.chapters
    for chapter in book.chapters:
        if chapter.spoils and chapter.spoils > last:
            yield _no_chapter(chapter.origin, "spoils", chapter.spoils, book.guide.work)
    for _chapter, block in walk_book(book):
        for node in nodes(block):
            if node.known_from > last and node.known_from != NEVER:
                origin = getattr(node, "origin", block.origin)
                yield _no_chapter(origin, block.tagname, node.known_from, book.guide.work)


def _no_chapter(origin: Origin, what: str, number: int, work: Work) -> Diagnostic:
    said = f"{what} speaks of chapter {as_written(number)}, but the work has"
    if not work.restart:
        fix = f"write a chapter from 1 to {work.chapters}"
        return Diagnostic(origin, "no-chapter", f"{said} {work.chapters}", fix)
    fix = "write act and scene, or part and chapter, as in 2.3"
    return Diagnostic(origin, "no-chapter", f"{said} none of that number", fix)


def beats(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """Beats number themselves by the chapter of the work, so they are in chapters that treat one."""
    for chapter, block in walk_book(book):
        if isinstance(block, Beat) and chapter.number is None:
            fix = "move it to a file that guide.toml lists under contents.chapters"
            yield Diagnostic(block.origin, "beat-outside", "a beat is outside the numbered chapters", fix)


def only(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """What an edition has for itself comes after the chapters: so chapters have the same pages in all."""
    for chapter, block in walk_book(book):
        if isinstance(block, Only) and chapter.role not in ("back", "teacher"):
            what = "“only” is before or among the chapters"
            yield Diagnostic(
                block.origin, "only-place", what, "move it to a file of “back” or “teacher” in guide.toml"
            )


def maps(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """A map is drawn from what the book holds."""
    blocks = [block for _chapter, block in walk_book(book)]
    sources: tuple[tuple[type[Block], bool, str], ...] = (
        (ThemeMap, any(isinstance(block, Theme) for block in blocks), "write a “.. theme::”"),
        (
            CharacterMap,
            any(isinstance(block, Character) and block.relations for block in blocks),
            "give a character “:relations:”",
        ),
        (
            ClockMap,
            any(isinstance(block, Timeline) and block.moments for block in blocks),
            "write a “.. timeline::”",
        ),
    )
    for kind, filled, fix in sources:
        for block in blocks:
            if isinstance(block, kind) and not filled:
                yield Diagnostic(
                    block.origin,
                    "empty-map",
                    f"{block.tagname} has nothing to show",
                    f"{fix}, or take the map out",
                )
