"""A card to learn with, and its tags."""

from dataclasses import dataclass

from builder.material.divisions import Divisions

LETTERS = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class Card:
    """A card. `name` is unique in the guide; `front` and `back` hold the fields of its note type as simple
    HTML, without the foot.
    """

    name: str
    kind: str
    chapter: int
    themes: tuple[str, ...]
    front: tuple[str, ...]
    back: tuple[str, ...]


# ----------------------------------------------------------------------------------------------------- tables


def tags(card: Card, numbered: Divisions) -> list[str]:
    """Anki's tags, with “::” between levels. Every card is tagged for the student's edition."""
    return [
        f"chapter::{padded(numbered.address(card.chapter), numbered.work.chapters)}",
        "edition::student",
        *(f"theme::{theme}" for theme in card.themes),
    ]


def padded(address: str, last: int) -> str:
    """A chapter's number, padded to the digits of the last one's, at least two, so that names sort by it."""
    return ".".join(figures.zfill(max(2, len(str(last)))) for figures in address.split("."))
