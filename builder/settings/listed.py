"""The files of a guide's folder: its settings, the chapter files that they list, all that look like one."""

from dataclasses import dataclass
from pathlib import Path

from builder.model.book import Role

FILE = "guide.toml"


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A chapter file that guide.toml lists: its path from the guide's folder, its role, and the chapter and
    the part of the work that it belongs to.
    """

    name: str
    role: Role
    number: int | None = None
    part: int | None = None

    @property
    def slug(self) -> str:
        """What the file's ids and its page in the e-book are named for."""
        return self.name.removesuffix(".rst").replace("/", "-")


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
