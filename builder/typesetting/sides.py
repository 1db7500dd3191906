"""Notes beside the text do not cover each other: each stands at its line, or as near below it as the note
above lets it, and none goes beyond the foot of its page.

They are out of the flow, so that to move one changes no page.
"""

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint import document
from weasyprint.formatting_structure import boxes

_GAP = 3.0  # pixels at least between two notes


def settle_sides() -> None:
    """Have the notes of every layout moved apart before anything is made of its pages, for good."""
    document.layout_document = _settled(document.layout_document)


def _settled(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    def layout_document(*given: Any, **named: Any) -> Iterator[Any]:
        for page in lay_out(*given, **named):
            _settle(page)
            yield page

    return layout_document


def _settle(page: Any) -> None:
    notes = sorted(sides(page), key=lambda note: note.position_y)
    tops, free = [], page.content_box_y()
    for note in notes:
        tops.append(max(note.position_y, free))
        free = tops[-1] + note.margin_height() + _GAP
    foot = page.content_box_y() + page.height
    for place in range(len(notes) - 1, -1, -1):
        tops[place] = min(tops[place], foot - notes[place].margin_height())
        foot = tops[place] - _GAP
    for note, top in zip(notes, tops, strict=True):
        if top != note.position_y:
            note.translate(dy=top - note.position_y)


def sides(box: Any) -> Iterator[Any]:
    """The boxes beside the text of a laid-out box."""
    if is_side(box):
        yield box._box
        return
    inner = getattr(box, "_box", box)
    if isinstance(inner, boxes.ParentBox):
        for child in inner.children:
            yield from sides(child)


def is_side(box: Any) -> bool:
    """Whether a box stands beside the text: it is in a placeholder, since it is out of the flow."""
    inner = getattr(box, "_box", None)
    if inner is None or inner.element is None:
        return False
    return "side" in inner.element.get("class", "").split()
