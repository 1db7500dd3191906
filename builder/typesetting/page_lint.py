"""Laid-out pages → typographic faults: lone lines and headings, pages that are nearly empty, text outside its
column or the type area; with `line_lint.py`, faults of single lines.
"""

from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass, field
from functools import partial

from builder.typesetting.layout import Layout
from builder.typesetting.line_lint import broken_lines, overprints, parted_labels, small_texts
from builder.typesetting.shown import Shown, ShownPage, shown_pages
from builder.typesetting.shown_parts import (
    blocks_with_lines,
    leaves,
    line_count,
    paragraphs,
    parts,
    quoted,
    rows,
)

_LONG = 6  # a paragraph of so many lines
_FULL = 0.25  # of the height of the type area
_SLACK = 0.3  # millimetres that can't be seen


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong on a page. `anchor` is the nearest id around the place; "" where that is no place in the
    text.
    """

    page: int
    what: str
    code: str = field(compare=False)
    anchor: str = field(compare=False)


Found = Iterator[tuple[str, Shown | None]]
Rule = Callable[[ShownPage], Found]


def lint(layout: Layout, labels: Collection[str] = (), least: float = 6.0) -> list[Finding]:
    """All that is wrong, page by page. `labels` are words, in small letters, that must not be parted from a
    number after them; no text is smaller than `least` points.
    """
    pages = list(shown_pages(layout))
    found = set(_lone_lines(pages))
    rules: dict[str, Rule] = {
        **_RULES,
        "parted-label": partial(parted_labels, labels=labels),
        "small-text": partial(small_texts, least=least),
    }
    for page in pages:
        for code, rule in rules.items():
            found |= {Finding(page.number, what, code, box.anchor if box else "") for what, box in rule(page)}
    return sorted(found)


def _lone_lines(pages: list[ShownPage]) -> Iterator[Finding]:
    """Lone lines at the end or the beginning of a page or a column: of a paragraph of six lines or more three
    must stay together, of a shorter one two.
    """
    parts: dict[Hashable, list[tuple[int, list[Shown]]]] = {}
    for page in pages:
        for root in (page.text, *page.notes):
            for source, lines in paragraphs(root):
                parts.setdefault(source, []).append((page.number, lines))
    for cut in parts.values():
        total = sum(len(lines) for _number, lines in cut)
        least = 3 if total >= _LONG else 2
        if len(cut) > 1:
            for number, lines in cut:
                if len(lines) < least:
                    what = f"{line_count(lines)} of a paragraph of {total} apart from it: {quoted(lines[0])}"
                    yield Finding(number, what, "lone-lines", lines[0].anchor)


def _lone_headings(page: ShownPage) -> Found:
    """Headings with fewer than two lines under them, where the text goes on over the page."""
    found = [] if page.is_last else list(leaves(page.text))
    for at, (leaf, heading) in enumerate(found):
        if heading and (at + 1 == len(found) or found[at + 1][1] != heading):
            under = [
                other for other, _ in found[at + 1 :] if other.outline.bottom > leaf.outline.top + _SLACK
            ]
            if rows(under) < 2 and not any(
                part.kind == "picture" for other in under for part in parts(other)
            ):
                yield f"heading at the foot: {quoted(leaf)}", leaf


def _gaps(page: ShownPage) -> Found:
    """Pages that are empty, and pages that are left nearly empty though their chapter goes on."""
    found = [leaf for leaf, _ in leaves(page.text)]
    if not found:
        yield "empty page", None
    elif not page.is_last:
        filled = max(leaf.outline.bottom for leaf in found) - page.area.top
        share = filled / (page.area.bottom - page.area.top)
        if share < _FULL:
            yield f"only {share:.0%} of the page is used", found[-1]


def _wide_lines(page: ShownPage) -> Found:
    """Text that is wider than its column."""
    for block in blocks_with_lines(page):
        for line in block.inside:
            wide = max((part.outline.right for part in parts(line)), default=0) - block.content.right
            if line.kind == "line" and wide > _SLACK:
                yield f"{wide:.1f} mm wider than its column: {quoted(line)}", line


def _beyond(page: ShownPage) -> Found:
    """Lines and pictures that go beyond the type area."""
    area = page.area
    for root in (page.text, *page.notes):
        for leaf, _ in leaves(root):
            beyond = [area.top - leaf.outline.top, leaf.outline.bottom - area.bottom]
            beyond += [
                max(area.left - part.outline.left, part.outline.right - area.right)
                for part in (leaf, *parts(leaf))
            ]
            if max(beyond) > _SLACK:
                yield f"{max(beyond):.1f} mm beyond the type area: {quoted(leaf)}", leaf


def _long_heads(page: ShownPage) -> Found:
    """Running heads and feet that need more than a line."""
    for margin in page.margins:
        if rows(leaf for leaf, _ in leaves(margin)) > 1:
            yield f"too long for one line in the margin: {quoted(margin)}", None


def _fallback_fonts(page: ShownPage) -> Found:
    """Text in a font that was not asked for."""
    for root in (page.text, *page.notes, *page.margins):
        for part in parts(root):
            if part.stand_ins:
                families = ", ".join(sorted(part.stand_ins))
                yield f"in {families} as a fallback font: {quoted(part)}", part


_RULES: dict[str, Rule] = {
    "lone-heading": _lone_headings,
    "gap": _gaps,
    "wide-line": _wide_lines,
    "beyond-the-page": _beyond,
    "long-head": _long_heads,
    "other-font": _fallback_fonts,
    "overprint": overprints,
    "broken-line": broken_lines,
}
