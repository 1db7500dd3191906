"""A space at the end of a line takes no room.

WeasyPrint 70 measures a text up to the next element with the space at its end. Where it fits into the line
without that space but not with it, the engine takes it for a text that is too long: it hyphenates its first
long word, or breaks the line after it, and leaves the rest of the line empty. A text that fits but for its
last space is whole here, and the space hangs over the edge, where it is cut off: also where what follows it
on the line shows nothing, an element that goes on in the next line, or one that stands elsewhere.
"""

from collections.abc import Callable
from math import inf
from typing import Any

from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox
from weasyprint.layout import inline
from weasyprint.layout.absolute import AbsolutePlaceholder

_NARROW = 0.2  # of the size: glyphs are wider on average in any text

Line = tuple[Any, int, int | None, float, float, float]


def let_spaces_hang() -> None:
    """Replace the functions that fit text into a line and cut the space at its end off, for good."""
    inline.split_first_line = _with_hanging_space(inline.split_first_line)
    inline.remove_last_whitespace = _past_what_is_empty(inline.remove_last_whitespace)


def _with_hanging_space(split: Callable[..., Line]) -> Callable[..., Line]:
    def split_first_line(
        text: str, style: Any, context: Any, max_width: float | None, *given: Any, **named: Any
    ) -> Line:
        line = split(text, style, context, max_width, *given, **named)
        if line[2] is None or max_width is None or not _may_hang(text, style, max_width):
            return line
        bare = split(text.rstrip(" "), style, context, None, *given, **named)
        if bare[2] is None and bare[3] <= max_width:
            return split(text, style, context, None, *given, **named)
        return line

    return split_first_line


def _may_hang(text: str, style: Any, room: float) -> bool:
    """Whether a text ends with a space at which a line may end, and is not much too long for the room."""
    return (
        text.endswith(" ")
        and style["white_space"] in ("normal", "pre-line")
        and 0 < room < inf
        and len(text) * style["font_size"] * _NARROW <= room
        and bool(text.strip())
    )


def _past_what_is_empty(cut: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    def remove_last_whitespace(context: Any, line: Any) -> None:
        kept = []
        box = line
        while isinstance(box, LineBox | InlineBox) and box.children:
            shown = list(box.children)
            while shown and _is_empty(shown[-1]):
                shown.pop()
            kept.append((box, box.children))
            box.children = shown
            box = shown[-1] if shown else None
        before = getattr(box, "text", "")
        cut(context, line)
        if isinstance(box, TextBox) and box.text and box.text != before:
            box.pango_layout = inline.split_text_box(context, box, None, 0)[0].pango_layout
        for box, children in kept:
            box.children = children

    return remove_last_whitespace


def _is_empty(box: Any) -> bool:
    """Whether a box in a line shows nothing there."""
    if isinstance(box, AbsolutePlaceholder):
        return True
    return isinstance(box, InlineBox) and not any(isinstance(inner, TextBox) for inner in box.descendants())
