"""What one chapter has seen of other files: which it looked for, and what was there."""

from dataclasses import dataclass
from pathlib import Path

from builder.limits import LARGEST_FILE


@dataclass(frozen=True, slots=True)
class Look:
    """Where a path has led, through all links, and the file's content; None where there was none inside the
    guide's folder, or one that is larger than any file may be.
    """

    where: str
    content: bytes | None


def look(path: Path, root: Path) -> Look:
    """What is at a path now. `root` is the guide's folder, resolved; no file outside is opened."""
    try:
        where = path.resolve()
        inside = where.is_relative_to(root) and where.is_file()
        inside = inside and where.stat().st_size <= LARGEST_FILE.value
        return Look(str(where), where.read_bytes() if inside else None)
    except (OSError, ValueError, RuntimeError):  # a name that no file can have, a circle of links
        return Look("", None)


class Looks:
    """The looks of one chapter, by the paths. A file counts as it was at the first look, before it is read:
    if it changes in that moment, the next reading finds another file there.
    """

    def __init__(self, root: Path) -> None:
        self.found: dict[str, Look] = {}
        self._root = root

    def at(self, path: Path) -> None:
        """Note what is at a path."""
        if str(path) not in self.found:
            self.found[str(path)] = look(path, self._root)
