"""Entries of the index as Sphinx writes them, and the places in the text that they point to."""

import re
from collections.abc import Iterator

from docutils import nodes

from builder.reading.doctree import index_mark

_OF_A_KIND = ("module", "keyword", "operator", "object", "exception", "statement", "builtin")
_LIKE_A_KIND = re.compile(r"[a-z]+ ?:.*;")
_PARTS = {"single": (1, 2), "pair": (2,), "triple": (3,), **dict.fromkeys(_OF_A_KIND, (1,))}
Heads = tuple[str, ...]


def heads_of(written: str) -> list[Heads]:
    """What the index has for an entry: “single: boat; oars”, “pair: toll; ferry”, or the head alone. Raises
    ValueError.
    """
    kind, colon, rest = written.partition(":")
    kind = kind.strip().lower()
    if not colon or kind not in _PARTS:
        kind, rest = "single", written
    parts = [" ".join(part.split()) for part in rest.strip().lstrip("!").split(";")]
    if not all(parts) or len(parts) not in _PARTS[kind]:
        raise ValueError(f"index entry “{written}” is not “entry” or “entry; sub-entry”")
    return _turned(kind, parts)


def _turned(kind: str, parts: list[str]) -> list[Heads]:
    match kind, parts:
        case "single", _:
            return [tuple(parts)]
        case "pair", [one, other]:
            return [(one, other), (other, one)]
        case "triple", [one, two, three]:
            return [(one, f"{two} {three}"), (two, f"{three}, {one}"), (three, f"{one} {two}")]
        case _:
            return [(parts[0], kind), (kind, parts[0])]


def entries_of(line: str) -> list[Heads]:
    """What the index has for a line of the directive: an entry, or heads with commas between them. Raises
    ValueError.
    """
    if line.partition(":")[0].strip().lower() in _PARTS:
        return heads_of(line)
    if _LIKE_A_KIND.match(line):
        raise ValueError(f"“{line}” is no entry of a kind that there is")
    return [heads for part in line.split(",") for heads in heads_of(part)]


def place_marks(document: nodes.document) -> None:
    """Move marks that stand between blocks into the text that follows, or, at the end, into the last one."""
    waiting: list[nodes.Node] = []
    last: nodes.paragraph | None = None
    for node in list(document.findall(_is_of_interest)):
        if isinstance(node, nodes.paragraph):
            last = node
            for mark in reversed(waiting):
                node.insert(0, mark)
            waiting = []
        elif not isinstance(node.parent, nodes.TextElement):
            node.parent.remove(node)
            waiting.append(node)
    if last is not None:
        last.extend(waiting)


def _is_of_interest(node: nodes.Node) -> bool:
    return isinstance(node, nodes.paragraph | index_mark)


def marks(heads: list[Heads]) -> Iterator[nodes.Node]:
    """Marks without words of their own."""
    return (index_mark("", "", heads=one) for one in heads)
