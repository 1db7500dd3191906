"""The guide's language: the program has words of its own in it, or it is reported."""

from collections.abc import Iterator

from builder.diagnostics import Diagnostic
from builder.material.words import LanguageError, words
from builder.model.book import Book


def language(book: Book) -> Iterator[Diagnostic]:
    """A diagnostic where the program has no words in the guide's language."""
    try:
        words(book.guide.language)
    except LanguageError as wrong:
        fix = "write one of these, or add a table to builder/templates/words.toml"
        yield Diagnostic(book.guide.origin, "language", str(wrong), fix)
