"""A card to learn with, and its tags."""

from dataclasses import dataclass

LETTERS = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class Card:
    """A card. `name` is its own in the guide, `front` and `back` hold its note type's fields as simple HTML,
    but for the foot.
    """

    name: str
    kind: str
    chapter: int
    themes: tuple[str, ...]
    front: tuple[str, ...]
    back: tuple[str, ...]


# ----------------------------------------------------------------------------------------------------- tables


def tags(card: Card, last: int) -> list[str]:
    """Anki's tags, in levels. A card is the student's in every edition."""
    return [
        f"chapter::{padded(card.chapter, last)}",
        "edition::student",
        *(f"theme::{theme}" for theme in card.themes),
    ]


def padded(chapter: int, last: int) -> str:
    """A chapter's number in as many digits as the last one's, two at least, so that names sort by it."""
    return str(chapter).zfill(max(2, len(str(last))))
