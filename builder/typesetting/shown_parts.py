"""What boxes on a page hold: paragraphs, lines, parts."""

import re
from collections.abc import Hashable, Iterable, Iterator
from itertools import pairwise

from builder.typesetting.shown import Shown, ShownPage

_ROW = 2.0  # millimetres at least from line to line


# -------------------------------------------------------------------------------------------- what boxes hold


def paragraphs(box: Shown) -> Iterator[tuple[Hashable, list[Shown]]]:
    """Lines with words by the box that they come from, without table headers, which are repeated on every
    page.
    """
    here: dict[Hashable, list[Shown]] = {}
    for inner in box.inside:
        if lines := [line for line in inner.inside if line.kind == "line" and _words(line)]:
            here.setdefault(inner.source, []).extend(lines)
        if inner.tag != "thead":
            yield from paragraphs(inner)
    yield from here.items()


def blocks_with_lines(page: ShownPage) -> Iterator[Shown]:
    """The boxes of running text and notes that hold lines."""
    waiting = [*page.notes[::-1], page.text]
    while waiting:
        box = waiting.pop()
        if any(inner.kind == "line" for inner in box.inside):
            yield box
        waiting += box.inside[::-1]


def leaves(box: Shown, heading: Hashable = None) -> Iterator[tuple[Shown, Hashable]]:
    """Lines with words, pictures, and lines to write on, in their order, each with the heading that it
    belongs to.
    """
    if re.fullmatch(r"h[1-6]", box.tag):
        heading = heading or box.source
    if box.inside and box.kind == "box":
        for inner in box.inside:
            yield from leaves(inner, heading)
    elif any(parts(box)) or (box.kind == "box" and box.outline.bottom > box.outline.top):
        yield box, heading


def parts(box: Shown) -> Iterator[Shown]:
    """The texts and pictures in a box."""
    if box.kind == "picture" or box.text.strip():
        yield box
    for inner in box.inside:
        yield from parts(inner)


def rows(leaves: Iterable[Shown]) -> int:
    """The number of lines from top to bottom: those beside each other in several columns count once."""
    bottoms = sorted(leaf.outline.bottom for leaf in leaves)
    return sum(below - above > _ROW for above, below in pairwise([0.0, *bottoms]))


def _words(box: Shown) -> str:
    return " ".join("".join(_strings(box)).split())


def _strings(box: Shown) -> Iterator[str]:
    yield box.text
    for inner in box.inside:
        yield from _strings(inner)
    if box.kind == "line":
        yield " "


def quoted(box: Shown) -> str:
    words = _words(box)
    if not words:
        return "a picture or a rule"
    return f"“{words[:57]}…”" if len(words) > 60 else f"“{words}”"


def line_count(lines: list[Shown]) -> str:
    return "1 line" if len(lines) == 1 else f"{len(lines)} lines"
