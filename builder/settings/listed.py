"""The files of a guide's folder: its settings, the chapter files that they list, all that look like one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from builder.model.book import Role
from builder.settings.beside import FILE
from builder.settings.slugs import slug_of


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A chapter file that guide.toml lists: its path from the guide's folder, its role, and the chapter and
    the part of the work that it belongs to. `again` is 1, or 2 for the second whose name makes the same slug.
    """

    name: str
    role: Role
    number: int | None = None
    part: int | None = None
    again: int = 1

    @property
    def slug(self) -> str:
        """What the file's ids and its page in the e-book are named for."""
        own = slug_of(self.name.removesuffix(".rst").replace("/", "-")) or "text"
        return own if self.again == 1 else f"{own}-{self.again}"


_OURS = ("cover", "imprint", "contents", "key", "nav")  # every book has pages of its own with these names


def each_apart(files: Iterable[ListedFile]) -> Iterator[ListedFile]:
    """The files with slugs of their own: “Chapter 1.rst” and “chapter-1.rst” would have the same."""
    taken = set(_OURS)
    for file in files:
        while file.slug in taken:
            file = replace(file, again=file.again + 1)
        taken.add(file.slug)
        yield file


def files_inside(root: Path, kind: str = "*.rst") -> list[Path]:
    """The files of a kind in a folder and in its subfolders, but for hidden ones, in the order of their
    names.
    """
    inside = root.resolve()
    found = (
        path
        for path in root.rglob(kind)
        if not any(part.startswith(".") for part in path.relative_to(root).parts)
    )
    return sorted(path for path in found if path.is_file() and path.resolve().is_relative_to(inside))


def is_inside(root: Path, name: str) -> bool:
    """Whether a folder has a file of a name, and no link that leads out of it."""
    file = root / name
    try:
        return file.is_file() and file.resolve().is_relative_to(root.resolve())
    except OSError:  # a name that is too long for any file
        return False


def own_files(root: Path) -> list[str]:
    """The names of a folder's .rst files, but for those of other guides inside, as people count: 2 before
    10.
    """
    others = {path.parent for path in root.rglob(FILE)} - {root}
    found = [path for path in files_inside(root) if others.isdisjoint(path.parents)]
    return sorted((path.relative_to(root).as_posix() for path in found), key=natural)


def natural(name: str) -> tuple[list[list[tuple[bool, int, str]]], str]:
    """A key that sorts names of files as people count: numbers by their size, whatever the case."""
    return [list(_pieces(part)) for part in PurePosixPath(name.casefold()).parts], name


def _pieces(part: str) -> Iterator[tuple[bool, int, str]]:
    """A name's letters and numbers in turn, each with the number that it is sorted by."""
    for piece in re.findall("[0-9]+|[^0-9]+", part):
        is_number = "0" <= piece[0] <= "9"
        yield (not is_number, int(piece) if is_number else 0, piece)
