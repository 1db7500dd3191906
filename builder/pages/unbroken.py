"""Where no line ends: between “beat” and 7.3, “chapter” and 9, “Kathy” and H."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

_NO_BREAK = "\u00a0"
_KEPT = r"<(?P<code>pre|code|kbd)\b.*?</(?P=code)>|<[^>]*>"  # code, and tags
_TOKENS = re.compile(rf"(?P<kept>{_KEPT})|[^<]+", re.DOTALL)
_INITIAL = r"(?<=\w) (?=[^\W\d_a-z]\.(?!\w))"
_NOUN = ("one", "many", "short")


def unbroken(words: Mapping[str, Any]) -> Callable[[str], str]:
    """A function that gives XHTML the no-break spaces that a guide's words ask for."""
    named = (words["beat"], words["page"], words["page-spoken"], *(words["noun"][form] for form in _NOUN))
    return _unbroken(tuple(sorted({name.lower() for name in named if name})))


@cache
def _unbroken(names: tuple[str, ...]) -> Callable[[str], str]:
    before = "|".join(rf"(?<=\b{re.escape(name)})" for name in names)
    spaces = re.compile(rf"(?i:{before}) (?=[\dIVXLC])|{_INITIAL}")

    def with_no_breaks(markup: str) -> str:
        return _TOKENS.sub(lambda token: token["kept"] or spaces.sub(_NO_BREAK, token[0]), markup)

    return with_no_breaks
