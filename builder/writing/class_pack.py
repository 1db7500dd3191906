"""Book → what a teacher hands out and keeps: quizzes with their keys, a reading calendar, exit tickets, discussion cards.

It is made from the whole book, because keys and cards hold answers. What is asked is only what students have in their own.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from builder.editions import student
from builder.model import (
    Artifact,
    Book,
    Calendar,
    Chapter,
    ClassPack,
    Footnote,
    Formula,
    Piece,
    Question,
    Quotation,
    Text,
    nameless,
    notes,
    reword,
    walk,
)
from builder.targets import Targets
from builder.words import words
from builder.writing.handouts import printed, sheet_heads, sheet_templates
from builder.writing.layout import PageMap
from builder.writing.meetings import chapters_label, icalendar, meetings
from builder.writing.quiz import papers

Page = Callable[..., str]
Sheet = tuple[str, str]
Side = Literal["front", "back"]

_ON_A_SHEET = 8
_SMALL, _MOST = 300, 500  # letters on a side of a card: more are set in small type, and more yet don't fit
_LINE = 50  # letters that a new paragraph costs


@dataclass(frozen=True, slots=True)
class Card:
    """A discussion card: a quotation or a question, with its chapter; `small` are the sides that are set in small type."""

    number: int
    block: Quotation | Question
    chapter: Chapter
    small: frozenset[Side]


@dataclass(frozen=True, slots=True)
class CardSheet:
    """One side of a leaf of cards, row by row in two columns; None where there is no card."""

    number: int
    side: Side
    cards: tuple[Card | None, ...]


def class_pack(book: Book, targets: Targets, pages: PageMap) -> list[Artifact]:
    """The files of a class under SLUG-handouts/, from a whole book and its targets and the standard book's pages.

    Quizzes, keys, tickets and cards are made where the guide has a `class_pack`, the calendar where it has a `calendar`. Raises
    EngineError.
    """
    book = _standing_alone(book)
    make = sheet_templates(book, targets, pages).page
    made = printed(book, targets, _sheets(book, make))
    if book.guide.calendar:
        made.append(Artifact(f"{book.guide.slug}-handouts/calendar.ics", icalendar(book, book.guide.calendar)))
    return made


def _sheets(book: Book, make: Page) -> Iterator[Sheet]:
    """Every sheet's name and markup."""
    if book.guide.class_pack:
        yield from _quizzes(book, book.guide.class_pack, make)
        yield from _tickets(book, make)
        yield from _cards(book, make)
    if book.guide.calendar:
        yield _calendar(book, book.guide.calendar, make)


def _quizzes(book: Book, pack: ClassPack, make: Page) -> Iterator[Sheet]:
    own = words(book.guide.language)
    for number, (first, last) in enumerate(pack.groups, 1):
        versions = papers([question for chapter, question in _questions(book) if chapter.number in range(first, last + 1)], pack.seed)
        given = {"number": number, "label": chapters_label(book, first, last)}
        for paper in versions:
            heads = sheet_heads(book, f"{own['seed']} {pack.seed} · {paper.version}")
            yield f"quiz-{number:02}-{paper.version}", make("quiz.xhtml", **heads, **given, paper=paper, title=_quiz_title(book, number))
        heads = sheet_heads(book, f"{own['seed']} {pack.seed}", own["teacher"])
        title = f"{own['quiz-key']} {number} · {own['teacher']}"
        yield f"key-{number:02}", make("quiz-key.xhtml", **heads, **given, papers=versions, title=title)


def _quiz_title(book: Book, number: int) -> str:
    return f"{words(book.guide.language)['quiz']} {number}"


def _tickets(book: Book, make: Page) -> Iterator[Sheet]:
    """A ticket for every chapter of the work that the guide treats, with the chapter's first question for discussion."""
    asked: dict[str, Question] = {}
    for chapter, question in _questions(book):
        if question.sort == "discussion":
            asked.setdefault(chapter.slug, question)
    tickets = [(chapter, asked.get(chapter.slug)) for chapter in book.chapters if chapter.number]
    title = words(book.guide.language)["exit-tickets"]
    yield "exit-tickets", make("exit-tickets.xhtml", **sheet_heads(book), tickets=tickets, title=title)


