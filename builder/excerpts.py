"""A diagnostic and the text it is about → the line itself, with a mark under what is wrong in it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from builder.diagnostics import Diagnostic

Texts = Mapping[str, Sequence[str]]
"""The lines of files, by their names as diagnostics show them; of a file that can't be read none."""

_WIDTH = 84  # columns of a line that are shown
_BEFORE = 28  # columns that stay before the mark where a line is cut
_LONGEST_MARK = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Part of a line: from one letter on, counted from 0, up to another."""

    start: int
    end: int


def place(problem: Diagnostic, texts: Texts) -> Place | None:
    """Where in its line something is wrong; None where the line is not known or empty."""
    line = _line(problem, texts)
    if not line.strip():
        return None
    for wanted in _wanted(problem):
        if found := _find(wanted, line):
            return found
    return Place(len(line) - len(line.lstrip()), len(line.rstrip()))


_FAR = 30  # lines from the beginning of a block


def placed(problem: Diagnostic, texts: Texts) -> Diagnostic:
    """A diagnostic at the line in which the word is that it is about: what is found in the whole book is
    known by the line in which its block begins, and what is in guide.toml by the file alone.
    """
    lines, start = texts.get(problem.origin.file, ()), problem.origin.line
    word = re.search(r"“(.+?)”", problem.what) if problem.code in _BY_BLOCK else None
    if word is None or (start == 0 and problem.code not in _IN_SETTINGS):
        return problem
    first = max(start, 1)
    for number, line in enumerate(lines[first - 1 : first - 1 + _FAR], first):
        if re.search(rf"(?<![\w-]){_pattern(word[1])}(?![\w-])", line, re.IGNORECASE):
            return replace(problem, origin=replace(problem.origin, line=number))
    return problem


_IN_SETTINGS = frozenset({"division"})
_BY_BLOCK = _IN_SETTINGS | frozenset(
    {"unknown-theme", "unknown-character", "unknown-beat", "unknown-term", "speaker", "no-glyph"}
)


def excerpt(problem: Diagnostic, texts: Texts) -> list[str]:
    """The line of a diagnostic, and the mark under it; nothing where the line is not known or empty."""
    marked = place(problem, texts)
    if marked is None:
        return []
    cells = [_cell(char) for char in _line(problem, texts).rstrip()]
    first, last = _window(list(map(_columns, cells)), marked)
    shown = ("…" if first else "") + "".join(cells[first:last]) + ("…" if last < len(cells) else "")
    before = (1 if first else 0) + sum(map(_columns, cells[first : marked.start]))
    marks = sum(map(_columns, cells[marked.start : min(marked.end, last)]))
    gutter = f"{problem.origin.line:>5} | "
    margin = f"{'':>5} | "
    return [gutter + shown, margin + " " * before + "^" * max(1, min(marks, _LONGEST_MARK))]


def _line(problem: Diagnostic, texts: Texts) -> str:
    lines, number = texts.get(problem.origin.file, ()), problem.origin.line
    return lines[number - 1] if 1 <= number <= len(lines) else ""


# ------------------------------------------------------------ what the words speak of


def _wanted(problem: Diagnostic) -> Iterator[str]:
    """What may stand in the line, in patterns: what the words quote, a name with signs in it, a sign that
    nobody sees.
    """
    what = problem.what
    for quoted in re.findall(r"“(.+?)”(?!”)", what):
        yield _pattern(quoted)
    for name in re.findall(r"[\w/.:-]*\w[/.:-][\w/.:-]*\w", what):
        yield _pattern(name)
        if "/" not in name:
            yield _pattern(re.split(r"[.]", name)[-1])  # a key of a table
    if problem.code in ("control", "encoding"):
        yield r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff]"


def _pattern(words: str) -> str:
    """Some words as they may be written: white space is alike, and what was cut off is not looked for."""
    parts = map(re.escape, words.removesuffix("…").split())
    return r"\s+".join(parts)


def _find(wanted: str, line: str) -> Place | None:
    """The first place with a pattern, best where it is not part of a longer word."""
    if not wanted:
        return None
    whole = rf"(?<!\w){wanted}(?!\w)"
    found = next(
        (found for pattern in (whole, wanted) if (found := re.search(pattern, line, re.IGNORECASE))), None
    )
    return Place(*found.span()) if found and found.end() > found.start() else None


# ------------------------------------------------------------ letters' widths


def _cell(char: str) -> str:
    """A character as a terminal may show it: no tab, no control character, nothing that turns the line."""
    if char == "\t":
        return "    "
    return char if char.isprintable() or _is_mark(char) else f"\\u{ord(char):04x}"


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me")


def _columns(cell: str) -> int:
    """How many columns of a terminal a cell takes."""
    return sum(
        0 if _is_mark(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in cell
    )


def _window(columns: Sequence[int], marked: Place) -> tuple[int, int]:
    """The first and last cell that are shown of a line: all of it, or what is around the mark."""
    if sum(columns) <= _WIDTH:
        return 0, len(columns)
    first = marked.start
    while first and sum(columns[first - 1 : marked.start]) <= _BEFORE:
        first -= 1
    last = first
    while last < len(columns) and sum(columns[first : last + 1]) <= _WIDTH:
        last += 1
    return first, last
