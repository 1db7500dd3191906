"""What is wrong only because of something else that is told: it goes when that is mended."""

import re
from collections.abc import Iterable, Iterator

from builder.diagnostics import Diagnostic

_UNREAD = frozenset({"conflict", "encoding", "control", "limit", "nesting", "no-file", "unlisted"})
_PARTS = ("missing-analysis", "missing-answer", "missing-option")
_NAMELESS = re.compile(r"is no value for “name”$|^take the blank line between “\.\. ")
_KINDS = ("beat", "theme", "character", "term", "ref", "entry")


def without_consequences(problems: Iterable[Diagnostic], overlay: str = "") -> list[Diagnostic]:
    """What is wrong, without the names that only a directive would have given which is now a comment or is
    misspelt, or a file that can't be read. What is a letter or two from a name that there is stays. A file
    of the overlay gives no such names.
    """
    found = list(problems)
    lost = {(problem.origin.file, name) for problem in found for name in _lost_in(problem)}
    codes = {f"unknown-{'term' if name == 'glossary' else name}" for _file, name in lost}
    if any(problem.code in _UNREAD and not _is_in(problem, overlay) for problem in found):
        codes |= {f"unknown-{kind}" for kind in _KINDS}
    spoilt = {problem.origin for problem in found if problem.code in ("empty", "option")}
    unlisted = set(_of_broken_lists(found))
    return [
        problem
        for problem in found
        if (problem.code not in codes or problem.fix.startswith("did you mean"))
        and (problem.origin.file, problem.code.removeprefix("missing-")) not in lost
        and not (problem.code in _PARTS and problem.origin in spoilt)
        and problem not in unlisted
    ]


def _of_broken_lists(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What is said of questions whose list of options breaks: each is the last one before the break."""
    problems = list(found)
    for broken in (problem for problem in problems if problem.code == "option-list"):
        before = [
            problem
            for problem in problems
            if problem.code == "four-options"
            and problem.origin.file == broken.origin.file
            and problem.origin.line <= broken.origin.line
        ]
        if before:
            yield max(before, key=lambda problem: problem.origin.line)


def _is_in(problem: Diagnostic, overlay: str) -> bool:
    return bool(overlay) and problem.origin.file.startswith(f"{overlay}/")


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
    elif problem.code in ("option", "option-indent") or any(
        map(_NAMELESS.search, (problem.what, problem.fix))
    ):
        yield from ("beat", "theme", "character")
