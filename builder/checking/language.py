"""The guide's language: the program has words of its own in it, for the work's divisions too, or it is
reported.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from builder.diagnostics import Diagnostic, nearest
from builder.material.words import LanguageError, words
from builder.model.book import Book


def language(book: Book) -> Iterator[Diagnostic]:
    """A diagnostic where the program has no words in the guide's language."""
    try:
        table = words(book.guide.language)
    except LanguageError as wrong:
        fix = "write one of these, or add a table to builder/templates/words.toml"
        yield Diagnostic(book.guide.origin, "language", str(wrong), fix)
    else:
        yield from _division(book, table)


def _division(book: Book, table: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """A diagnostic where the program does not know what the work's divisions are called."""
    name, *own = book.guide.work.division
    if not own and name not in table["divisions"]:
        fix = nearest(name, table["divisions"], otherwise='write one and several: division = ["fit", "fits"]')
        what = f"work.division: the program has no word “{name}”"
        yield Diagnostic(book.guide.origin, "division", what, fix)
