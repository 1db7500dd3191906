"""A file of the author's → its text, or what is wrong with the file.

A path may lead to a folder, a device, a pipe that waits for ever, to itself, or to more than memory holds.
"""

import re
from pathlib import Path
from stat import S_ISREG

from builder.diagnostics import Diagnostic, Origin
from builder.limits import LARGEST_FILE, Limit

# What neither XML nor PDF can hold, but for the form feeds of old editors, which docutils reads as spaces.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_WRONG_PATH = (OSError, ValueError, RuntimeError)  # no file, a name that none can have, a circle of links


def text_of(file: Path, most: Limit) -> str | Diagnostic:
    """A file's text without a byte order mark, or what is wrong with the file."""
    try:
        if what := _fault(file, most):
            return what
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        return Diagnostic(_at(file, line), "encoding", "a character is no UTF-8", "save the file as UTF-8")
    except _WRONG_PATH:
        return _no_file(file, "this file can't be read", "let everybody read it, or save it anew")
    return _with_control(file, text) or text


def _fault(file: Path, most: Limit) -> Diagnostic | None:
    """What is wrong with a file before it is opened. Raises OSError, ValueError and RuntimeError."""
    state = file.stat()
    if not S_ISREG(state.st_mode):
        return _no_file(file, "this is no file", "save a file of text in its place")
    if state.st_size > most.value:
        return too_much(
            _at(file, 0), most, f"this file has {state.st_size:,} bytes", "write it as several files"
        )
    return None


def lines_of(file: str) -> list[str]:
    """A file's lines, to be shown beside what is wrong in them; none of a file that can't be read. What is no
    UTF-8 has a sign in its place.
    """
    path = Path(file)
    try:
        if _fault(path, LARGEST_FILE):
            return []
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except _WRONG_PATH:
        return []
    return text.translate(_NO_NEW_LINE).splitlines()


_NO_NEW_LINE = {0x0B: " ", 0x0C: " "}  # docutils goes on in the same line there


class TooMuchError(Exception):
    """A file is not read to its end, since that would take too long."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__(str(diagnostic))


def too_much(origin: Origin, limit: Limit, what: str, fix: str) -> Diagnostic:
    """What is told where something is larger than a limit."""
    return Diagnostic(origin, "limit", f"{what}; {limit.of} may have {limit}", fix)


def _no_file(file: Path, what: str, fix: str) -> Diagnostic:
    return Diagnostic(_at(file, 0), "no-file", what, fix)


def _with_control(file: Path, text: str) -> Diagnostic | None:
    found = _CONTROL.search(text)
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + 1
    what = f"a control character (U+{ord(found[0]):04X}) is in this line"
    return Diagnostic(
        _at(file, line), "control", what, "take it out: nobody sees it, and no book can hold it"
    )


def _at(file: Path, line: int) -> Origin:
    return Origin(file.as_posix(), line)
