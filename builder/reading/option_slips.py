"""What is wrong with the first lines under a directive, where they can't be read as options."""

import re
from collections.abc import Collection, Iterator

_OPTION = re.compile(r"\s*:([a-z][\w-]*):(\s|$)")
_SLIPS = (
    (re.compile(r"\s*([a-z][\w-]*):(?:\s+(?P<value>.*))?$"), "“{line}” has no colon before “{name}”"),
    (re.compile(r"\s*:([a-z][\w-]*)\s+(?P<value>.*)$"), "“{line}” has no colon behind “{name}”"),
    (re.compile(r"\s*:([a-z][\w-]*):(?P<value>\S.*)$"), "“{line}” has no space behind “:{name}:”"),
)


def option_slip(block: str, names: Collection[str]) -> tuple[int, str, str] | None:
    """The first wrong line of a directive's source, counted from 0, with what is wrong and how to write it;
    None where none is found. `names` are the options of the directive.
    """
    for number, line, before in _lines(block):
        if _OPTION.match(line) or _indent(line) > before:
            continue
        for pattern, what in _SLIPS:
            found = pattern.match(line)
            if found and (found[1] in names or pattern is not _SLIPS[0][0]):
                value = found["value"] or "…"
                told = what.format(line=line.strip(), name=found[1])
                return number, told, f"write “:{found[1]}: {value}”, a colon on each side and a space behind"
        words = " ".join(line.split()[:4])
        what = f"the text “{words}” comes right under the options"
        return number, what, "leave a blank line between the options and the text"
    return None


def _lines(block: str) -> Iterator[tuple[int, str, int]]:
    """The lines under a directive up to the first blank one, each with the indent of the option before it."""
    before = 1 << 16
    for number, line in enumerate(block.splitlines()[1:], 1):
        if not line.strip():
            return
        yield number, line, before
        if _OPTION.match(line):
            before = _indent(line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
