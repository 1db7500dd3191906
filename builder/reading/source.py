"""A chapter file before it is read, and what is read in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from builder.diagnostics import Diagnostic
from builder.model.book import Chapter, Image, Role


@dataclass(frozen=True, slots=True)
class Source:
    """A chapter file: its path as diagnostics show it, its text, what its ids begin with, and what it is in
    the guide.

    One that `is_alone` may be out of a project that has more: no guide.toml says what belongs to it.
    `folder` is where it is, as a path from the guide's folder, "" in that itself: pictures are named from
    there. `number` is the chapter of the work that it treats, `part` counts from 0, `version` is the guide's.
    """

    path: str
    text: str
    slug: str
    folder: str = ""
    role: Role = "chapter"
    number: int | None = None
    part: int | None = None
    version: str = ""
    is_alone: bool = False

    @property
    def file(self) -> str:
        """Its path from the guide's folder."""
        return f"{self.folder}/{PurePosixPath(self.path).name}".removeprefix("/")


@dataclass(frozen=True, slots=True)
class Read:
    """A chapter that was read, the pictures that it shows by name, the files that it includes, and what is
    wrong with it.
    """

    chapter: Chapter
    images: Mapping[str, Image]
    included: frozenset[Path]
    problems: list[Diagnostic]
