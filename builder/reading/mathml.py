"""TeX → MathML, by docutils; fixed where EPUB requires other MathML than browsers do."""

import re
from typing import Any

from docutils.utils.math import MathError, latex2mathml, unichar2tex
from lxml import etree

from builder.limits import FORMULA_LETTERS, FORMULA_LEVELS

_SPACE = "{http://www.w3.org/1998/Math/MathML}"
_PARTS = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}
_INSIDE = {"mtr": "mtable", "mtd": "mtr"}
_SIZES = ("displaystyle", "scriptlevel")
_SIZED = {"math": _SIZES, "mtable": ("displaystyle",)}


def mathml(tex: str, *, display: bool) -> str:
    """A formula as a `<math>` element with its TeX as the alternative text. Raises ValueError with what is
    wrong with the TeX.
    """
    if len(tex) > FORMULA_LETTERS.value:
        raise ValueError(f"it has {len(tex):,} letters; {FORMULA_LETTERS} are the most")
    if _depth(tex) > FORMULA_LEVELS.value:
        raise ValueError(f"braces and environments go more than {FORMULA_LEVELS}")
    braces = re.sub(r"\\.|[^{}]", "", tex)  # docutils closes an open brace by itself
    if braces.count("{") != braces.count("}"):
        raise ValueError("a brace has no matching brace")
    try:
        made = latex2mathml.tex2mathml(tex.translate(unichar2tex.uni2tex_table), as_block=display)
        root = etree.fromstring(
            made.replace("&ApplyFunction;", "\u2061").replace("<mo>'</mo>", "<mo>′</mo>")
        )  # XML has no such entity
    except MathError as wrong:
        raise ValueError(str(wrong).rstrip(".")) from None
    except Exception:  # docutils raises many kinds for a stray & or an unfinished command
        raise ValueError("something is where it has no meaning, or is not closed") from None
    for element in list(root.iter()):
        _check(element)
        _style(element)
    root.set("class", "formula")
    root.set("alttext", " ".join(tex.split()))
    return etree.tostring(root, encoding="unicode")


_LEVEL = re.compile(r"\\(?:begin|left)|\\(?:end|right)|\\.|[{}]", re.DOTALL)


def _depth(tex: str) -> int:
    """How deep braces and environments go; docutils takes an argument without braces as one too."""
    deepest = level = 0
    for found in _LEVEL.finditer(tex):
        level += (found[0] in _OPENING) - (found[0] in _CLOSING)
        deepest = max(deepest, level)
    return deepest


_OPENING = ("{", "\\begin", "\\left")
_CLOSING = ("}", "\\end", "\\right")


def _check(element: Any) -> None:
    """Raise ValueError where docutils has made MathML that is not valid, of braces or environments that are
    not closed.
    """
    tag, parent = _name(element), _name(element.getparent()) if element.getparent() is not None else ""
    misplaced = _INSIDE.get(tag, parent) != parent or (
        parent in _INSIDE.values() and _INSIDE.get(tag) != parent
    )
    if misplaced or len(element) != _PARTS.get(tag, len(element)):
        raise ValueError("an argument is missing, or something is not closed")


def _style(element: Any) -> None:
    """Move the size that an element has as its own attributes (MathML Core) to an `<mstyle>` (MathML 3):
    around it, or inside a cell.
    """
    kept = _SIZED.get(_name(element), ())
    sizes = {name: element.attrib.pop(name) for name in _SIZES if name in element.attrib and name not in kept}
    if _name(element) != "mo":
        element.attrib.pop("movablelimits", None)
    if not sizes:
        return
    style = etree.Element(f"{_SPACE}mstyle", sizes)
    if _name(element) == "mtd":
        style.extend(list(element))
        element.append(style)
    else:
        element.getparent().replace(element, style)
        style.append(element)


def _name(element: Any) -> str:
    return str(element.tag).removeprefix(_SPACE)
