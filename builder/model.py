"""The book as both wings know it: frozen values, made while reading and only looked at while writing.

A book holds chapters, a chapter holds blocks, a block holds text. What depends on the whole book (numbers, addresses,
pages) is not in here: it stands beside the book, in `builder.targets` and `builder.writing.layout`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from html import escape
from typing import Any, Literal
from uuid import NAMESPACE_URL, uuid5

from builder.diagnostics import Origin

# ---------------------------------------------------------------------------------------------------------- text


@dataclass(frozen=True, slots=True)
class Reference:
    """A link inside the guide. `target` is "kind:name" (beat:ch07-speech, term:carer, ref:sources …)."""

    target: str
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note, standing at its call. `text` is empty when an earlier call has brought the note already."""

    id: str
    number: str
    text: "Text"


@dataclass(frozen=True, slots=True)
class IndexMark:
    """Words that the index points to. `heads` is the entry and, where there is one, its sub-entry."""

    id: str
    heads: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """Mathematics: the author's TeX and the MathML of it, with the TeX as its alternative. `id` is empty where no link leads to it."""

    tex: str
    mathml: str
    display: bool
    id: str
    origin: Origin


Piece = str | Reference | Footnote | IndexMark | Formula


@dataclass(frozen=True, slots=True)
class Text:
    """Running text: well-formed XHTML in pieces, cut where something depends on the whole book or on the output.

    `plain` is all of it without markup (a formula as TeX), `code` what of that is set as code.
    """

    pieces: tuple[Piece, ...] = ()
    plain: str = ""
    code: str = ""

    def __bool__(self) -> bool:
        return bool(self.pieces)


# -------------------------------------------------------------------------------------------------------- blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What stands in a chapter. `id` is unique in the whole book and is the block's address in every output."""

    id: str
    origin: Origin

    @property
    def kind(self) -> str:
        """The block's name in templates and styles: Beat is "beat", LookBack is "look-back"."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose(Block):
    """Ordinary reST between the study blocks: paragraphs, lists, tables, figures, notes …"""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Block):
    """A head and all that stands under it. `level` is 2 for the first level under the chapter's title."""

    title: Text
    level: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """How strongly a theme sounds in a beat: 1 present, 2 important, 3 central."""

    theme: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat(Block):
    """One numbered step of a chapter: what happens, and what it does."""

    name: str
    themes: tuple[Weight, ...]
    people: tuple[str, ...]
    summary: Text
    analysis: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Block):
    """A thread followed through the book: two-letter code, mark (a shape) and an essay."""

    name: str
    title: str
    code: str
    mark: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge of the character map, known from a chapter on."""

    to: str
    label: str
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Character(Block):
    """A card for one person of the work."""

    name: str
    title: str
    role: str
    introduced: int
    relations: tuple[Relation, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol(Block):
    """A card for one symbol or motif."""

    name: str
    title: str
    introduced: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Block):
    """A card for one place of the work."""

    name: str
    title: str
    introduced: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation(Block):
    """A short quotation with why it matters. `source` says whose words they are."""

    speaker: str
    source: Literal["novel", "film", "critic"]
    chapter: int | None
    themes: tuple[Weight, ...]
    words: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Answer:
    """For the teacher: the right letter of a multiple choice with a reason for every option, or a text."""

    letter: str | None
    text: Text
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Block):
    """A task. `level` is 1 recall, 2 understanding, 3 judgement; `answer` is None in a student's edition."""

    name: str
    sort: Literal["recall", "choice", "discussion", "essay"]
    level: int
    beat: str | None
    text: Text
    options: tuple[Text, ...]
    answer: Answer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Block):
    """Neighbouring questions with one right answer each, set in one box."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discuss(Block):
    """Neighbouring questions that are open: discussions and essay topics."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word, what it means, and the chapter from which that is known."""

    id: str
    name: str
    since: int
    text: Text
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary(Block):
    """Words worth having when one talks about a chapter."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary(Block):
    """The work's own terms, which `:term:` links to."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """An event with its time in the story and the chapter that tells it."""

    id: str
    when: str
    told: int
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Block):
    """The order of events against the order of telling."""

    title: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal(Block):
    """Text that is known only from a chapter on."""

    since: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objectives(Block):
    """What a student can do after the lesson."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Block):
    """A piece of a lesson and how long it takes."""

    title: str
    minutes: int | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Teacher(Block):
    """Matter for the teacher's edition only."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Only(Block):
    """Matter for the editions whose tags satisfy an expression ("exam and not draft")."""

    expression: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerKey(Block):
    """The questions of a box with their answers. `box` is the box's kind: "check" or "discuss"."""

    box: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack(Block):
    """Where in earlier chapters this one has its roots."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAhead(Block):
    """What to watch for in the next chapter."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPointer(Block):
    """An index entry that stands for no place: see, or see also, another entry. Prints nothing where it is written."""

    heads: tuple[str, ...]
    also: bool
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Genindex(Block):
    """The place where the index is printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeMap(Block):
    """The place where the themes are shown over the chapters of the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterMap(Block):
    """The place where the people of the work are shown with their relations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMap(Block):
    """The place where the order of events is shown against the order of telling: all timelines of the book."""


# ---------------------------------------------------------------------------------------------------------- book

Role = Literal["front", "part", "chapter", "back", "teacher"]


@dataclass(frozen=True, slots=True)
class Label:
    """A place in ordinary reST that `:ref:` can name, with the words the link shows."""

    name: str
    id: str
    title: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the guide. `number` is the chapter of the work it treats; `part` counts from 0."""

    slug: str
    role: Role
    title: Text
    origin: Origin
    blocks: tuple[Block, ...]
    labels: tuple[Label, ...] = ()
    number: int | None = None
    part: int | None = None
    minutes: int | None = None
    spoils: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the work: chapters `first` to `last`, both counted in."""

    title: str
    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Work:
    """The work that is studied."""

    title: str
    author: str
    year: int
    chapters: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What is printed and on what. The first of `papers` is the book's own; the others have the same pages."""

    papers: tuple[str, ...]
    large_print: bool
    handouts: bool
    forms: bool
    ink_saver: bool
    crop_marks: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """Which book is made of a guide. `name` stands in the names of its files, `title` on its cover; the student's has neither.

    `tags` decide what `only` lets through, `through` is the last chapter that its readers have read (None: all of them),
    `answers` says that keys and the teacher's matter stand behind the student's pages.
    """

    name: str = ""
    title: str = ""
    tags: frozenset[str] = frozenset()
    through: int | None = None
    answers: bool = False


