"""A guide that is one file out of a project: what its links lead to, and what defines its roles and
directives, may be in files that are not here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from html import escape

from builder.checking.names import unknown
from builder.diagnostics import Diagnostic
from builder.model.book import Book, Chapter
from builder.model.text import Piece, Reference, Text
from builder.model.walking import reword
from builder.targets import Target, number

_ELSEWHERE = ("ref", "doc", "numref", "eq", "any", "term")
"""Kinds of names that other files of a project may give; the rest are a guide's own."""


def alone(book: Book, problems: Iterable[Diagnostic]) -> tuple[Book, list[Diagnostic]]:
    """The book with mere words in the place of links that lead nowhere, and what was wrong with its files:
    what other files may have is told, and stops no build.
    """
    book, lost = _without_lost_links(book)
    return book, [*map(_told, lost), *(_told(one) if one.code in _SETTLED else one for one in problems)]


_SETTLED = ("unknown-role", "unknown-directive")
"""What has the words that are written as its text already."""


def _told(problem: Diagnostic) -> Diagnostic:
    return replace(problem, severity="warning")


def _without_lost_links(book: Book) -> tuple[Book, list[Diagnostic]]:
    named, told = number(book).named, list[Diagnostic]()

    def settled(piece: Piece) -> Piece:
        problem = _problem(piece, named)
        if problem is None or not isinstance(piece, Reference):
            return piece
        told.append(problem)
        return escape(_words(piece), quote=False)

    def change(text: Text) -> Text:
        return replace(text, pieces=tuple(map(settled, text.pieces)))

    chapters = tuple(_changed(chapter, change) for chapter in book.chapters)
    return replace(book, chapters=chapters), told


def _changed(chapter: Chapter, change: Callable[[Text], Text]) -> Chapter:
    return replace(chapter, title=change(chapter.title), blocks=reword(chapter.blocks, change))


def _problem(piece: Piece, named: Mapping[str, Target]) -> Diagnostic | None:
    """What is wrong with a link whose target may be elsewhere."""
    if not isinstance(piece, Reference):
        return None
    kind, _, name = piece.target.partition(":")
    return unknown(kind, name, piece.origin, named) if kind in _ELSEWHERE else None


def _words(link: Reference) -> str:
    """What is written in the link, without the places for a number, or the name of what it leads to."""
    written = link.text.replace("{number}", "").replace("{name}", "")
    return " ".join(written.split()) or link.target.partition(":")[2].rpartition("/")[2]
