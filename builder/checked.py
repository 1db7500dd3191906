"""A guide's folder → its book, read and checked: everything that is wrong with it at once."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from builder.cache import NOTHING_KEPT, Cache, key_of
from builder.checking.checks import check
from builder.checking.consequences import without_consequences
from builder.checking.drawable import undrawable
from builder.checking.language import language
from builder.checking.lost_links import alone
from builder.checking.oddities import oddities
from builder.checking.spoilers import spoilers
from builder.diagnostics import Diagnostic, GuideError, errors, in_order
from builder.editions import edition
from builder.excerpts import placed
from builder.kept import find, keep
from builder.model.book import Book, Guide
from builder.progress import Progress
from builder.reading import known
from builder.reading.guide import Reader, read_guide
from builder.settings.beside import has_settings
from builder.telling import texts_of


class Examined(NamedTuple):
    """A book in which nothing is wrong, and what it may be warned of."""

    book: Book
    warnings: tuple[Diagnostic, ...]


def read_and_check(root: Path, *given: Any, **further: Any) -> Book:
    """The book that `examine` gives, without what it warns of."""
    return examine(root, *given, **further).book


def examine(
    root: Path,
    editions: Collection[str] = (),
    overlay: Path | None = None,
    cache: Cache = NOTHING_KEPT,
    progress: Progress | None = None,
) -> Examined:
    """The book in a folder, fit for the editions that it declares and for some more. `overlay` is what lies
    over it: see read_guide. What was found before and has not changed comes from the cache.

    Raises GuideError with everything that is wrong with it, and NoEditionError.
    """
    progress = progress or Progress()
    with progress.stage("Read the guide"):
        book, problems = read_book(root, overlay, cache)
    with progress.stage("Check it"):
        problems = all_problems(book, problems, editions, cache)
    if errors(problems):
        raise GuideError(problems)
    return Examined(book, in_order(problems))


def read_book(
    root: Path, overlay: Path | None = None, cache: Cache = NOTHING_KEPT, reader: Reader = known.read
) -> tuple[Book, list[Diagnostic]]:
    """The book that read_guide gives. Where nobody has written a guide.toml it may be a part of something
    larger: a link that leads out of it is told, and shown as its words.
    """
    book, problems = read_guide(root, overlay, cache, reader)
    return (book, problems) if has_settings(root) else alone(book, problems)


def all_problems(
    book: Book, problems: Iterable[Diagnostic], editions: Iterable[str] = (), cache: Cache = NOTHING_KEPT
) -> list[Diagnostic]:
    """What was wrong with a book's files, and what is wrong with the whole of it."""
    found = list(problems)
    declared = ("student", *(own.name for own in book.guide.editions))
    names = () if errors(found) else tuple(dict.fromkeys((*declared, *editions)))
    found = without_consequences(found + _known_problems(book, names, cache), book.overlay)
    texts = texts_of(found)
    return [placed(problem, texts) for problem in found]


def _known_problems(book: Book, names: Collection[str], cache: Cache) -> list[Diagnostic]:
    """What is wrong with a book, as it was found before where the book is the same."""
    if cache.folder is None:
        return _problems(book, names, cache)
    key = key_of("checked", *_in_words(book), *names)
    known: list[Diagnostic] | None = find(cache, key)
    if known is None:
        known = _problems(book, names, cache)
        keep(cache, key, known)
    return known


def _problems(book: Book, names: Iterable[str], cache: Cache) -> list[Diagnostic]:
    # Imported for a book that is new: for a known one no font is opened.
    from builder.material.fonts import characters, code_characters

    problems = check(book, characters(), code_characters())
    problems += undrawable(book, characters() | code_characters(), cache)
    problems += language(book)
    if names and not problems:  # an edition is cut from a book that is whole
        problems += spoilers(book, [edition(book.guide, name) for name in names])
        problems += oddities(book)
    return problems


def _in_words(book: Book) -> Iterator[str | bytes]:
    """All of a book in words, the same in every run."""
    yield _guide_in_words(book.guide)
    yield repr(book.chapters)
    for image in (*book.images, *filter(None, [book.cover])):
        yield repr(replace(image, content=b""))
        yield image.content


def _guide_in_words(guide: Guide) -> str:
    """A guide in words, with all sets in order: they have none of their own."""
    when = guide.calendar
    sets: list[object] = [sorted(own.tags) for own in guide.editions]
    sets += [sorted(when.days), sorted(when.skip)] if when else []
    bare = replace(
        guide,
        editions=tuple(replace(own, tags=frozenset()) for own in guide.editions),
        calendar=replace(when, days=frozenset(), skip=frozenset()) if when else None,
    )
    return repr((bare, sets))