@dataclass(frozen=True, slots=True)
class ClassPack:
    """The quizzes of a class: each is about the chapters of a group, first and last, both counted in; the seed shuffles them."""

    seed: int
    groups: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a class meets: from `start` on every one of `days` (0 is Monday) but those in `skip`, for `per_meeting` chapters each time."""

    start: date
    days: frozenset[int]
    skip: frozenset[date] = frozenset()
    per_meeting: int = 1


@dataclass(frozen=True, slots=True)
class Guide:
    """What the guide says of itself: the source of every metadata field."""

    slug: str
    title: str
    subtitle: str
    authors: tuple[str, ...]
    language: str
    identifier: str
    version: str
    date: date
    rights: str
    description: str
    subjects: tuple[str, ...]
    corrections: str
    work: Work
    fonts: bool
    print: PrintOptions
    editions: tuple[Edition, ...]
    class_pack: ClassPack | None
    calendar: Calendar | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that the guide brings along, checked, by its name inside every output ("images/boat.png")."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Book:
    """The whole guide in one value, or what an edition leaves of it. `overlay` is the folder that was laid over it, as it was typed."""

    guide: Guide
    chapters: tuple[Chapter, ...]
    images: tuple[Image, ...] = ()
    cover: Image | None = None
    edition: Edition = Edition()
    overlay: str = ""

    @property
    def stem(self) -> str:
        """What the names of the book's files begin with: the guide's slug, and behind it the edition."""
        return f"{self.guide.slug}-{self.edition.name}".removesuffix("-")

    @property
    def identifier(self) -> str:
        """The guide's own for the student's edition; for another a UUID made from that and the edition's name, always the same."""
        own = self.guide.identifier
        return uuid5(NAMESPACE_URL, f"{own}#{self.edition.name}").urn if self.edition.name else own


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file: its path under the output folder, with "/" between the parts, and its bytes."""

    path: str
    content: bytes


# --------------------------------------------------------------------------------------------- walking and changing


def children(block: Block) -> Iterator[Block]:
    """The blocks directly inside a block, in reading order."""
    for field in fields(block):
        value = getattr(block, field.name)
        if isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Block))


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, a block before those inside it, in reading order."""
    for block in blocks:
        yield block
        yield from walk(children(block))


