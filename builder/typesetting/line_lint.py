"""Laid-out pages → faults of single lines: text over other text, lines that end too early, a number parted
from its word, small type.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from builder.typesetting.shown import Area, Shown, ShownPage
from builder.typesetting.shown_parts import blocks_with_lines, parts, quoted

_EARLY = 0.25  # of a column's width is left free
_SLACK = 0.5  # millimetres
_OVER = 0.35  # millimetres by which texts must cover each other
_BODY = 0.3  # of a text's height above and below its letters, that may cover what is there

Found = Iterator[tuple[str, Shown | None]]


def overprints(page: ShownPage) -> Found:
    """Texts that stand on each other."""
    texts = [part for root in (page.text, *page.notes) for part in parts(root) if part.kind == "text"]
    texts.sort(key=lambda text: _letters(text).top)
    for place, one in enumerate(texts):
        end = _letters(one).bottom - _OVER
        for other in texts[place + 1 :]:
            if _letters(other).top >= end:
                break
            if _across(one.outline, other.outline) > _OVER:
                yield f"{quoted(one)} and {quoted(other)} print over each other", one


def _letters(text: Shown) -> Area:
    """Where the letters of a text are, without the room above and below them."""
    area = text.outline
    room = (area.bottom - area.top) * _BODY
    return Area(area.left, area.top + room, area.right, area.bottom - room)


def _across(one: Area, other: Area) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def broken_lines(page: ShownPage) -> Found:
    """Lines with much room at their end, though the next line's first word would fit there."""
    for block in blocks_with_lines(page):
        lines = [line for line in block.inside if line.kind == "line" and any(parts(line))]
        width = block.content.right - block.content.left
        for line, following in pairwise(lines):
            if line.is_forced or following.outline.top < line.outline.top + _SLACK:
                continue
            free = block.content.right - max(part.outline.right for part in parts(line))
            if free > width * _EARLY and free > _first_word(following) + 2 * _SLACK:
                yield f"the line ends early: {quoted(line)}", line


def _first_word(line: Shown) -> float:
    """The width of what a line begins with, up to the first place where it could end."""
    width = 0.0
    for part in parts(line):
        if part.kind == "picture":
            return width + part.outline.right - part.outline.left
        word = re.split(r"[ \u2010\u2013\u2014/-]", part.text.lstrip(" "), maxsplit=1)[0]
        width += (part.outline.right - part.outline.left) * len(word) / max(len(part.text), 1)
        if len(word) < len(part.text.strip(" ")):
            break
    return width


def parted_labels(page: ShownPage, labels: Collection[str]) -> Found:
    """A word such as “beat” or “p.” at the end of a line, with its number on the next."""
    for block in blocks_with_lines(page):
        lines = [line for line in block.inside if line.kind == "line"]
        for line, following in pairwise(lines):
            ends, begins = _string(line).split()[-1:], _string(following).lstrip()[:1]
            if begins.isdigit() and ends and ends[0].strip("([“‘").casefold() in labels:
                yield f"“{ends[0]}” is parted from its number", line


def _string(line: Shown) -> str:
    return "".join(part.text for part in parts(line))


def small_texts(page: ShownPage, least: float) -> Found:
    """Text in a size of fewer points."""
    roots: Sequence[Shown] = (page.text, *page.notes, *page.margins)
    for root in roots:
        for part in parts(root):
            if part.kind == "text" and part.size < least - 0.01 and re.search(r"\w", part.text):
                yield f"only {part.size:.1f} pt: {quoted(part)}", part
