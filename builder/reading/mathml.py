"""TeX → MathML, by docutils; fixed where EPUB requires other MathML than browsers do."""

import re
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from docutils.utils.math import MathError, latex2mathml, unichar2tex
from lxml import etree

from builder.limits import FORMULA_FENCES, FORMULA_LETTERS, FORMULA_LEVELS

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
    for limit, signs in ((FORMULA_LEVELS, _BRACES), (FORMULA_FENCES, _FENCES)):
        if _depth(tex, signs) > limit.value:
            raise ValueError(f"{limit.of} may go {limit}")
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


_SIGN = re.compile(r"\\[a-zA-Z]+|\\.|[{}]", re.DOTALL)
_BRACES = {"{": 1, "}": -1}
_FENCES = {"\\begin": 1, "\\left": 1, "\\end": -1, "\\right": -1}


def _depth(tex: str, signs: Mapping[str, int]) -> int:
    """How deep signs that open and close something go."""
    levels = accumulate(signs.get(found[0], 0) for found in _SIGN.finditer(tex))
    return max(levels, default=0)


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
