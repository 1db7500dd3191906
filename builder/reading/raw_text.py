"""What is wrong with the text of a file before it is parsed: what would be misread from end to end."""

import re

from builder.diagnostics import Diagnostic, Origin

_NO_BREAK = "\u00a0\u202f\u2007"
_INDENTED = re.compile(rf"^[ \t]*[{_NO_BREAK}][ \t{_NO_BREAK}]*(?=\S)", re.MULTILINE)
_CONFLICT = re.compile(r"^<{7}(?: .*)?$.*?^={7}$.*?^>{7}(?: .*)?$", re.MULTILINE | re.DOTALL)


def conflict(text: str, file: str) -> Diagnostic | None:
    """The first place where git has left two versions of some lines."""
    if (found := _CONFLICT.search(text)) is None:
        return None
    what = "git has left two versions of these lines, between “<<<<<<<” and “>>>>>>>”"
    fix = "keep what is right of both, and take the lines of <<<<<<<, ======= and >>>>>>> out"
    return Diagnostic(Origin(file, text.count("\n", 0, found.start()) + 1), "conflict", what, fix)


_PICTURE = re.compile(r"^([ \t]*\.\. (?:\|[^|\n]+\| )?(?:image|figure):: +)(\S*\\\S*)[ \t]*$", re.MULTILINE)


def with_slashes(text: str, file: str) -> tuple[str, list[Diagnostic]]:
    """A text with slashes in the paths of its pictures, and a diagnostic for each that has backslashes."""
    problems = [
        Diagnostic(
            Origin(file, text.count("\n", 0, found.start()) + 1),
            "image",
            f"the path “{found[2]}” has backslashes, which are left out",
            f"write slashes: {found[2].replace(chr(92), '/')}",
        )
        for found in _PICTURE.finditer(text)
    ]
    return _PICTURE.sub(lambda found: found[1] + found[2].replace("\\", "/"), text), problems


def plain_indents(text: str, file: str) -> tuple[str, list[Diagnostic]]:
    """A text with spaces where lines are indented by no-break spaces, which reST takes for letters; and a
    diagnostic for the first of each run of such lines.
    """
    problems, last = list[Diagnostic](), -1
    for found in _INDENTED.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        if line != last + 1:
            what = "this line is indented by no-break spaces, which are not seen and indent nothing"
            problems.append(Diagnostic(Origin(file, line), "indent", what, "write ordinary spaces there"))
        last = line
    return _INDENTED.sub(lambda found: " " * len(found[0]), text), problems