def _cards(book: Book, make: Page) -> Iterator[Sheet]:
    own = words(book.guide.language)
    sheets = list(card_sheets(_all_cards(book)))
    if sheets:
        heads = sheet_heads(book, own["teacher"])
        yield "discussion-cards", make("discussion-cards.xhtml", **heads, sheets=sheets, title=f"{own['cards']} · {own['teacher']}")


def card_sheets(cards: list[Card]) -> Iterator[CardSheet]:
    """Fronts and backs by turns, eight cards a side: flipped on its long edge a leaf has every back behind its front."""
    for number, start in enumerate(range(0, len(cards), _ON_A_SHEET), 1):
        side: list[Card | None] = list(cards[start : start + _ON_A_SHEET])
        side += [None] * (_ON_A_SHEET - len(side))
        yield CardSheet(number, "front", tuple(side))
        yield CardSheet(number, "back", tuple(side[place ^ 1] for place in range(_ON_A_SHEET)))  # the two of a row change places


def _all_cards(book: Book) -> list[Card]:
    """The quotations and the questions for discussion, in the order of the book; none that is too long for a card."""
    cards: list[Card] = []
    for chapter, block in _asked(book):
        sides = _sides(block)
        if sides and max(sides.values()) <= _MOST:
            small = frozenset(side for side, room in sides.items() if room > _SMALL)
            cards.append(Card(len(cards) + 1, block, chapter, small))
    return cards


def _sides(block: Quotation | Question) -> dict[Side, int]:
    """How much stands on the front and on the back of a card, in letters; none where a question makes none."""
    match block:
        case Quotation():
            return {"front": _room(block.words), "back": _room(block.why) + len(block.speaker)}
        case Question(sort="discussion", answer=answer) if answer:
            return {"front": _room(block.text), "back": _room(answer.text)}
        case _:
            return {}


def _room(text: Text) -> int:
    """The letters of a text, with those that could stand where its paragraphs end; what is no text fits no card."""
    marked = "".join(piece for piece in text.pieces if isinstance(piece, str))
    if re.search(r"<(img|pre|table)\b", marked) or any(isinstance(piece, Formula) and piece.display for piece in text.pieces):
        return _MOST + 1
    return len(text.plain) + _LINE * max(0, len(re.findall(r"<(?:p|dt|dd|li|div)\b", marked)) - 1)


def _calendar(book: Book, calendar: Calendar, make: Page) -> Sheet:
    own = words(book.guide.language)
    rows = [
        (
            own["day-form"].format(
                weekday=own["weekdays"][meeting.day.weekday()],
                day=meeting.day.day,
                month=own["months"][meeting.day.month - 1],
                year=meeting.day.year,
            ),
            meeting,
        )
        for meeting in meetings(book, calendar)
    ]
    label = partial(chapters_label, book)
    return "calendar", make("calendar.xhtml", **sheet_heads(book), rows=rows, label=label, title=own["calendar"])


def _questions(book: Book) -> Iterator[tuple[Chapter, Question]]:
    yield from ((chapter, block) for chapter, block in _asked(book) if isinstance(block, Question))


def _asked(book: Book) -> Iterator[tuple[Chapter, Quotation | Question]]:
    """The quotations and questions that students have in their own book, with their answers."""
    known = {block.id for chapter in student(book).chapters for block in walk(chapter.blocks)}
    for chapter in book.chapters:
        for block in walk(chapter.blocks):
            if isinstance(block, Quotation | Question) and block.id in known:
                yield chapter, block


# ------------------------------------------------------------------------------------------- texts without the book


def _standing_alone(book: Book) -> Book:
    """The book with texts that can stand on any sheet, and on one sheet twice: no addresses in them, notes in brackets at their call."""
    told = notes(book.chapters)

    def alone(text: Text) -> Text:
        return replace(text, pieces=tuple(_alone(nameless(text), told)))

    return replace(book, chapters=tuple(replace(chapter, blocks=reword(chapter.blocks, alone)) for chapter in book.chapters))


def _alone(text: Text, told: dict[str, Text]) -> Iterator[Piece]:
    for piece in text.pieces:
        if isinstance(piece, Footnote):
            yield from (" (", *_alone(nameless(told.get(piece.id, Text())), told), ")")
        else:
            yield piece
