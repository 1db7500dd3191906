"""Laid-out pages → what each shows, in millimetres: boxes, lines, texts, pictures."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import get_pango_font_key

from builder.material.fonts import FURTHER
from builder.typesetting.layout import Layout
from builder.typesetting.sheets import Sheet
from builder.typesetting.sides import is_side, sides
from builder.typesetting.work import engine_for


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page, in millimetres from the page's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows: a box with boxes in it, down to lines, their texts, and pictures.

    `tag` is the element's name, "h2", or "h2::before" for what is generated, and "thead" for whatever heads
    columns; `source` is the same in all
    parts of a box that pages or columns break. The outline has borders in it, the content is without them.
    `anchor` is the nearest id around it. `size` is that of a text, in points. `stand_ins` are the families
    of fonts that show the text because the one that is asked for can't. A line `is_forced` if it ends
    where its text says so.
    """

    kind: Literal["box", "line", "text", "picture"]
    tag: str
    source: Hashable
    outline: Area
    content: Area
    text: str = ""
    anchor: str = ""
    size: float = 0.0
    stand_ins: frozenset[str] = frozenset()
    is_forced: bool = False
    inside: tuple["Shown", ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page: its type area, its running text, its notes at the foot and beside the text, and the boxes in
    its margins. The last page of a flow may be short.
    """

    number: int
    is_last: bool
    area: Area
    text: Shown
    notes: tuple[Shown, ...]
    margins: tuple[Shown, ...]


# -------------------------------------------------------------------------------------------- what pages show


def shown_pages(layout: Layout) -> Iterator[ShownPage]:
    """What every page of a book shows: its pages are laid out once more. Raises EngineError."""
    number = 0
    for flow in layout.flows:
        texts, frames = _pages(flow.text), _pages(flow.frame)
        for place, frame in enumerate(frames, 1):
            number += 1
            page = texts[place - 1] if place <= len(texts) else frame
            text, *notes = [box for box in page.children if not isinstance(box, boxes.MarginBox)]
            margins = [box for box in frame.children if isinstance(box, boxes.MarginBox)]
            yield ShownPage(
                number,
                place == len(texts),
                content_area(page),
                shown_box(text),
                tuple(map(shown_box, (*notes, *sides(text)))),
                tuple(map(shown_box, margins)),
            )


def _pages(sheet: Sheet) -> list[Any]:
    document = engine_for(sheet).document(sheet.markup, sheet.pictures)
    return [page._page_box for page in document.pages]


def shown_box(box: Any, around: str = "") -> Shown:
    """What a box shows, inside the element with the id `around`."""
    box = getattr(box, "_box", box)  # what stands for a positioned box holds it
    text = getattr(box, "text", "")
    anchor = (box.element.get("id") if box.element is not None else None) or around
    return Shown(
        kind=_kind(box),
        tag="thead" if getattr(box, "is_header", False) else box.element_tag or "",
        source=(id(box.element), box.element_tag, id(box.style)),  # parts of a box share them
        outline=_area(box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()),
        content=content_area(box),
        text=text,
        anchor=anchor,
        size=box.style["font_size"] * 0.75 if text else 0.0,
        stand_ins=_stand_ins(box) if text.strip() else frozenset(),
        is_forced=isinstance(box, boxes.LineBox) and _is_forced(box),
        inside=tuple(shown_box(child, anchor) for child in box.children if not is_side(child)),
    )


def _kind(box: Any) -> Literal["box", "line", "text", "picture"]:
    if isinstance(box, boxes.TextBox):
        return "text"
    if isinstance(box, boxes.ReplacedBox):
        return "picture"
    return "line" if isinstance(box, boxes.LineBox) else "box"


def _is_forced(line: Any) -> bool:
    """Whether a line's text has breaks of its own."""
    return any(
        box.style["white_space"] in ("pre", "pre-wrap", "pre-line")
        for box in line.descendants()
        if isinstance(box, boxes.TextBox | boxes.InlineBox)
    )


def content_area(box: Any) -> Area:
    return _area(box.content_box_x(), box.content_box_y(), box.width, box.height)


def _area(left: float, top: float, width: float, height: float) -> Area:
    """An area in millimetres, from WeasyPrint's pixels."""
    return Area(*(side * 25.4 / 96 for side in (left, top, left + width, top + height)))


def _stand_ins(text_box: Any) -> frozenset[str]:
    """The families that show a text and that no style asks for."""
    return frozenset(_families(text_box)) - {text_box.style["font_family"][0], *FURTHER}


def _families(text_box: Any) -> Iterator[str]:
    """The families of the fonts that Pango has chosen for a text."""
    text_box.pango_layout.reactivate(text_box.style)
    run = text_box.pango_layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        _key, description, _size = get_pango_font_key(run.data.item.analysis.font)
        yield ffi.string(pango.pango_font_description_get_family(description)).decode()
        run = run.next
    text_box.pango_layout.deactivate()
