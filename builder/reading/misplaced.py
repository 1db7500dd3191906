"""Why a directive stands inside a list or a quotation: mostly it is indented by mistake."""

from docutils import nodes

from builder.reading.doctree import around, study

_NOT_HERE = (
    (nodes.list_item, "an item of a list", "it is indented as far as the item's text"),
    (nodes.definition, "a definition", "it is indented under a line of text, without a blank line between"),
    (nodes.block_quote, "a quotation", "it is indented further than the text above it"),
    (nodes.entry, "a cell of a table", "cells hold text and pictures"),
    (nodes.footnote, "a footnote", "it is indented as far as the note's text"),
)


def lost_in(node: study) -> tuple[str, str]:
    """What is told of a directive in ordinary reST, and how to mend it."""
    kind, outside = node["kind"], list(around(node))
    home = next((outer for outer in outside if isinstance(outer, study)), None)
    places = (
        (place, why) for outer in outside for type_, place, why in _NOT_HERE if isinstance(outer, type_)
    )
    place, why = next(places, ("a list, a quotation or a table", "it is indented too far"))
    to = f"as far as the text of “.. {home['kind']}::” in line {home.line}" if home else "at the left margin"
    what = f"{kind} is not allowed inside {place}: {why}"
    return what, f"begin “.. {kind}::” {to}, after a blank line"
