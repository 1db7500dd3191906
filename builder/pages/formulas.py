"""Formula → a drawing for print, where MathML can't be laid out: ziamath, with STIX Two Math, as outlines.

A drawing is measured in em of the text around it: STIX Two Math has the x-height of the book's own fonts.
"""

import hashlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from builder.model.book import Book
from builder.model.text import Formula
from builder.model.walking import texts, walk

_EM = 100.0  # units per em in a drawing, which has three decimals
_MARGIN = 2.0  # units around a drawing, for strokes along its edge
_INVISIBLE = "\u2061\u2062\u2063\u2064"  # function application, times, separator, plus
_LARGE = frozenset("∏∐∑∫∬∭∮∯∰⋀⋁⋂⋃⨀⨁⨂⨄⨆")


@dataclass(frozen=True, slots=True)
class FormulaDrawing:
    """A formula as SVG with its file name in pages; its width, and its depth below the baseline, in em."""

    name: str
    content: bytes
    width: float
    depth: float


def formulas(book: Book) -> Iterator[Formula]:
    """Every formula of a book, in reading order."""
    for chapter in book.chapters:
        for text in (chapter.title, *(text for block in walk(chapter.blocks) for text in texts(block))):
            yield from (piece for piece in text.pieces if isinstance(piece, Formula))


def drawing(formula: Formula) -> FormulaDrawing:
    """The formula as print shows it. Raises ValueError with what can't be drawn."""
    return _draw(formula.mathml)


@cache
def _engine() -> Any:
    """ziamath's class for one formula. Loading its font takes a quarter of a second, and most guides have no
    formula.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it loads its font with a deprecated function
        from ziamath.config import config
        from ziamath.zmath import Math
    config.svg2 = False  # every glyph a path in its place, instead of references to symbols
    return Math


@cache
def _draw(mathml: str) -> FormulaDrawing:
    root = ElementTree.fromstring(mathml)  # noqa: S314 (docutils has made it)
    letters = "".join(root.itertext())
    _write_out_defaults(root)
    try:
        made = _engine()(root, size=_EM, margin=_MARGIN)
        svg = made.svgxml()
    except Exception:  # ziamath raises many kinds for a formula that it can't draw
        raise ValueError("this formula can't be drawn") from None
    if len(svg) == 0:
        raise ValueError("this formula shows nothing")
    missing = sorted(
        {
            letter
            for letter in letters
            if not letter.isspace() and letter not in _INVISIBLE and not made.font.glyphindex(letter)
        }
    )
    if missing:
        raise ValueError(
            "the font for formulas has no "
            + ", ".join(f"“{letter}” (U+{ord(letter):04X})" for letter in missing)
        )
    return _measured(svg)


def _write_out_defaults(root: Element) -> None:
    """Write into the MathML what docutils leaves to style sheets and to the defaults of browsers."""
    root.attrib.setdefault("display", "inline")
    if root.get("displaystyle", root.get("display")) == "inline":
        _limits_at_the_side(root)
    for operator in root.iterfind(".//{*}mo"):
        if operator.text in _LARGE:
            operator.attrib |= {
                "form": "prefix",
                "stretchy": "false",
            }  # it grows with the style, not with its neighbours
    for accented in root.iterfind(".//{*}mover[@accent='true']"):
        accented[-1].set("form", "postfix")  # an arrow over a letter takes no space beside it
    for bold in root.iterfind(".//*[@class='boldsymbol']"):
        bold.set("mathvariant", "bold")
    for table in root.iterfind(".//{*}mtable"):
        equations = table.get("class") == "ams-align"
        table.attrib.setdefault("displaystyle", "true" if equations else "false")
        table.attrib.setdefault("columnspacing", "0em 1.5em" if equations else "0.6em")
        if equations:
            table.set("columnalign", "right left " * max(map(len, table)))


def _limits_at_the_side(root: Element) -> None:
    for over, beside in (("munder", "msub"), ("mover", "msup"), ("munderover", "msubsup")):
        for element in list(root.iterfind(f".//{{*}}{over}")):
            if element[0].get("movablelimits") == "true":
                element.tag = beside


def _measured(svg: Element) -> FormulaDrawing:
    """The drawing with its measures, in em: ziamath puts the baseline at y = 0."""
    _left, top, width, height = map(float, svg.attrib["viewBox"].split())
    content = ElementTree.tostring(svg)
    name = hashlib.sha256(content).hexdigest()[:16]
    return FormulaDrawing(
        f"formulas/{name}.svg", content, round(width / _EM, 4), round((top + height) / _EM, 4)
    )
