"""Diagnostics: what is wrong with a guide, where, and how to fix it. They are values, collected and reported
all at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A line in one of the author's files; line 0 means the file as a whole."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One mistake of the author's: its place, a code that never changes, what is wrong and how to fix it."""

    origin: Origin
    code: str
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.origin.file}:{self.origin.line}: {self.code}: {self.what} — {self.fix}"


class GuideError(Exception):
    """The guide has mistakes: nothing is built, and all of them are reported, each once, sorted by file and
    line.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(set(diagnostics)))
        super().__init__("\n".join(map(str, self.diagnostics)))


def shown(written: str, most: int = 80) -> str:
    """What an author has written as a diagnostic shows it: long words cut, signs that nobody sees named."""
    if not written.isprintable():
        written = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in written)
    return written if len(written) <= most else f"{written[:most]}…"


def nearest(word: str, words: Iterable[str], *, otherwise: str) -> str:
    """The advice “did you mean …?” with the valid word most similar to a wrong one, or `otherwise` when none
    is similar.
    """
    close = get_close_matches(word, sorted(words), n=1, cutoff=0.6)
    return f"did you mean “{close[0]}”?" if close else otherwise


def one_of(words: Iterable[str]) -> str:
    """Advice that lists the valid words."""
    return "write one of: " + ", ".join(words)
