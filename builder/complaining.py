"""Diagnostics → standard output: in colour on a terminal, plain everywhere else."""

import errno
import os
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from builder.diagnostics import Diagnostic, shown
from builder.stopping import complain, say
from builder.telling import counted, told

if TYPE_CHECKING:
    from rich.text import Text

_HEAD = re.compile(
    r"(?P<place>.+?:\d+): ((?P<severity>warning): )?(?P<code>[a-z-]+): (?P<what>.*?) (?P<fix>— .*)"
)
_MARK = re.compile(r" +\| +(?P<mark>\^+)")
_STYLES = {"place": "bold", "severity": "yellow", "code": "red", "fix": "green", "mark": "bold red"}


def report(diagnostics: Sequence[Diagnostic], form: str = "text", ending: str = "") -> None:
    """Print some diagnostics in a form, and how many they are, with an ending."""
    say_coloured(told(diagnostics, form))
    complain(counted(diagnostics) + ending)


def in_words(wrong: Exception) -> str:
    """What the system refuses, with the path and no number."""
    number, path = getattr(wrong, "errno", None), getattr(wrong, "filename", None)
    if number is None or path is None:
        return str(wrong)
    return f"{shown(str(path), 200)} {_REFUSALS.get(number, f'can not be used: {os.strerror(number)}')}"


_REFUSALS = {
    errno.ENOENT: "is not there: correct the name",
    errno.ENOTDIR: "can't be there: a part of the path before it is a file and no folder",
    errno.EISDIR: "is a folder: name a file in it",
    errno.ENAMETOOLONG: "has too long a name: shorten it",
    errno.EACCES: "may not be read or written by you: change who may, or choose another place",
    errno.EPERM: "may not be changed: choose another place",
    errno.EROFS: "is on a disk that can only be read: choose another place",
    errno.ENOSPC: "does not fit: the disk is full",
    errno.ELOOP: "is a link to itself: name the file that is meant",
    errno.EMFILE: "can't be opened: too many files are open",
}


def say_coloured(lines: Sequence[str]) -> None:
    """Print lines; those of diagnostics have colours on a terminal, unless it has none or NO_COLOR is set,
    which the library heeds.
    """
    if not lines:
        return
    if sys.stdout is None or not sys.stdout.isatty():
        say(*lines)
        return
    # Only here: a pipe is answered without the library.
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(_styled(line))


def _styled(line: str) -> "Text":
    from rich.text import Text

    text = Text(line)
    found = _HEAD.fullmatch(line) or _MARK.fullmatch(line)
    for name, words in (found.groupdict() if found else {}).items():
        if found and words:
            text.stylize(_STYLES.get(name, ""), *found.span(name))
    return text
