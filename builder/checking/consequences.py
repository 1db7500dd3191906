"""What is wrong only because of something else that is told: it goes when that is mended."""

import re
from collections.abc import Iterable, Iterator

from builder.diagnostics import Diagnostic

_UNREAD = frozenset({"encoding", "control", "limit", "nesting", "no-file"})
_PARTS = ("missing-analysis", "missing-answer", "missing-option")
_KINDS = ("beat", "theme", "character", "term", "ref", "entry")


def without_consequences(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What is wrong, without the names that only a directive would have given which is now a comment or is
    misspelt, or a file that can't be read. What is a letter or two from a name that there is stays.
    """
    found = list(problems)
    lost = {(problem.origin.file, name) for problem in found for name in _lost_in(problem)}
    codes = {f"unknown-{'term' if name == 'glossary' else name}" for _file, name in lost}
    if any(problem.code in _UNREAD for problem in found):
        codes |= {f"unknown-{kind}" for kind in _KINDS}
    spoilt = {problem.origin for problem in found if problem.code in ("empty", "option")}
    return [
        problem
        for problem in found
        if (problem.code not in codes or problem.fix.startswith("did you mean"))
        and (problem.origin.file, problem.code.removeprefix("missing-")) not in lost
        and not (problem.code in _PARTS and problem.origin in spoilt)
    ]


def _lost_in(problem: Diagnostic) -> Iterator[str]:
    """The directives that may be lost by a mistake."""
    if problem.code == "comment":
        yield from re.findall(r"^“\.+ ?([a-z-]+)(?:::)?”", problem.what)
    elif problem.code == "unknown-directive":
        yield from re.findall(r"^did you mean “([a-z-]+)”", problem.fix)
    elif problem.code == "place":
        yield problem.what.split()[0]
    elif problem.code == "blank-line":
        yield from re.findall(r"^“\.\. ([a-z-]+)::”", problem.what)
    elif problem.code in ("option", "option-indent"):
        yield from ("beat", "theme", "character")
