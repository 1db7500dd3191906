"""A guide's folder → its book, read and checked: everything that is wrong with it at once."""

from collections.abc import Collection
from pathlib import Path

from builder.cache import NOTHING_KEPT, Cache
from builder.checking.checks import check
from builder.checking.drawable import undrawable
from builder.checking.language import language
from builder.checking.spoilers import spoilers
from builder.diagnostics import GuideError
from builder.editions import edition
from builder.material.fonts import characters, code_characters
from builder.model.book import Book
from builder.reading.guide import read_guide


def read_and_check(
    root: Path,
    editions: Collection[str] = (),
    overlay: Path | None = None,
    cache: Cache = NOTHING_KEPT,
) -> Book:
    """The book in a folder, fit for the editions that it declares and for some more. `overlay` is what lies
    over it: see read_guide. What was found before and has not changed comes from the cache.

    Raises GuideError with everything that is wrong with it, and NoEditionError.
    """
    book, problems = read_guide(root, overlay, cache)
    problems += check(book, characters(), code_characters())
    problems += undrawable(book)
    problems += language(book)
    if not problems:  # an edition is cut from a book that is whole
        names = dict.fromkeys(("student", *(own.name for own in book.guide.editions), *editions))
        problems += spoilers(book, [edition(book.guide, name) for name in names])
    if problems:
        raise GuideError(problems)
    return book
