"""Numbers and places: chapters of the work, and what is only allowed in some of them."""

from collections.abc import Iterator

from builder.diagnostics import Diagnostic
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
from builder.model.book import Book
from builder.model.node import NEVER
from builder.model.walking import nodes, walk_book
from builder.targets import Targets


def chapters(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """Chapter numbers are those of the work."""
    last = book.guide.work.chapters
    for _chapter, block in walk_book(book):
        for node in nodes(block):
            if last < node.known_from < NEVER:
                what = f"{block.tagname} speaks of chapter {node.known_from}, but the work has {last}"
                origin = getattr(node, "origin", block.origin)
                yield Diagnostic(origin, "no-chapter", what, f"write a chapter from 1 to {last}")


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
