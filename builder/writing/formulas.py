"""Formula → a drawing for print, where MathML can't be laid out: ziamath, with STIX Two Math, as outlines.

A drawing is measured in em of the text around it: STIX Two Math has the x-height of the book's own fonts.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.etree import ElementTree

from builder.diagnostics import Diagnostic
from builder.model import Book, Formula, texts, walk

_EM = 100.0  # drawn at so many units an em, with three decimals
_MARGIN = 2.0  # room for strokes that are drawn along the edge


@dataclass(frozen=True, slots=True)
class Drawing:
    """A formula as SVG, by the name under which pages show it; its width, and its depth below the baseline, in em."""

    name: str
    content: bytes
    width: float
    depth: float


def formulas(book: Book) -> Iterator[Formula]:
    """Every formula of a book, in reading order."""
    for chapter in book.chapters:
        for text in (chapter.title, *(text for block in walk(chapter.blocks) for text in texts(block))):
            yield from (piece for piece in text.pieces if isinstance(piece, Formula))


def undrawable(book: Book) -> Iterator[Diagnostic]:
    """A diagnostic for every formula that print could not show."""
    for formula in formulas(book):
        try:
            drawing(formula)
        except ValueError as wrong:
            yield Diagnostic(formula.origin, "math", str(wrong), "write it in other TeX, or as a picture")


def drawing(formula: Formula) -> Drawing:
    """The formula as print shows it. Raises ValueError with what can't be drawn."""
    return _draw(formula.mathml, formula.display)


@cache
def _draw(mathml: str, display: bool) -> Drawing:
    import ziamath  # here, because loading its font takes a quarter of a second, and most guides have no formula

    ziamath.config.svg2 = False  # every glyph as a path where it stands, no references
    root = ElementTree.fromstring(f"<math>{mathml}</math>")
    root.set("display", "block" if display else "inline")
    try:
        svg = ziamath.Math(root, size=_EM, margin=_MARGIN).svgxml()
    except Exception as wrong:
        raise ValueError(f"this formula can't be drawn: {wrong}") from wrong
    return _measured(svg)
