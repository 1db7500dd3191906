"""A file's text → its first title, and whether it says anything besides: by its looks, before it is read."""

import re

from builder.settings.toctree import toctrees

_RULE = re.compile(r"""([!-/:-@[-`{-~])\1+\s*""")
_MARKED = (
    (r"(?::[\w+.:-]+:)?`+([^`<]*?)\s*(?:<[^`]*>)?`+(?::[\w+.:-]+:|__?)?", r"\1"),  # literals, roles, links
    (r"\*{1,2}([^*]+)\*{1,2}", r"\1"),
    (r"\|([^|]+)\|_{0,2}", r"\1"),
    (r"\s*\[[#*\w]+\]_", ""),
    (r"\\(.)", r"\1"),
)


def title_of(text: str) -> str:
    """The first title in a file's text, without markup; empty where there is none."""
    lines = text.expandtabs(8).splitlines()
    for number, line in enumerate(lines[:-1]):
        over = lines[number - 1] if number else ""
        if _is_title(over.rstrip(), line.rstrip(), lines[number + 1].rstrip()):
            return _plain(line)
    return ""


def _is_title(over: str, line: str, under: str) -> bool:
    """Whether a line is a title: it has a rule under it, as long as it is, and perhaps the same over it."""
    if not line.strip() or _RULE.fullmatch(line) or line.startswith("..") or not _RULE.fullmatch(under):
        return False
    if over == under:
        return True
    long = len(under) >= min(len(line), 4)
    return long and not over.strip() and not line.startswith(" ")


def _plain(title: str) -> str:
    for pattern, instead in _MARKED:
        title = re.sub(pattern, instead, title)
    return " ".join(title.split())


def says_nothing(text: str) -> bool:
    """Whether a file has nothing but titles, labels, comments and toctrees."""
    lines = text.expandtabs(8).splitlines()
    taken = {number for tree in toctrees(text) for number in tree.lines}
    left = [line for number, line in enumerate(lines, 1) if number not in taken]
    rules = {number for number, line in enumerate(left) if _RULE.fullmatch(line)}
    titles = {number for number in range(len(left)) if number + 1 in rules}
    return not any(
        line.strip() and not _is_aside(left, number)
        for number, line in enumerate(left)
        if number not in rules | titles
    )


def _is_aside(lines: list[str], number: int) -> bool:
    """Whether a line belongs to a comment or a label."""
    while number >= 0 and (not lines[number].strip() or lines[number].startswith(" ")):
        number -= 1
    line = lines[number] if number >= 0 else ""
    return line == ".." or bool(re.match(r"\.\. (?![\w+.:-]+::|\||\[)", line))
