"""Diagnostics: what is wrong with a guide, where, and how to fix it. They are values, collected and reported
all at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A line in one of the author's files; line 0 means the file as a whole."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One mistake of the author's: its place, a code that never changes, what is wrong and how to fix it. An
    error stops a build; a warning is told, and stops only a strict one.
    """

    origin: Origin
    code: str
    what: str
    fix: str
    severity: Severity = "error"

    def __str__(self) -> str:
        code = self.code if self.severity == "error" else f"{self.severity}: {self.code}"
        return f"{self.origin.file}:{self.origin.line}: {code}: {self.what} — {self.fix}"


def warning(origin: Origin, code: str, what: str, fix: str) -> Diagnostic:
    """A diagnostic that does not stop a build."""
    return Diagnostic(origin, code, what, fix, "warning")


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those of some diagnostics that stop a build."""
    return [problem for problem in diagnostics if problem.severity == "error"]


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Diagnostics each once, sorted by file and line."""
    return tuple(sorted(set(diagnostics)))


class GuideError(Exception):
    """The guide has mistakes: nothing is built, and all of them are reported, each once, sorted by file and
    line; warnings among them.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = in_order(diagnostics)
        super().__init__("\n".join(map(str, self.diagnostics)))


def shown(written: str, most: int = 80) -> str:
    """What an author has written as a diagnostic shows it: long words cut, signs that nobody sees named."""
    if not written.isprintable():
        written = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in written)
    return written if len(written) <= most else f"{written[:most]}…"


_LONGEST = 80  # letters of a word that is compared: slips are made in words, not in sentences


def nearest(word: str, words: Iterable[str], *, otherwise: str) -> str:
    """The advice “did you mean …?” with the valid word that a slip of the pen would turn into a wrong one, or
    `otherwise` where none is near: a word from far off misleads.
    """
    found = near(word, words)
    return f"did you mean “{found}”?" if found else otherwise


def near(word: str, words: Iterable[str]) -> str | None:
    """The valid word that is a slip or two from a wrong one: one in three letters at most."""
    wrong = word.casefold()
    rated = [
        (slips, valid)
        for valid in sorted(words)
        if max(len(wrong), len(valid)) <= _LONGEST
        and (slips := _slips(wrong, valid.casefold())) <= max(1, min(len(wrong), len(valid)) // 3)
    ]
    return min(rated)[1] if rated and len(wrong) > 1 else None


def _slips(wrong: str, right: str) -> int:
    """How many letters were added, left out, mistaken or put in the other order: the optimal string
    alignment.
    """
    if wrong in (f"{right}s", f"{right}es") or right == f"{wrong}es":
        return 1  # a plural
    before: list[int] = []
    row = list(range(len(right) + 1))
    for at, (last, letter) in enumerate(pairwise(f" {wrong}"), 1):
        before, above, row = row, before, [at]
        for to, (last_right, other) in enumerate(pairwise(f" {right}"), 1):
            row.append(min(before[to] + 1, row[-1] + 1, before[to - 1] + (letter != other)))
            if at > 1 and to > 1 and (letter, last) == (last_right, other):
                row[-1] = min(row[-1], above[to - 2] + 1)
    return row[-1]


def one_of(words: Iterable[str]) -> str:
    """Advice that lists the valid words."""
    return "write one of: " + ", ".join(words)
