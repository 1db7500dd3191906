"""Diagnostics → standard output: in colour on a terminal, plain everywhere else."""

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from builder.diagnostics import Diagnostic
from builder.stopping import complain, say
from builder.telling import counted, told

if TYPE_CHECKING:
    from rich.text import Text

_HEAD = re.compile(
    r"(?P<place>.+?:\d+): ((?P<severity>warning): )?(?P<code>[a-z-]+): (?P<what>.*?) (?P<fix>— .*)"
)
_MARK = re.compile(r" +\| +(?P<mark>\^+)")
_STYLES = {"place": "bold", "severity": "yellow", "code": "red", "fix": "green", "mark": "bold red"}


def report(diagnostics: Sequence[Diagnostic], form: str = "text") -> None:
    """Print some diagnostics in a form, and how many they are."""
    say_coloured(told(diagnostics, form))
    complain(f"{counted(diagnostics)}; nothing was written")


def say_coloured(lines: Sequence[str]) -> None:
    """Print lines; those of diagnostics have colours on a terminal, unless it has none or NO_COLOR is set,
    which the library heeds.
    """
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
