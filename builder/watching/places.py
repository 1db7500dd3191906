"""Two versions of a chapter's page → the place where they begin to differ: where its author is writing."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from builder.material.xhtml import parse


def changed_place(before: str, after: str) -> tuple[str, ...]:
    """The id of the first part of a page that has changed, and the ids before it, nearest first; empty where
    nothing has. What a chapter's opener shows of its beats counts only where nothing else has changed.
    """
    old, new = list(_parts(before)), list(_parts(after))
    differing = [
        place
        for place, (one, other) in enumerate(zip_longest(old, new))
        if one is None or other is None or one[1] != other[1]
    ]
    if not differing or not new:
        return ()
    place = next((place for place in differing if place > 0), 0)
    return tuple(name for name, _content in reversed(new[: place + 1]))


def _parts(markup: str) -> Iterator[tuple[str, str]]:
    """The id of every element that has one, with its tags and texts but without those of inner ones."""
    body = parse(markup)[-1]
    parts: list[tuple[str, list[str]]] = []
    _collect(body, parts, [])
    return ((name, "".join(content)) for name, content in parts)


def _collect(element: Any, parts: list[tuple[str, list[str]]], around: list[str]) -> None:
    own = around
    if name := element.get("id"):
        own = []
        parts.append((name, own))
    attributes = sorted((key, value) for key, value in element.attrib.items() if key != "id")
    own.append(f"<{element.tag} {attributes}>{element.text or ''}")
    for child in element:
        _collect(child, parts, own)
        own.append(child.tail or "")
