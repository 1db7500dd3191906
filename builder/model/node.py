"""The base of everything that a chapter holds: a node has fields, and the type of a field may say what the
field means.

Checks, editions and the search for spoilers find what they need by these types, so a new kind of node needs
no change there. A field that names something else, or says from which chapter on the node is known, must have
one of the annotated types below.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Annotated, Any, get_args, get_type_hints

NEVER = 1_000  # a number after the last chapter of any work: answers and content for teachers


def within(part: int, own: int) -> int:
    """“2.3” as an author writes it, in one number beyond NEVER, until the work says which of its divisions,
    counted through, that is.
    """
    return NEVER * (part + 1) + own


def as_written(number: int) -> str:
    """A number as the author wrote it: “7”, or “2.3” where it came from `within`."""
    part, own = divmod(number, NEVER)
    return str(number) if part < 2 else f"{part - 1}.{own}" if own else str(part - 1)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a field means: `naming` is the kind of thing that it names, if any."""

    naming: str = ""
    is_proper_name: bool = False
    is_known_since: bool = False


ThemeName = Annotated[str, Meaning(naming="theme")]
CharacterName = Annotated[str, Meaning(naming="character")]
CharacterNames = Annotated[tuple[str, ...], Meaning(naming="character")]
BeatName = Annotated[str | None, Meaning(naming="beat")]
"""Names of something else in the guide: each must be defined there."""

ProperName = Annotated[str, Meaning(is_proper_name=True)]
ProperNames = Annotated[tuple[str, ...], Meaning(is_proper_name=True)]
"""The name of a person, a place or a thing: it can be a spoiler by itself."""

KnownSince = Annotated[int, Meaning(is_known_since=True)]
KnownSinceOrNot = Annotated[int | None, Meaning(is_known_since=True)]
"""The chapter of the work from which on the node is known; None: the same as that of the block around it."""


@dataclass(frozen=True, slots=True)
class NodeField:
    """A field of a node: its name and what it means."""

    name: str
    meaning: Meaning

    @property
    def is_printed(self) -> bool:
        """Whether a string in it may be printed: it is neither an id nor the name of something else."""
        return self.name != "id" and not self.meaning.naming


def fields_of(node: "Node") -> tuple[NodeField, ...]:
    """The fields of a node."""
    kind: Any = type(node)  # a class is hashable, whatever its instances are
    return _fields_of(kind)


@cache
def _fields_of(kind: Any) -> tuple[NodeField, ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple(NodeField(field.name, _meaning(hints[field.name])) for field in fields(kind))


def holders(node: "Node") -> tuple[str, ...]:
    """The names of a node's fields that may hold nodes: most are plain, and a book is gone through often."""
    kind: Any = type(node)
    return _holders(kind)


@cache
def _holders(kind: Any) -> tuple[str, ...]:
    hints = get_type_hints(kind)
    return tuple(field.name for field in fields(kind) if _holds_nodes(hints[field.name]))


def _meaning(hint: Any) -> Meaning:
    return next((mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Meaning)), Meaning())


def _holds_nodes(hint: Any) -> bool:
    return (isinstance(hint, type) and issubclass(hint, Node)) or any(map(_holds_nodes, get_args(hint)))


@dataclass(frozen=True, slots=True)
class Node:
    """A block, or an item of one: a term, an answer, a relation."""

    @property
    def known_from(self) -> int:
        """The chapter of the work from which on this may be known; 0: the same as that of the block around
        it.
        """
        known = (getattr(self, field.name) for field in fields_of(self) if field.meaning.is_known_since)
        return max((chapter or 0 for chapter in known), default=0)


def inside(node: Node) -> Iterator[tuple[NodeField, object]]:
    """The fields of a node with their values."""
    return ((field, getattr(node, field.name)) for field in fields_of(node))
