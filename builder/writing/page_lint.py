"""Laid-out pages → what a careful printer does not let pass: lone lines, lone headings, gaping pages, text that sticks out."""

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from builder.writing.layout import Layout, Shown, ShownPage

_LONG = 6  # a paragraph of so many lines
_FULL = 0.25  # of the height of the type area
_SLACK = 0.3  # millimetres that nobody sees
_ROW = 2.0  # millimetres at least from line to line


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is amiss on a page."""

    page: int
    what: str


def lint(layout: Layout) -> list[Finding]:
    """All that is amiss, page by page."""
    pages = list(layout.shown())
    found = set(_lone_lines(pages))
    for page in pages:
        for rule in (_lone_headings, _gaps, _wide_lines, _beyond, _long_heads, _stand_ins):
            found |= {Finding(page.number, what) for what in rule(page)}
    return sorted(found)


def _lone_lines(pages: list[ShownPage]) -> Iterator[Finding]:
    """Parts of a paragraph, cut by a page or a column: of six lines and more three must stay together, of fewer two."""
    parts: dict[Hashable, list[tuple[int, list[Shown]]]] = {}
    for page in pages:
        for root in (page.text, *page.notes):
            for source, lines in _paragraphs(root):
                parts.setdefault(source, []).append((page.number, lines))
    for cut in parts.values():
        total = sum(len(lines) for _number, lines in cut)
        least = 3 if total >= _LONG else 2
        if len(cut) > 1:
            for number, lines in cut:
                if len(lines) < least:
                    yield Finding(number, f"{_count(lines)} of a paragraph of {total} apart from it: {_quoted(lines[0])}")


def _lone_headings(page: ShownPage) -> Iterator[str]:
    """Headings with fewer than two lines under them, where the text goes on over the page."""
    leaves = [] if page.is_last else list(_leaves(page.text))
    for at, (leaf, heading) in enumerate(leaves):
        if heading and (at + 1 == len(leaves) or leaves[at + 1][1] != heading):
            under = [other for other, _ in leaves[at + 1 :] if other.outline.bottom > leaf.outline.top + _SLACK]
            if _rows(under) < 2 and not any(part.kind == "picture" for other in under for part in _parts(other)):
                yield f"heading at the foot: {_quoted(leaf)}"


def _gaps(page: ShownPage) -> Iterator[str]:
    """Pages that are empty, and pages that are left nearly empty though their chapter goes on."""
    leaves = [leaf for leaf, _ in _leaves(page.text)]
    if not leaves:
        yield "empty page"
    elif not page.is_last:
        filled = max(leaf.outline.bottom for leaf in leaves) - page.area.top
        share = filled / (page.area.bottom - page.area.top)
        if share < _FULL:
            yield f"only {share:.0%} of the page is used"


def _wide_lines(page: ShownPage) -> Iterator[str]:
    """Text that is wider than its column."""
    for block in _blocks(page):
        for line in block.inside:
            wide = max((part.outline.right for part in _parts(line)), default=0) - block.content.right
            if line.kind == "line" and wide > _SLACK:
                yield f"{wide:.1f} mm wider than its column: {_quoted(line)}"


def _beyond(page: ShownPage) -> Iterator[str]:
    """Lines and pictures that go beyond the type area."""
    area = page.area
    for root in (page.text, *page.notes):
        for leaf, _ in _leaves(root):
            beyond = [area.top - leaf.outline.top, leaf.outline.bottom - area.bottom]
            beyond += [max(area.left - part.outline.left, part.outline.right - area.right) for part in (leaf, *_parts(leaf))]
            if max(beyond) > _SLACK:
                yield f"{max(beyond):.1f} mm beyond the type area: {_quoted(leaf)}"


def _long_heads(page: ShownPage) -> Iterator[str]:
    """Running heads and feet that need more than a line."""
    for margin in page.margins:
        if _rows(leaf for leaf, _ in _leaves(margin)) > 1:
            yield f"too long for one line in the margin: {_quoted(margin)}"


def _stand_ins(page: ShownPage) -> Iterator[str]:
    """Text in a font that was not asked for."""
    for root in (page.text, *page.notes, *page.margins):
        for part in _parts(root):
            if part.stand_ins:
                yield f"in {', '.join(sorted(part.stand_ins))} for want of a letter or a font: {_quoted(part)}"


# ---------------------------------------------------------------------------------------------------- what boxes hold


def _paragraphs(box: Shown) -> Iterator[tuple[Hashable, list[Shown]]]:
    """Lines with words by the box that they come from, but for heads of tables, which every page has again."""
    here: dict[Hashable, list[Shown]] = {}
    for inner in box.inside:
        if lines := [line for line in inner.inside if line.kind == "line" and _words(line)]:
            here.setdefault(inner.source, []).extend(lines)
        if inner.tag != "thead":
            yield from _paragraphs(inner)
    yield from here.items()


def _blocks(page: ShownPage) -> Iterator[Shown]:
    """The boxes of running text and notes that hold lines."""
    waiting = [*page.notes[::-1], page.text]
    while waiting:
        box = waiting.pop()
        if any(inner.kind == "line" for inner in box.inside):
            yield box
        waiting += box.inside[::-1]


def _leaves(box: Shown, heading: Hashable = None) -> Iterator[tuple[Shown, Hashable]]:
    """Lines with words, pictures, and lines to write on, in their order, each with the heading that it belongs to."""
    if re.fullmatch(r"h[1-6]", box.tag):
        heading = heading or box.source
    if box.inside and box.kind == "box":
        for inner in box.inside:
            yield from _leaves(inner, heading)
    elif any(_parts(box)) or (box.kind == "box" and box.outline.bottom > box.outline.top):
        yield box, heading


def _parts(box: Shown) -> Iterator[Shown]:
    """The texts and pictures in a box."""
    if box.kind == "picture" or box.text.strip():
        yield box
    for inner in box.inside:
        yield from _parts(inner)


def _rows(leaves: Iterable[Shown]) -> int:
    """How many lines one sees, where those of several columns stand side by side."""
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


def _quoted(box: Shown) -> str:
    words = _words(box)
    if not words:
        return "a picture or a rule"
    return f"“{words[:57]}…”" if len(words) > 60 else f"“{words}”"


def _count(lines: list[Shown]) -> str:
    return "1 line" if len(lines) == 1 else f"{len(lines)} lines"
