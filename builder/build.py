"""The whole way, in its steps: read → check → edition → number → lay out → write → dist/."""

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from builder.cache import NOTHING_KEPT, Cache
from builder.checked import examine
from builder.diagnostics import Diagnostic, GuideError
from builder.editions import STUDENT, edition
from builder.formats import DEFAULT, need_pages
from builder.garbage import seldom_collected
from builder.model.book import Artifact, Book, Calendar
from builder.output import checksums, digests, write
from builder.outputs import GUIDE, LARGE_PRINT, Output, wanted
from builder.pages.publication import Publication, publish
from builder.prints.books import lay_out
from builder.progress import Progress, for_whom
from builder.typesetting.press import Press
from builder.workers import ending, warm_up, workers

_STUDENTS = {"student", LARGE_PRINT}  # what is made of the student's edition
_AT_ONCE = 8  # outputs: each waits most of its time for pages

Job = Callable[[], list[Artifact]]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has made: where, how many pages the print book has (0 where none was laid out), which
    files, with what overlay, and what its author is told of settings that were assumed. `changed` are the
    files that were not there like that before, `headings` say for each artifact's path for whom it is, and
    `digests` its SHA-256; `warnings` are what did not stop it.
    """

    folder: Path
    pages: int
    paths: tuple[Path, ...]
    overlay: str
    assumed: str = ""
    changed: frozenset[Path] = frozenset()
    headings: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Diagnostic, ...] = ()


def check_pages(book: Book, cache: Cache = NOTHING_KEPT) -> int:
    """How many pages the student's print book has. Raises GuideError with what is wrong on them."""
    # It looks at laid-out pages, and loads the layout engine, which a build has in other processes.
    from builder.checking.printed import printed_problems

    student = publish(book, STUDENT, Press(cache))
    layout = lay_out(student.book, student.targets, student.press)
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
    strict: bool = False,
    progress: Progress | None = None,
) -> Built:
    """Build the guide in `root`, a folder or a file, into `folder`, in as many processes as `jobs` says or as
    there are processors.

    `formats` are some of FORMATS; "pdf" is all that is printed. `editions` are names of editions; without any
    the student's and those that the guide declares are made. The student's print book is laid out for all but
    cards: an e-book's page list and the other editions' page numbers come from it. Without `page_list`, here
    or in guide.toml, e-books need no layout either. `dates` are the reading
    calendar's first day and days of the week (0 is Monday), over those in guide.toml and in the overlay: the
    folder `overlay`, or the one beside the guide. Results are kept in the cache. `progress` is told what
    happens. Raises GuideError (for warnings too if it is `strict`), NoEditionError and NotWrittenError, and
    then leaves `folder` as it was.
    """
    progress = progress or Progress()
    seldom_collected()
    if jobs != 1 and need_pages(formats, page_list=page_list):
        warm_up()
    others = [name for name in editions if name != LARGE_PRINT]
    examined = examine(root, others, overlay, cache, progress)
    if strict and examined.warnings:
        raise GuideError(examined.warnings)
    whole = _dated(examined.book, dates)
    if not page_list:
        whole = replace(whole, guide=replace(whole.guide, page_list=False))
    names = editions or ("student", *(own.name for own in whole.guide.editions))
    if whole.guide.print.large_print and "student" in names:
        names = (*names, LARGE_PRINT)
    with workers(jobs) as pool:
        press = Press(cache, pool, progress.asked)
        making = _Making(whole, tuple(dict.fromkeys(names)), formats, press, progress)
        made = making.artifacts()
    cache.trim()
    sums = digests(made)
    made.append(checksums(sums))
    sums |= digests(made[-1:])
    with progress.stage("Write the files"):
        paths, changed = write(made, folder, lambda: progress.waiting(folder))
    said = (whole.overlay, whole.assumed)
    return Built(folder, making.page_count, paths, *said, changed, progress.headings, sums, examined.warnings)


class _Making:
    """All artifacts of some editions in some formats. What needs pages waits for the student's print book."""

    def __init__(
        self,
        whole: Book,
        names: Collection[str],
        formats: Collection[str],
        press: Press,
        progress: Progress,
    ) -> None:
        self._whole, self._names, self._formats, self._press = whole, names, formats, press
        self._progress = progress
        self.page_count = 0

    def artifacts(self) -> list[Artifact]:
        """The artifacts, in the order of editions and of the table of outputs. Raises EngineError."""
        has_pages = need_pages(self._formats, page_list=self._whole.guide.page_list)
        jobs = list(self._with_pages() if has_pages else self._without_pages())
        with ending(ThreadPoolExecutor(_AT_ONCE)) as threads:
            parts = [threads.submit(job) for job in jobs]
            return [artifact for part in parts for artifact in part.result()]

    def _without_pages(self) -> Iterator[Job]:
        for name in (*(name for name in self._names if name != LARGE_PRINT), GUIDE):
            own = STUDENT if name == GUIDE else edition(self._whole.guide, name)
            publication = publish(self._whole, own, self._press)
            yield from (partial(self._made, output, publication) for output in self._wanted(name))

    def _with_pages(self) -> Iterator[Job]:
        student = self._laid_out(publish(self._whole, STUDENT, self._press))
        self.page_count = student.layout.page_count
        for name in (*(name for name in self._names if name in _STUDENTS), GUIDE):
            yield from (partial(self._made, output, student) for output in self._wanted(name))
        for name in (name for name in self._names if name not in _STUDENTS):
            yield partial(self._further, name, student)

    def _further(self, name: str, student: Publication) -> list[Artifact]:
        """Another edition's artifacts: up to its last chapter it has the student's page numbers."""
        made = publish(self._whole, edition(self._whole.guide, name), self._press)
        made = self._laid_out(made, student)
        return [artifact for output in self._wanted(name) for artifact in self._made(output, made)]

    def _made(self, output: Output, given: Publication) -> list[Artifact]:
        heading = output.heading or for_whom(given.book.edition)
        with self._progress.stage(f"{heading}: {output.what or output.format}"):
            made = output.make(given)
        for artifact in made:
            self._progress.made(heading, artifact)
        return made

    def _laid_out(self, made: Publication, student: Publication | None = None) -> Publication:
        standard = student.layout.counts if student else None
        with self._progress.stage(f"{for_whom(made.book.edition)}: pages"):
            layout = lay_out(made.book, made.targets, made.press, standard)
        return replace(made, known_layout=layout)

    def _wanted(self, name: str) -> Iterator[Output]:
        return wanted(name, self._whole, self._formats)


def _dated(book: Book, dates: tuple[date, frozenset[int]] | None) -> Book:
    if dates is None:
        return book
    start, days = dates
    own = book.guide.calendar or Calendar(start, days)
    return replace(book, guide=replace(book.guide, calendar=replace(own, start=start, days=days)))
