"""Laid-out pages → where in the text each begins."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from weasyprint import Document
from weasyprint.formatting_structure import boxes

from builder.typesetting.page_starts import APART, OwnText, owns_itself
from builder.typesetting.sheets import EngineError

Start = tuple[str, int]


def page_starts(document: Document) -> Iterator[Start | None]:
    """Where in the text each page begins: an id and an offset; None for a page without running text (the
    cover). Raises EngineError.
    """
    owners: dict[Any, Any] = {}
    _find_owners(document._html.etree_element, None, owners)
    reading: dict[Any, OwnText] = {}
    heads: set[Any] = set()
    for page in document.pages:
        yield _start_of(_text_boxes(page._page_box.children[0], heads), owners, reading)


def _start_of(shown: Iterable[Any], owners: Mapping[Any, Any], reading: dict[Any, OwnText]) -> Start | None:
    start = None
    for box in shown:
        owner = owners.get(box.element)
        if owner is None or not OwnText.is_seen(box.text):
            continue
        if owner not in reading:
            reading[owner] = OwnText(owner)
        own = reading[owner]
        start = start or (owner.get("id"), own.here())
        if not own.read(box.text, box.style["hyphenate_character"]):
            raise EngineError(f"“{box.text}” is not the next text of #{owner.get('id')}")
    return start


def _find_owners(element: Any, owner: Any, owners: dict[Any, Any]) -> None:
    """Map every element to the one whose own text its text belongs to, or to None."""
    if owns_itself(element):
        owner = (
            element
            if element.get("id") and not APART.intersection((element.get("class") or "").split())
            else None
        )
    owners[element] = owner
    for child in element:
        _find_owners(child, owner, owners)


def _text_boxes(box: Any, heads: set[Any]) -> Iterator[Any]:
    """The boxes of running text, in the order of the text: no generated content, a table's header once
    only.
    """
    box = getattr(box, "_box", box)  # a positioned box is in a placeholder
    if "::" in (box.element_tag or ""):
        return
    if getattr(box, "is_header", False):
        if box.element in heads:
            return
        heads.add(box.element)
    if isinstance(box, boxes.TextBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _text_boxes(child, heads)
