"""Where a list of options A., B., C., D. breaks: reST tells no more than that a list ends."""

import re
from collections.abc import Sequence

_ITEM = re.compile(r"(?P<letter>[A-Za-z])(?P<sign>[.)])\s+\S")
_BULLET = re.compile(r"[-*+•]\s+\S")
_LETTERS = "ABCDEFGH"
_INDENT = 3

Slip = tuple[int, str, str]


def list_slip(lines: Sequence[str]) -> Slip | None:
    """The first line, from 0, at which a list of options is not as it should be, what is wrong there, and how
    to write it; None where there is no list, or a whole one.
    """
    own = list(lines[: next((at for at, line in enumerate(lines) if line.startswith("..")), len(lines))])
    first = next((at for at, line in enumerate(own) if _ITEM.match(line) or _BULLET.match(line)), None)
    if first is None:
        return None
    if first and own[first - 1].strip():
        what = f"the list of options begins right under the words before it: “{_short(own[first])}”"
        return first, what, "leave a blank line before it"
    return _broken(own, first)


def _broken(lines: Sequence[str], first: int) -> Slip | None:
    sign, count, after_blank = "", 0, False
    for at, line in enumerate(lines[first:], first):
        item = _ITEM.match(line)
        if item or _BULLET.match(line):
            if slip := _wrong_item(line, item, _LETTERS[count], sign):
                return at, *slip
            sign, count = (item["sign"] if item else ""), count + 1
        elif line.strip() and after_blank and not line.startswith(" "):
            return None
        elif line.strip() and len(line) - len(line.lstrip()) < _INDENT:
            what = f"“{_short(line)}” is not indented as far as the option that it goes on from"
            return at, what, "begin it under the first word of its option, three spaces in"
        after_blank = not line.strip()
        if count == len(_LETTERS):
            return None
    return None


def _wrong_item(line: str, item: re.Match[str] | None, letter: str, sign: str) -> tuple[str, str] | None:
    """What is wrong with an option, which should have a letter, and the sign of those before it."""
    if item is None:
        return f"the option “{_short(line)}” has no letter", f"write {letter}. before it, as in “{letter}. …”"
    if item["letter"] == letter.lower():
        return f"the option “{_short(line)}” has a small letter", f"write a capital one: {letter}."
    if sign and item["sign"] != sign:
        what = f"the option “{_short(line)}” has “{item['sign']}” behind its letter, those before it “{sign}”"
        return what, f"write {letter}{sign}"
    if item["letter"] != letter:
        what = f"the option “{_short(line)}” stands where {letter}. should"
        return what, "write one option for each letter, from A. on, and leave none out"
    return None


def _short(line: str) -> str:
    words = " ".join(line.split())
    return words if len(words) <= 40 else f"{words[:40].rsplit(' ', 1)[0]}"
