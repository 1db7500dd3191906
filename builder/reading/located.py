"""The line of a mistake: docutils knows on which line a paragraph or a directive begins."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from builder.diagnostics import Diagnostic, Origin

_LONGEST = 80  # lines of a paragraph in which a mistake is looked for


def located(problem: Diagnostic, settings: Any) -> Diagnostic:
    """A mistake in a paragraph, on the line on which it stands, as far as that is found."""
    quoted = re.search("“([^“”]+)”", problem.what)
    if quoted is None or problem.code not in _SIGNS:
        return problem
    signs = _SIGNS[problem.code](quoted[1])
    if problem.code == "markup":
        return replace(problem, origin=_odd(problem.origin, settings, quoted[1]))
    for sign in signs:
        if (origin := line_of(problem.origin, settings, sign)) is not None:
            return replace(_told(problem, sign, quoted[1]), origin=origin)
    return problem


def line_of(origin: Origin, settings: Any, piece: str) -> Origin | None:
    """The line of a piece of the paragraph that begins at an origin; None where it is not found."""
    for number, line in _paragraph(origin, settings):
        if piece in line:
            return Origin(origin.file, number)
    return None


def _paragraph(origin: Origin, settings: Any) -> Sequence[tuple[int, str]]:
    """The lines of a paragraph with their numbers; none where it is in another file."""
    if origin.file != settings._source or origin.line < 1:
        return ()
    lines = settings.lines[origin.line - 1 : origin.line - 1 + _LONGEST]
    count = next((at for at, line in enumerate(lines) if at and not line.strip()), len(lines))
    return list(enumerate(lines[:count], origin.line))


def _odd(origin: Origin, settings: Any, sign: str) -> Origin:
    """The line on which a sign that should come in pairs begins what does not end."""
    alone = re.compile(rf"(?<!{re.escape(sign[0])}){re.escape(sign)}(?!{re.escape(sign[-1])})")
    found = [(number, len(alone.findall(line))) for number, line in _paragraph(origin, settings)]
    odd = [number for number, count in found if count % 2]
    return Origin(origin.file, odd[-1]) if odd else origin


def _target(name: str) -> list[str]:
    return [f"[{name}]_", f"`{name}`_", f"{name}_", name]


_SIGNS: dict[str, Callable[[str], list[str]]] = {
    "unknown-role": lambda name: [f":{name}:"],
    "target": _target,
    "markup": lambda sign: [sign],
}


def _told(problem: Diagnostic, sign: str, name: str) -> Diagnostic:
    """What is told of a name that nothing defines, by how it is written."""
    if problem.what != f"there is no target “{name}”":
        return problem
    if sign.startswith("["):
        what = f"the note “[{name}]” has no text"
        return replace(problem, what=what, fix=f"write “.. [{name}] …” on a line of its own, in this file")
    if sign == f"{name}_" and re.fullmatch(r"[\w-]+", name):
        fix = f"put a backslash before the underscore: {name}\\_; or write “.. _{name}: address” in this file"
        return replace(problem, what=f"“{name}_” is a link that leads nowhere", fix=fix)
    return problem