def rewrite(blocks: Iterable[Block], change: Callable[[Block], Block | None]) -> tuple[Block, ...]:
    """The blocks with `change` done to each, inner ones first; a block for which it gives None is left out."""
    return tuple(new for block in blocks if (new := change(_rewrite_inside(block, change))) is not None)


def _rewrite_inside(block: Block, change: Callable[[Block], Block | None]) -> Block:
    new: dict[str, Any] = {}
    for field in fields(block):
        value = getattr(block, field.name)
        if isinstance(value, tuple) and value and all(isinstance(item, Block) for item in value):
            new[field.name] = rewrite(value, change)
    return replace(block, **new) if new else block


def reword(blocks: tuple[Block, ...], change: Callable[[Text], Text]) -> tuple[Block, ...]:
    """The blocks with `change` done to every running text, in reading order."""
    new: tuple[Block, ...] = _reword(blocks, change)
    return new


def _reword(value: Any, change: Callable[[Text], Text]) -> Any:
    match value:
        case Text():
            return change(value)
        case tuple():
            return tuple(_reword(item, change) for item in value)
        case Block() | Term() | Moment() | Answer():
            return replace(value, **{field.name: _reword(getattr(value, field.name), change) for field in fields(value)})
        case _:
            return value


def ids(chapter: Chapter) -> Iterator[str]:
    """Every id of a chapter that something can be linked to by."""
    yield chapter.slug
    for block in walk(chapter.blocks):
        yield block.id
        match block:
            case Vocabulary(terms=inner) | Glossary(terms=inner) | Timeline(moments=inner):
                yield from (item.id for item in inner)
        for text in texts(block):
            for piece in text.pieces:
                match piece:
                    case str():
                        yield from re.findall(r'\bid="([^"]*)"', piece)
                    case IndexMark() | Formula() if piece.id:
                        yield piece.id


def notes(chapters: Iterable[Chapter]) -> dict[str, Text]:
    """The text of every note in some chapters, by its id."""
    found = (piece for chapter in chapters for piece in pieces(chapter.blocks))
    return {piece.id: piece.text for piece in found if isinstance(piece, Footnote) and piece.text}


def nameless(text: Text) -> Text:
    """A text that can stand a second time: nothing in it has an address."""

    def without(piece: Piece) -> Piece:
        match piece:
            case str():
                return re.sub(r' id="[^"]*"', "", piece)
            case IndexMark(text=shown):
                return escape(shown, quote=False)
            case Formula():
                return replace(piece, id="")
            case _:
                return piece

    return replace(text, pieces=tuple(map(without, text.pieces)))


def settled(chapter: Chapter, notes: Mapping[str, Text], labels: Iterable[Label]) -> Chapter:
    """A changed chapter made whole: a note stands at the first call that is left, and labels are those of what is there."""
    waiting = dict(notes)

    def call(text: Text) -> Text:
        pieces = (replace(piece, text=waiting.pop(piece.id, Text())) if isinstance(piece, Footnote) else piece for piece in text.pieces)
        return replace(text, pieces=tuple(pieces))

    blocks = reword(chapter.blocks, call)
    left = frozenset(ids(replace(chapter, blocks=blocks)))
    return replace(chapter, blocks=blocks, labels=tuple(label for label in labels if label.id in left))


def pieces(blocks: Iterable[Block]) -> Iterator[Piece]:
    """Every piece of running text in some blocks and in those inside them, notes too."""
    for block in walk(blocks):
        for text in texts(block):
            yield from text.pieces


def texts(block: Block) -> Iterator[Text]:
    """Every running text that stands in a block itself, not in the blocks inside it, in reading order."""
    for field in fields(block):
        yield from _texts_in(getattr(block, field.name))


def _texts_in(value: object) -> Iterator[Text]:
    match value:
        case Text():
            yield value
            for piece in value.pieces:
                if isinstance(piece, Footnote):
                    yield piece.text
        case tuple():
            for item in value:
                if not isinstance(item, Block):
                    yield from _texts_in(item)
        case Term() | Moment():
            yield from _texts_in(value.text)
        case Answer():
            yield from _texts_in((value.text, value.reasons))
