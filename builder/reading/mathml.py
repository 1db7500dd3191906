"""TeX → MathML: docutils', fixed where EPUB wants other MathML than browsers do."""

import re
from typing import Any

from docutils.utils.math import MathError, latex2mathml, unichar2tex
from lxml import etree

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
    """A formula as a `<math>` with its TeX for those who can't see it. Raises ValueError with what is wrong
    with the TeX.
    """
    braces = re.sub(r"\\.|[^{}]", "", tex)  # docutils closes what is open at the end
    if braces.count("{") != braces.count("}"):
        raise ValueError("a brace has no partner")
    try:
        made = latex2mathml.tex2mathml(tex.translate(unichar2tex.uni2tex_table), as_block=display)
        root = etree.fromstring(
            made.replace("&ApplyFunction;", "\u2061").replace("<mo>'</mo>", "<mo>′</mo>")
        )  # XML has no such entity
    except MathError as wrong:
        raise ValueError(str(wrong).rstrip(".")) from None
    except Exception:  # docutils trips over a stray & or an unfinished command in many ways
        raise ValueError("something stands where it means nothing, or has no end") from None
    for element in list(root.iter()):
        _check(element)
        _style(element)
    root.set("class", "formula")
    root.set("alttext", " ".join(tex.split()))
    return etree.tostring(root, encoding="unicode")


def _check(element: Any) -> None:
    """Find what docutils makes of braces and environments that have no end."""
    tag, parent = _name(element), _name(element.getparent()) if element.getparent() is not None else ""
    misplaced = _INSIDE.get(tag, parent) != parent or (
        parent in _INSIDE.values() and _INSIDE.get(tag) != parent
    )
    if misplaced or len(element) != _PARTS.get(tag, len(element)):
        raise ValueError("an argument is missing, or something has no end")


def _style(element: Any) -> None:
    """Put a size that is given to the element itself, as in MathML Core, on an `<mstyle>`, as in MathML 3:
    around it, or in a cell.
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
