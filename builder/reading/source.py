"""A file of the author's, read from disk, and what is read in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.diagnostics import Diagnostic, Origin
from builder.model.book import Chapter, Image, Role


@dataclass(frozen=True, slots=True)
class Source:
    """A chapter file: its path as diagnostics show it, its text, what its ids begin with, and what it is in
    the guide.

    `folder` is where it is, as a path from the guide's folder, "" in that itself: pictures are named from
    there. `number` is the chapter of the work that it treats, `part` counts from 0.
    """

    path: str
    text: str
    slug: str
    folder: str = ""
    role: Role = "chapter"
    number: int | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A chapter that was read, the pictures that it shows by name, the files that it includes, and what is
    wrong with it.
    """

    chapter: Chapter
    images: Mapping[str, Image]
    included: frozenset[Path]
    problems: list[Diagnostic]


def read_text(file: Path) -> str | Diagnostic:
    """A file's text, or what is wrong with the file."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        return Diagnostic(
            Origin(file.as_posix(), line), "encoding", "a character is no UTF-8", "save the file as UTF-8"
        )
