"""What is measured: the kinds of work, and what a tool is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import Command

ROOT = Path(__file__).parent.parent.parent
# In this order: what comes again goes on where the first ended.
WORKS = {
    "clean": "EPUB and PDF from nothing",
    "epub": "EPUB alone from nothing",
    "pdf": "PDF alone from nothing",
    "unchanged": "again, nothing changed",
    "changed": "again, one word of one chapter changed",
    "check": "`check`",
    "recheck": "`check` again",
    "help": "`--help`",
}
NEEDED = {"unchanged": ("clean", "epub"), "changed": ("clean", "epub"), "recheck": ("check",)}
EPUB, PDF = ".epub", ".pdf"


@dataclass(frozen=True)
class Place:
    """Where a tool works: the corpus, and a folder of its own that was empty at first."""

    corpus: Path
    folder: Path


Commands = Callable[[Place], list[Command]]


@dataclass(frozen=True)
class Job:
    """The commands that do a work, the folder in which they do it, and what kinds of files they make."""

    commands: Commands
    folder: str
    makes: tuple[str, ...]


def _nothing(_place: Place) -> list[Command]:
    return []


@dataclass(frozen=True)
class Tool:
    """A tool: its jobs by the names of their works, the packages that it needs, and what is done once before
    it is measured.
    """

    name: str
    jobs: Mapping[str, Job]
    needs: tuple[str, ...] = ()
    prepare: Commands = _nothing
