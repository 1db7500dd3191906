"""A guide in pieces that can be taken away one by one: the stock guide, and chapters with their files."""

import re
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.guides import PLAIN, changed

HEAD = (PLAIN / "guide.toml").read_text(encoding="utf-8").partition("[work]")[0]
TAIL = """
[work]
title = "The Ferry"
author = "Ada Marsh"
year = 1931
chapters = 999
parts = [
  {title = "Part One", name = "The River", first = 1, last = 2, opener = "part-one.rst"},
  {title = "Part Two", name = "The Bridge", first = 3, last = 999},
]
"""
OWN = {
    "front": ["welcome.rst"],
    "chapters": ["chapter-01.rst", "chapter-02.rst"],
    "back": ["people.rst", "ideas.rst", "order.rst", "words.rst"],
    "teacher": ["teachers.rst"],
}


@dataclass(frozen=True)
class Piece:
    """A chapter and the files that only it uses. All their names begin with its own, such as c12."""

    name: str
    files: Mapping[str, bytes]
    place: str = "chapters"


@dataclass(frozen=True)
class FuzzedGuide:
    """`settings` are guide.toml's tables before and after those that say what the guide consists of. `local`
    is its overlay.
    """

    pieces: tuple[Piece, ...] = ()
    settings: tuple[str, str] = (HEAD, "")
    local: Mapping[str, bytes] = field(default_factory=dict)

    def without(self, names: Collection[str]) -> "FuzzedGuide":
        """The guide without some of its pieces."""
        return replace(self, pieces=tuple(piece for piece in self.pieces if piece.name not in names))

    def files(self) -> dict[str, bytes]:
        """Every file but the stock guide's, by its path from the folder in which the guide and its overlay
        are.
        """
        found = {f"guide/{name}": data for piece in self.pieces for name, data in piece.files.items()}
        found["guide/guide.toml"] = self._toml().encode(errors="surrogatepass")
        return found | {f"local/{name}": data for name, data in self.local.items()}

    def write(self, folder: Path) -> Path:
        """Write the guide below a folder, in place of what is there. Its own folder."""
        shutil.rmtree(folder, ignore_errors=True)
        changed(folder / "guide", PLAIN)
        write_files(self.files(), folder)
        return folder / "guide"

    def _toml(self) -> str:
        lists = {place: list(names) for place, names in OWN.items()}
        for piece in self.pieces:
            lists[piece.place].append(f"{piece.name}.rst")
        contents = "".join(f"{place} = {names}\n" for place, names in lists.items())
        head, further = self.settings
        return f"{head}{TAIL}\n[contents]\n{contents}\n{further}"


def owner(file: str) -> str:
    """The name of the piece to which a file belongs, or the file's own name."""
    found = re.search(r"(?:^|/)(c\d+)[^/]*$", file)
    return found[1] if found else Path(file).name


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files below a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
