"""What all that a chapter holds has in common: a node has fields, and a field may say what it means.

Checks, editions and spoilers find what they need by these fields, in every node that there is and will be. So
whoever adds a node tells them nothing; but a field that names something else, or says from when on the node
is known, has one of the types that are annotated here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Annotated, Any, get_type_hints

NEVER = 1_000  # a chapter that no reader has read: answers and the teacher's matter


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
"""Names of something else in the guide: each is a link, and must lead somewhere."""

ProperName = Annotated[str, Meaning(is_proper_name=True)]
"""The name of a person, a place or a thing: it gives something away by itself."""

KnownSince = Annotated[int, Meaning(is_known_since=True)]
KnownSinceOrNot = Annotated[int | None, Meaning(is_known_since=True)]
"""The chapter of the work from which on the node is known; None is no later than what is around it."""


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


def _meaning(hint: Any) -> Meaning:
    return next((mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Meaning)), Meaning())


@dataclass(frozen=True, slots=True)
class Node:
    """A block, or an item of one: a term, an answer, a relation."""

    @property
    def known_from(self) -> int:
        """The chapter of the work from which on this may be known; 0 is no later than what is around it."""
        known = (getattr(self, field.name) for field in fields_of(self) if field.meaning.is_known_since)
        return max((chapter or 0 for chapter in known), default=0)


def inside(node: Node) -> Iterator[tuple[NodeField, object]]:
    """What is directly inside a node, with its field."""
    return ((field, getattr(node, field.name)) for field in fields_of(node))
