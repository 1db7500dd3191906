"""Quotations and questions for discussion on cards, eight a sheet, fronts and backs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from builder.model.blocks import Question, Quotation
from builder.model.book import Book, Chapter
from builder.model.text import Formula, Text
from builder.prints.questions import asked

Side = Literal["front", "back"]

_ON_A_SHEET = 8
# How a side of a card is set, by the most letters that fit so.
_SIZES = ((95, "largest"), (160, "large"), (300, "medium"), (500, "small"))
_MOST = 500
_LINE = 50  # letters that would fit on the line that a paragraph's end leaves empty


@dataclass(frozen=True, slots=True)
class DiscussionCard:
    """A discussion card: a quotation or a question, with its chapter, and the size in which each side is
    set.
    """

    number: int
    block: Quotation | Question
    chapter: Chapter
    sizes: Mapping[Side, str]


@dataclass(frozen=True, slots=True)
class CardSheet:
    """One side of a leaf of cards, row by row in two columns; None where there is no card."""

    number: int
    side: Side
    cards: tuple[DiscussionCard | None, ...]


def card_sheets(cards: list[DiscussionCard]) -> Iterator[CardSheet]:
    """Fronts and backs in turn, eight cards a side: printed on both sides, flipped on the long edge, every
    back is on the reverse of its front.
    """
    for number, start in enumerate(range(0, len(cards), _ON_A_SHEET), 1):
        side: list[DiscussionCard | None] = list(cards[start : start + _ON_A_SHEET])
        side += [None] * (_ON_A_SHEET - len(side))
        yield CardSheet(number, "front", tuple(side))
        yield CardSheet(
            number, "back", tuple(side[place ^ 1] for place in range(_ON_A_SHEET))
        )  # the two of a row change places


def discussion_cards(book: Book) -> list[DiscussionCard]:
    """The quotations and the questions for discussion, in the order of the book; none that is too long for a
    card.
    """
    cards: list[DiscussionCard] = []
    for chapter, block in asked(book):
        sides = _sides(block)
        if sides and max(sides.values()) <= _MOST:
            sizes = {side: _size(letters) for side, letters in sides.items()}
            cards.append(DiscussionCard(len(cards) + 1, block, chapter, sizes))
    return cards


def _size(letters: int) -> str:
    return next(name for most, name in _SIZES if letters <= most)


def _sides(block: Quotation | Question) -> dict[Side, int]:
    """How many letters the front and the back of a card have; none for a question that makes no card."""
    match block:
        case Quotation():
            return {"front": _letters(block.quoted), "back": _letters(block.why) + len(block.speaker)}
        case Question(kind="discussion", answer=answer) if answer:
            return {"front": _letters(block.text), "back": _letters(answer.text)}
        case _:
            return {}


def _letters(text: Text) -> int:
    """The number of letters of a text, each further paragraph counted as a line more; too many for a text
    with a picture, a table, code or a displayed formula.
    """
    marked = "".join(piece for piece in text.pieces if isinstance(piece, str))
    if re.search(r"<(img|pre|table)\b", marked) or any(
        isinstance(piece, Formula) and piece.display for piece in text.pieces
    ):
        return _MOST + 1
    return len(text.plain) + _LINE * max(0, len(re.findall(r"<(?:p|dt|dd|li|div)\b", marked)) - 1)
