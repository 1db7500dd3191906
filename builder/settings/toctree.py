"""The toctrees of a folder's files → the files in the order in which readers of Sphinx meet them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from posixpath import dirname, join, normpath

from builder.diagnostics import Diagnostic, Origin, nearest
from builder.settings.listed import natural

_TOCTREE = re.compile(r"( *)\.\. toctree::")
_TITLED = re.compile(r".*<([^<>]+)>")
_ELSEWHERE = re.compile(r"self$|genindex$|modindex$|search$|[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Toctree:
    """A toctree as it is written: its options, and its entries with their lines; and the lines that it takes,
    counted from 1.
    """

    options: frozenset[str]
    entries: tuple[tuple[int, str], ...]
    lines: range


def toctrees(text: str) -> list[Toctree]:
    """The toctrees in a file's text."""
    lines = text.expandtabs(8).splitlines()
    heads = [(number, match[1]) for number, line in enumerate(lines, 1) if (match := _TOCTREE.match(line))]
    return [_toctree(lines, number, len(indent)) for number, indent in heads]


def _toctree(lines: Sequence[str], head: int, indent: int) -> Toctree:
    last = head
    while last < len(lines) and (not lines[last].strip() or lines[last].startswith(" " * (indent + 1))):
        last += 1
    body = [(number, lines[number - 1].strip()) for number in range(head + 1, last + 1)]
    options = frozenset(line.split(":")[1] for _number, line in body if re.match(":[a-z]+:", line))
    entries = tuple(
        (number, line) for number, line in body if line and not re.match(r":[a-z]+:|\.\.( |$)", line)
    )
    return Toctree(options, entries, range(head, last + 1))


class Order:
    """The files that are named by an index's toctrees and by theirs, each once, in their order; and what the
    toctrees name that is not there.

    `texts` are the texts of all files by their names, `folder` is where they are as diagnostics show it.
    """

    def __init__(self, texts: Mapping[str, str], index: str, folder: str) -> None:
        self._texts, self._folder = texts, folder
        self.problems: list[Diagnostic] = []
        self.names: list[str] = []
        self._follow(index)

    def _follow(self, name: str) -> None:
        if name not in self.names:
            self.names.append(name)
            for tree in toctrees(self._texts[name]):
                named = list(self._named(name, tree))
                for other in reversed(named) if "reversed" in tree.options else named:
                    self._follow(other)

    def _named(self, name: str, tree: Toctree) -> Iterator[str]:
        """The files that one toctree names."""
        for line, entry in tree.entries:
            target = match[1].strip() if (match := _TITLED.fullmatch(entry)) else entry
            if _ELSEWHERE.match(target):
                continue
            place = normpath(target[1:] if target.startswith("/") else join(dirname(name), target))
            found = self._matching(place) if "glob" in tree.options else self._file(place)
            if not found and "glob" not in tree.options:
                self.problems.append(self._lost(name, line, place))
            yield from (other for other in found if other != name)

    def _file(self, place: str) -> list[str]:
        return [name for name in (place, f"{place}.rst") if name in self._texts][:1]

    def _matching(self, pattern: str) -> list[str]:
        """The files that a pattern means: “*” stays in a folder, “**” does not."""
        found = (name for name in self._texts if fnmatchcase(name.removesuffix(".rst"), pattern))
        same = [name for name in found if "**" in pattern or name.count("/") == pattern.count("/")]
        return sorted(same, key=natural)

    def _lost(self, name: str, line: int, place: str) -> Diagnostic:
        known = [other.removesuffix(".rst") for other in self._texts]
        fix = nearest(place, known, otherwise="write it, or take it out of the toctree")
        what = f"the toctree names {place}, and there is no file {place}.rst"
        return Diagnostic(Origin(f"{self._folder}/{name}", line), "no-file", what, fix)
