"""A size → its figures: all tools do every work in turn, round by round, and what they make is checked."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import corpus
from tests.bench.book import Chapter, make_book, touched, words_of
from tests.bench.contents import missing_words, pages
from tests.bench.figures import Figure, Sized
from tests.bench.measure import Peak, Use, run
from tests.bench.ours import OURS
from tests.bench.peers import PATH
from tests.bench.tool import NEEDED, PDF, ROOT, WORKS, Job, Place, Tool

SEED = 7
CORES = [count for count in (2, 1) if count <= len(os.sched_getaffinity(0))]


@dataclass(frozen=True)
class Size:
    """How many chapters there are, which works are done with them, and how often at most."""

    chapters: int
    works: tuple[str, ...] = tuple(WORKS)
    times: int = 99


SIZES = {"S": Size(10), "M": Size(60), "L": Size(200, ("clean",), 1)}
Taken = dict[tuple[str, str], tuple[Use, int]]


class ContentsError(Exception):
    """A file that was not made, or that lacks words."""


class Bench:
    """One size in a folder. `say` is told what is being done."""

    def __init__(
        self, size: str, works: Sequence[str], folder: Path, tools: Sequence[Tool], say: Callable[[str], None]
    ) -> None:
        self.name = size
        self.size = SIZES[size]
        wanted = {*works, *(needed for work in works for needed in NEEDED.get(work, ()))}
        self.works = [work for work in self.size.works if work in wanted]
        self.tools = tools
        self.say = say
        self.corpus = folder / "corpus"
        self.folder = folder / "round"
        self.book = make_book(self.size.chapters, SEED)
        self.pages = 0
        corpus.write(self.book, self.corpus)

    def measure(self, times: int) -> Sized:
        """All figures. The first round is for memory alone, since looking at it takes time itself."""
        for tool in self.tools:
            run(tool.prepare(Place(self.corpus, self.corpus)), ROOT, {"PATH": PATH}, CORES[0])
        memory = self._round(CORES[0], "memory")
        rounds = {
            cores: [
                self._round(cores, f"cores {cores}, round {time + 1} of {times}") for time in range(times)
            ]
            for cores in CORES
        }
        figures = (
            Figure(*key, cores, tuple(taken[key][0] for taken in rounds[cores]), memory[key][1])
            for key in memory
            for cores in CORES
        )
        words = words_of(self.book).total()
        return Sized(self.name, self.size.chapters, words, self.pages, tuple(figures))

    def _round(self, cores: int, what: str) -> Taken:
        """What every tool takes for every work."""
        taken: Taken = {}
        for work in self.works:
            book = self._book_for(work)
            wanted = words_of(book)
            for tool, job in self._jobs(work):
                self.say(f"{self.name}, {what}: {WORKS[work]}: {tool.name}")
                taken[work, tool.name] = self._do(tool, job, cores, looking=what == "memory")
                self._check(tool, job, wanted)
        self._end_round()
        return taken

    def _jobs(self, work: str) -> Iterator[tuple[Tool, Job]]:
        yield from ((tool, tool.jobs[work]) for tool in self.tools if work in tool.jobs)

    def _book_for(self, work: str) -> list[Chapter]:
        """The book as it is then; for “changed”, a word in its middle is changed."""
        if work != "changed":
            return self.book
        middle = len(self.book) // 2
        changed = touched(self.book[middle])
        corpus.write_chapter(changed, self.corpus)
        return [*self.book[:middle], changed, *self.book[middle + 1 :]]

    def _do(self, tool: Tool, job: Job, cores: int, *, looking: bool) -> tuple[Use, int]:
        place = Place(self.corpus, self._folder(tool, job))
        place.folder.mkdir(parents=True, exist_ok=True)
        commands = job.commands(place)
        if not looking:
            return run(commands, ROOT, {"PATH": PATH}, cores), 0
        with Peak() as peak:
            use = run(commands, ROOT, {"PATH": PATH}, cores)
        return use, peak.bytes

    def _check(self, tool: Tool, job: Job, wanted: Counter[str]) -> None:
        """Every file that should be there is, with all the words."""
        for kind in job.makes:
            files = [path for path in self._folder(tool, job).rglob(f"*{kind}") if path.is_file()]
            if not files:
                raise ContentsError(f"{tool.name} made no {kind}")
            for file in files:
                if lacking := missing_words(wanted, file):
                    raise ContentsError(
                        f"{tool.name}: {len(lacking)} words lack in {file.name}: {lacking[:9]}"
                    )
            if (tool, kind) == (OURS, PDF):
                self.pages = pages(files[0])

    def _folder(self, tool: Tool, job: Job) -> Path:
        return self.folder / tool.name / job.folder

    def _end_round(self) -> None:
        shutil.rmtree(self.folder)
        corpus.write_chapter(self.book[len(self.book) // 2], self.corpus)
