"""Verse and dialogue from the work."""

from dataclasses import dataclass

from builder.model.blocks import Block
from builder.model.node import KnownSinceOrNot, Node
from builder.model.text import Text


@dataclass(frozen=True, slots=True)
class Verse(Node):
    """A line of verse with its number in the work; None for one that completes a line of the speech before.
    `level` is how far it is indented.
    """

    text: Text
    number: int | None
    level: int


@dataclass(frozen=True, slots=True)
class Speech(Node):
    """What one person says, in verse or in prose; without a speaker a stanza, or a stage direction."""

    speaker: str
    verses: tuple[Verse, ...]
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Block):
    """Verse or dialogue from the work, with the numbers of its lines."""

    chapter: KnownSinceOrNot
    lines: str
    speeches: tuple[Speech, ...]
