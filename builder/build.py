"""The whole way, in its seven steps: read → check → edition → number → lay out → write → dist/."""

import gc
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from builder.checks import check
from builder.diagnostics import Diagnostic, GuideError
from builder.editions import edition, narrow, student
from builder.model import Artifact, Book, Calendar, Edition
from builder.output import checksums, write
from builder.reading.chapters import read_guide
from builder.spoilers import spoilers
from builder.targets import Targets, number
from builder.words import LanguageError, words
from builder.writing.cards import cards
from builder.writing.class_pack import class_pack
from builder.writing.epub import epub
from builder.writing.fonts import characters, code_characters
from builder.writing.formulas import undrawable
from builder.writing.handouts import handouts
from builder.writing.kepub import kepub
from builder.writing.layout import Layout
from builder.writing.pdf import for_press, large_print, lay_out, pdf_name, pdfs

FORMATS = ("epub", "pdf", "kepub", "cards")
DEFAULT = ("epub", "pdf", "cards")
LARGE_PRINT = "large-print"  # the student's edition in large print: no other pages, so no edition of its own


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has made: where, how many pages the print book has (0 where none was laid out), which files, and with what overlay."""

    folder: Path
    pages: int
    paths: tuple[Path, ...]
    overlay: str


def read_and_check(root: Path, editions: Collection[str] = (), overlay: Path | None = None) -> Book:
    """The book in a folder, fit for the editions that it declares and for some more. `overlay` is what lies over it: see read_guide.

    Raises GuideError with everything that is wrong with it, and NoEditionError.
    """
    book, problems = read_guide(root, overlay)
    problems += check(book, characters(), code_characters())
    problems += undrawable(book)
    problems += _language(book)
    if not problems:  # an edition is cut from a book that is whole
        names = dict.fromkeys(("student", *(own.name for own in book.guide.editions), *editions))
        problems += spoilers(book, [edition(book.guide, name) for name in names])
    if problems:
        raise GuideError(problems)
    return book


def build(
    root: Path,
    folder: Path,
    jobs: int | None = None,
    formats: Collection[str] = DEFAULT,
    editions: Collection[str] = (),
    dates: tuple[date, frozenset[int]] | None = None,
    overlay: Path | None = None,
) -> Built:
    """Build the guide in `root` into `folder`, in as many processes as `jobs` says or as there are processors.

    `formats` are some of FORMATS; "pdf" is all that is printed. `editions` are names of editions; without any the student's and
    those that the guide declares are made. The student's print book is laid out for all but cards: an e-book's page list and the
    other editions' page numbers come from it. `dates` are the reading calendar's first day and days of the week (0 is Monday),
    over those in guide.toml and in the overlay: the folder `overlay`, or the one beside the guide. Raises GuideError and
    NoEditionError, and then leaves `folder` as it was.
    """
    others = [name for name in editions if name != LARGE_PRINT]
    whole = _dated(read_and_check(root, others, overlay), dates)
    names = editions or ("student", *(own.name for own in whole.guide.editions))
    if whole.guide.print.large_print and "student" in names:
        names = (*names, LARGE_PRINT)
    made = cards(whole) if "cards" in formats else []
    pages, books = _all_books(whole, tuple(dict.fromkeys(names)), jobs, formats) if set(formats) != {"cards"} else (0, [])
    files = books + made
    return Built(folder, pages, write([*files, checksums(files)], folder), whole.overlay)


def _all_books(whole: Book, names: Collection[str], jobs: int | None, formats: Collection[str]) -> tuple[int, list[Artifact]]:
    """How many pages the student's print book has, and all that has pages."""
    book = student(whole)
    targets = number(book)
    layout = lay_out(book, targets)
    others = [edition(whole.guide, name) for name in names if name not in ("student", LARGE_PRINT)]
    work: list[tuple[Any, ...]] = [(further, whole, other, layout.counts, formats) for other in others]
    if LARGE_PRINT in names and "pdf" in formats:
        work.append((large_print, book, targets, layout.pages, layout.starts))
    if "student" in names and "pdf" in formats:
        work += _jobs(whole, book, targets, layout)
    with ProcessPoolExecutor(jobs) as workers:
        apart = [workers.submit(_alone, *job) for job in work]
        artifacts = [*_books(book, targets, layout, formats)] if "student" in names else []
        for job in apart:
            artifacts += job.result()
    return layout.page_count, artifacts


def further(whole: Book, other: Edition, standard: Mapping[str, int], formats: Collection[str]) -> list[Artifact]:
    """Another edition's books. `standard` says how many pages every flow has in the student's. Raises EngineError."""
    book = narrow(whole, other)
    targets = number(book)
    return list(_books(book, targets, lay_out(book, targets, standard), formats))


def _books(book: Book, targets: Targets, layout: Layout, formats: Collection[str]) -> Iterator[Artifact]:
    if "epub" in formats or "kepub" in formats:
        made = epub(book, targets, layout.starts, pdf_name(book))
        yield from [made] if "epub" in formats else []
        yield from [kepub(made)] if "kepub" in formats else []
    if "pdf" in formats:
        yield from pdfs(book, layout)


def _alone(job: Callable[..., list[Artifact]], *given: Any) -> list[Artifact]:
    """A job in a process of its own. The engine's temporary folders go when it is collected: a worker's end does not do that."""
    try:
        return job(*given)
    finally:
        gc.collect()


def _dated(book: Book, dates: tuple[date, frozenset[int]] | None) -> Book:
    if dates is None:
        return book
    start, days = dates
    own = book.guide.calendar or Calendar(start, days)
    return replace(book, guide=replace(book.guide, calendar=replace(own, start=start, days=days)))


def _jobs(whole: Book, book: Book, targets: Targets, layout: Layout) -> Iterator[tuple[Any, ...]]:
    """What is printed besides the student's books: functions with their arguments, each for a process of its own."""
    options = book.guide.print
    if options.crop_marks:
        yield for_press, book, targets
    if options.handouts:
        yield handouts, book, targets, layout.pages
    if whole.guide.class_pack or whole.guide.calendar:
        yield class_pack, whole, number(whole), layout.pages


def _language(book: Book) -> list[Diagnostic]:
    try:
        words(book.guide.language)
    except LanguageError as wrong:
        mend = "add a table to builder/templates/words.toml, or write another language"
        return [Diagnostic(book.guide.origin, "language", str(wrong), mend)]
    return []
