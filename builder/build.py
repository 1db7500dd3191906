"""The whole way, in its seven steps: read → check → edition → number → lay out → write → dist/."""

import gc
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from builder.cache import NOTHING_KEPT, Cache
from builder.checked import read_and_check
from builder.checking.printed import printed_problems
from builder.diagnostics import GuideError
from builder.editions import STUDENT, edition
from builder.formats import DEFAULT
from builder.model.book import Artifact, Book, Calendar, Edition
from builder.output import checksums, write
from builder.outputs import GUIDE, LARGE_PRINT, OUTPUTS, wanted
from builder.pages.publication import publish
from builder.prints.books import lay_out

_STUDENTS = {"student", LARGE_PRINT}  # what is made of the student's edition


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has made: where, how many pages the print book has (0 where none was laid out), which
    files, and with what overlay.
    """

    folder: Path
    pages: int
    paths: tuple[Path, ...]
    overlay: str


def check_pages(book: Book) -> int:
    """How many pages the student's print book has. Raises GuideError with what is wrong on them."""
    student = publish(book, STUDENT)
    layout = lay_out(student.book, student.targets)
    if problems := list(printed_problems(student.book, layout)):
        raise GuideError(problems)
    return layout.page_count


def build(
    root: Path,
    folder: Path,
    jobs: int | None = None,
    formats: Collection[str] = DEFAULT,
    editions: Collection[str] = (),
    dates: tuple[date, frozenset[int]] | None = None,
    overlay: Path | None = None,
    cache: Cache = NOTHING_KEPT,
    *,
    page_list: bool = True,
) -> Built:
    """Build the guide in `root` into `folder`, in as many processes as `jobs` says or as there are
    processors.

    `formats` are some of FORMATS; "pdf" is all that is printed. `editions` are names of editions; without any
    the student's and those that the guide declares are made. The student's print book is laid out for all but
    cards: an e-book's page list and the other editions' page numbers come from it. Without `page_list`, here
    or in guide.toml, e-books need no layout either. `dates` are the reading
    calendar's first day and days of the week (0 is Monday), over those in guide.toml and in the overlay: the
    folder `overlay`, or the one beside the guide. Results are kept in the
    cache. Raises GuideError and NoEditionError, and then leaves `folder` as it was.
    """
    _seldom_collected()
    others = [name for name in editions if name != LARGE_PRINT]
    whole = _dated(read_and_check(root, others, overlay, cache), dates)
    if not page_list:
        whole = replace(whole, guide=replace(whole.guide, page_list=False))
    names = editions or ("student", *(own.name for own in whole.guide.editions))
    if whole.guide.print.large_print and "student" in names:
        names = (*names, LARGE_PRINT)
    pages, made = _make(whole, tuple(dict.fromkeys(names)), formats, jobs)
    return Built(folder, pages, write([*made, checksums(made)], folder), whole.overlay)


def _make(
    whole: Book, names: Collection[str], formats: Collection[str], jobs: int | None
) -> tuple[int, list[Artifact]]:
    """How many pages the student's print book has (0 where nothing asks for them), and all artifacts."""
    if all(output.is_without_pages(whole.guide) for output in OUTPUTS if output.format in formats):
        return 0, _make_without_pages(whole, names, formats)
    student = publish(whole, STUDENT)
    layout = lay_out(student.book, student.targets)
    student = replace(student, known_paging=layout.paging)
    own = [
        output
        for name in (*(name for name in names if name in _STUDENTS), GUIDE)
        for output in wanted(name, whole, formats)
    ]
    others = [edition(whole.guide, name) for name in names if name not in _STUDENTS]
    gc.freeze()  # the workers need not look through what they share with this process
    with ProcessPoolExecutor(jobs, initializer=_seldom_collected) as workers:
        apart = [workers.submit(_alone, _further, whole, other, layout.counts, formats) for other in others]
        waiting = {
            output: workers.submit(_alone, output.make, student) for output in own if output.needs != "layout"
        }
        laid_out = replace(student, known_layout=layout)
        here = {output: output.make(laid_out) for output in own if output.needs == "layout"}
        parts = [here[output] if output in here else waiting[output].result() for output in own]
        parts += [job.result() for job in apart]
    gc.unfreeze()
    return layout.page_count, [artifact for part in parts for artifact in part]


def _make_without_pages(whole: Book, names: Collection[str], formats: Collection[str]) -> list[Artifact]:
    made: list[Artifact] = []
    for name in (*(name for name in names if name != LARGE_PRINT), GUIDE):
        publication = publish(whole, STUDENT if name == GUIDE else edition(whole.guide, name))
        made += [artifact for output in wanted(name, whole, formats) for artifact in output.make(publication)]
    return made


def _seldom_collected() -> None:
    """Look for garbage seldom: layout makes millions of objects that live long, and a quarter of its time
    went there.
    """
    gc.set_threshold(100_000, 20, 100)


def _further(
    whole: Book, other: Edition, standard: Mapping[str, int], formats: Collection[str]
) -> list[Artifact]:
    """Another edition's artifacts. `standard` says how many pages every flow has in the student's. Raises
    EngineError.
    """
    made = publish(whole, other)
    layout = lay_out(made.book, made.targets, standard)
    made = replace(made, known_paging=layout.paging, known_layout=layout)
    return [artifact for output in wanted(other.name, whole, formats) for artifact in output.make(made)]


def _alone(job: Callable[..., list[Artifact]], *given: Any) -> list[Artifact]:
    """A job in a process of its own. The engine's temporary folders go when it is collected: a worker's end
    does not do that.
    """
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
