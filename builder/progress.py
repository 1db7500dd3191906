"""What a build tells while it works: which stages it goes through, and what it has made for whom.

Outputs are made in threads, so whatever happens is taken down under a lock.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, local

from builder.model.book import Artifact, Edition

CARDS = "Cards"  # a line of their own in the report: they belong to no edition
_THROUGH = re.compile(r"through-(\d+)")


@dataclass(slots=True)
class Stage:
    """A step of a build: its name, when it began, and, when it has ended, how many seconds it took and how
    many of them this process worked for it. `found` of its results were in the cache, `anew` were not.
    """

    name: str
    began: float
    wall: float | None = None
    cpu: float = 0.0
    found: int = 0
    anew: int = 0

    def so_far(self, now: float) -> float:
        """The seconds that it has taken, or has taken until now."""
        return now - self.began if self.wall is None else self.wall


# Who shows what happens is told of a stage when it begins and when it ends, of an artifact when it is
# finished, though not written yet, and in words of what is worth a line: one thing at a time, in whichever
# thread it happens.
Tell = Callable[[Stage | Artifact | str], None]


def silent(_what: Stage | Artifact | str) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Two functions that give seconds: the time, and how long the thread that asks has worked. This one
    stands still.
    """

    wall: Callable[[], float] = float
    cpu: Callable[[], float] = float


@dataclass(slots=True)
class Progress:
    """What has happened in a build so far. `headings` says for each artifact's path for whom it is."""

    tell: Tell = silent
    clock: Clock = Clock()
    stages: list[Stage] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _here: local = field(default_factory=local)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Something that takes its time. What is asked for by this thread meanwhile belongs to it."""
        stage, worked = Stage(name, self.clock.wall()), self.clock.cpu()
        around, self._here.stage = getattr(self._here, "stage", None), stage
        with self._lock:
            self.stages.append(stage)
            self.tell(stage)
        try:
            yield
        finally:
            self._here.stage = around
            with self._lock:
                stage.wall, stage.cpu = self.clock.wall() - stage.began, self.clock.cpu() - worked
                self.tell(stage)

    def made(self, heading: str, artifact: Artifact) -> None:
        """An artifact is finished, for somebody."""
        with self._lock:
            self.headings[artifact.path] = heading
            self.tell(artifact)

    def waiting(self, folder: Path) -> None:
        """Another build is about to write its files into the same folder."""
        with self._lock:
            self.tell(f"waiting for another build into {folder} …")

    def asked(self, found: bool) -> None:
        """A result was asked for, and found in the cache or not."""
        if stage := getattr(self._here, "stage", None):
            stage.found += found
            stage.anew += not found


def for_whom(edition: Edition) -> str:
    """Whose edition it is, in words: an author's own has the title of guide.toml."""
    if edition.name == "teacher":
        return "For teachers"
    if found := _THROUGH.fullmatch(edition.name):
        return f"Read along through chapter {found[1]}"
    return edition.title or edition.name or "For students"
