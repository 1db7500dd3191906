"""Laid-out pages → where in the text each begins."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from weasyprint import Document
from weasyprint.formatting_structure import boxes

from builder.typesetting.isolation import EngineError
from builder.typesetting.page_numbers import PageNumbers
from builder.typesetting.page_starts import APART, OwnText, PageStart, owns_itself

# -------------------------------------------------------------------------------------------- starts of pages


def find_page_starts(documents: Sequence[Document], numbers: PageNumbers) -> Iterator[PageStart]:
    """Where in the text each page begins. A page without running text (the cover) has no start. Raises
    EngineError.
    """
    page_number = 0
    for document in documents:
        owners: dict[Any, Any] = {}
        _find_owners(document._html.etree_element, None, owners)
        reading: dict[Any, OwnText] = {}
        heads: set[Any] = set()
        for page in document.pages:
            page_number += 1
            yield from _start_of(
                numbers(page_number), _text_boxes(page._page_box.children[0], heads), owners, reading
            )


def _start_of(
    number: str, shown: Iterable[Any], owners: Mapping[Any, Any], reading: dict[Any, OwnText]
) -> Iterator[PageStart]:
    started = False
    for box in shown:
        owner = owners.get(box.element)
        if owner is None or not box.text.strip():
            continue
        if owner not in reading:
            reading[owner] = OwnText(owner)
        own = reading[owner]
        if not started:
            yield PageStart(number, owner.get("id"), own.here())
            started = True
        if not own.read(box.text, box.style["hyphenate_character"]):
            raise EngineError(f"page {number}: “{box.text}” is not the next text of #{owner.get('id')}")


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
