"""A laid-out box → what its structure element says: type, list numbering, scope, bounding box."""

from typing import Any

import pydyf
from weasyprint.css import AnonymousStyle
from weasyprint.formatting_structure import boxes

from builder.typesetting.structure import GROUPS, StructureTree

_WEAK = {
    f"/{name}"
    for name in (
        "NonStruct",
        "Div",
        "P",
        "Sect",
        "BlockQuote",
        "Caption",
        *(f"H{level}" for level in range(1, 7)),
    )
}
_GENERATED = {"footnote-call": "/Reference", "footnote-marker": "/Lbl"}
_NUMBERINGS = {
    "disc": "/Disc",
    "circle": "/Circle",
    "square": "/Square",
    "decimal": "/Decimal",
    "decimal-leading-zero": "/Decimal",
    "lower-alpha": "/LowerAlpha",
    "lower-latin": "/LowerAlpha",
    "upper-alpha": "/UpperAlpha",
    "upper-latin": "/UpperAlpha",
    "lower-roman": "/LowerRoman",
    "upper-roman": "/UpperRoman",
}
_PIXEL = 0.75  # a CSS pixel in points


def is_whole(box: Any) -> bool:
    """Whether a box is made for an element of the text and not for something before, after or inside it."""
    return "::" not in box.element_tag and not isinstance(box.style, AnonymousStyle)


def structure_type(box: Any, given: str, parent: str) -> str:
    """The structure type of a box: the one that WeasyPrint gave, or a better one."""
    name, _, generated = box.element_tag.partition("::")
    if generated in _GENERATED:
        return _GENERATED[generated]
    if name == "dt" and given == "/LBody":
        return "/Lbl"
    if given == "/Figure" and "formula" in (box.element.get("class") or "").split():
        return "/Formula"
    if given not in _WEAK:
        return given
    if isinstance(box, boxes.InlineBox):
        return {"code": "/Code", "q": "/Quote"}.get(name, "/Span")
    if given in ("/NonStruct", "/Div") or isinstance(box.style, AnonymousStyle):
        has_lines = any(isinstance(child, boxes.LineBox) for child in box.children)
        return ("/P" if has_lines else "/Div") if parent in GROUPS else "/Span"
    return given


def set_attributes(box: Any, element: Any, tree: "StructureTree") -> None:
    match element["S"]:
        case "/L":
            style = box.style["list_style_type"]
            numbering = (
                _NUMBERINGS.get(style, "/None")
                if isinstance(style, str) and box.element_tag != "dl"
                else "/None"
            )
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
        case "/TH":
            element["A"]["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"
        case "/Figure" | "/Formula":  # WeasyPrint's numbers are CSS pixels from the top
            height = tree.page(element)["TrimBox"][3]
            left, top, right, bottom = (side * _PIXEL for side in element["A"]["BBox"])
            element["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))
