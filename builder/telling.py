"""Diagnostics → what is printed: for people with the line they are about, for editors as JSON, for GitHub as
its commands.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from builder.diagnostics import Diagnostic, errors
from builder.excerpts import Place, Texts, excerpt, place
from builder.files import lines_of


def texts_of(diagnostics: Iterable[Diagnostic]) -> Texts:
    """The lines of all files that some diagnostics are about, each file read once."""
    return {file: lines_of(file) for file in {problem.origin.file for problem in diagnostics}}


_ALIKE = 3  # of one kind in a file are told in full
_NAMED = 20  # places


def plain(diagnostics: Sequence[Diagnostic], texts: Texts) -> list[str]:
    """A line for every diagnostic, and under it the line that it is about, marked. Where one mistake is made
    all through a file, the first place is shown, and the lines of the others are named.
    """
    alike: dict[tuple[str, ...], list[int]] = {}
    for problem in diagnostics:
        alike.setdefault(_kind(problem), []).append(problem.origin.line)
    return [line for problem in diagnostics for line in _lines(problem, alike[_kind(problem)], texts)]


def _kind(problem: Diagnostic) -> tuple[str, ...]:
    return problem.origin.file, problem.code, problem.what, problem.fix


def _lines(problem: Diagnostic, places: Sequence[int], texts: Texts) -> Iterator[str]:
    """The lines of a diagnostic, with the places of those like it if they are many; then these have none."""
    many = len(places) > _ALIKE
    if many and problem.origin.line != places[0]:
        return
    yield from (str(problem), *excerpt(problem, texts))
    if many:
        others = ", ".join(map(str, places[1:_NAMED]))
        yield f"      the same in line {others}{' and further on' if len(places) > _NAMED else ''}"


def _json(diagnostics: Sequence[Diagnostic], texts: Texts) -> list[str]:
    return [json.dumps([_members(problem, texts) for problem in diagnostics], indent=1, ensure_ascii=False)]


def _members(problem: Diagnostic, texts: Texts) -> dict[str, str | int | None]:
    marked = place(problem, texts)
    return {
        "file": problem.origin.file,
        "line": problem.origin.line or None,
        "column": marked.start + 1 if marked else None,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.what,
        "fix": problem.fix,
    }


def _github(diagnostics: Sequence[Diagnostic], texts: Texts) -> list[str]:
    return [_command(problem, place(problem, texts)) for problem in diagnostics]


def _command(problem: Diagnostic, marked: Place | None) -> str:
    """A workflow command, which GitHub shows at the line of the file."""
    places = {
        "file": problem.origin.file,
        "line": problem.origin.line or None,
        "col": marked.start + 1 if marked else None,
        "title": problem.code,
    }
    written = ",".join(f"{name}={_property(str(value))}" for name, value in places.items() if value)
    return f"::{problem.severity} {written}::{_data(f'{problem.what} — {problem.fix}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Sequence[Diagnostic], Texts], list[str]]] = {
    "text": plain,
    "json": _json,
    "github": _github,
}
"""How diagnostics are printed, by the names of `check --format`."""


def told(diagnostics: Sequence[Diagnostic], form: str = "text") -> list[str]:
    """Some diagnostics in a form."""
    return FORMATS[form](diagnostics, texts_of(diagnostics))


def counted(diagnostics: Sequence[Diagnostic]) -> str:
    """How many errors and warnings there are, in words."""
    wrong = len(errors(diagnostics))
    counts = {"problem": wrong, "warning": len(diagnostics) - wrong}
    return ", ".join(f"{count} {what}{'s' if count > 1 else ''}" for what, count in counts.items() if count)


_MOST = 10  # warnings that a build prints


def warned(warnings: Sequence[Diagnostic]) -> Iterator[str]:
    """What a build says of warnings: the first of them, and how many there are."""
    yield from told(warnings[:_MOST])
    if len(warnings) > _MOST:
        yield f"… and {len(warnings) - _MOST} more: “studyguide check” prints all"
    if warnings:
        yield f"{counted(warnings)}; “studyguide explain CODE” says what to do"
