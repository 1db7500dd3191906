"""What a chapter is made of: study blocks, sections, and ordinary reST between them."""

import re
from dataclasses import dataclass
from typing import Literal

from builder.diagnostics import Origin
from builder.model.node import (
    NEVER,
    BeatName,
    CharacterName,
    CharacterNames,
    KnownSince,
    KnownSinceOrNot,
    Node,
    ProperName,
    ProperNames,
    ThemeName,
)
from builder.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Node):
    """A block of a chapter. `id` is unique in the whole book and is the block's address in every output."""

    id: str
    origin: Origin

    @property
    def tagname(self) -> str:
        """The block's name in templates and styles: Beat is "beat", LookBack is "look-back"."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder(Block):
    """A block that is nothing but its content: an edition that leaves out all of that leaves out the block
    too.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose(Block):
    """Ordinary reST between the study blocks: paragraphs, lists, tables, figures, notes …"""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Holder):
    """A heading and everything under it. `level` is 2 for the first level under the chapter's title."""

    title: Text
    level: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Weight(Node):
    """How strong a theme is in a beat: 1 present, 2 important, 3 central."""

    theme: ThemeName
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat(Block):
    """One numbered step of a chapter: what happens, and what it does."""

    name: str
    themes: tuple[Weight, ...]
    people: CharacterNames
    lines: str = ""
    title: str = ""
    summary: Text
    analysis: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Block):
    """A theme of the work: two-letter code, mark (a shape), an essay, and what it claims in a sentence."""

    name: str
    title: str
    code: str
    mark: str
    claim: str
    blocks: tuple[Block, ...]


RelationKind = Literal["bond", "power", "rumour"]


@dataclass(frozen=True, slots=True)
class Relation(Node):
    """An edge of the character map, known from a chapter on. `kind` is how the map draws it: a "bond", what
    somebody has in their "power", or what is only a "rumour".
    """

    to: CharacterName
    label: str
    since: KnownSince
    kind: RelationKind = "bond"


@dataclass(frozen=True, slots=True, kw_only=True)
class Character(Block):
    """A card for one person of the work."""

    name: str
    title: ProperName
    role: str
    introduced: KnownSince
    relations: tuple[Relation, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol(Block):
    """A card for one symbol or motif."""

    name: str
    title: ProperName
    introduced: KnownSince
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Block):
    """A card for one place of the work."""

    name: str
    title: ProperName
    introduced: KnownSince
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation(Block):
    """A short quotation with why it matters. `source` says whose words they are, by a name of words.toml
    or guide.toml; `lines` are those of the work, “12–14”.
    """

    speaker: str
    source: str
    chapter: KnownSinceOrNot
    lines: str = ""
    themes: tuple[Weight, ...]
    quoted: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Answer(Node):
    """For the teacher: the right letter of a multiple choice with a reason for every option, or a text."""

    letter: str | None
    text: Text
    reasons: tuple[Text, ...]

    @property
    def known_from(self) -> int:
        """Later than any chapter: it is for teachers only."""
        return NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Block):
    """A task. `level` is 1 recall, 2 understanding, 3 judgement; `answer` is None in a student's edition."""

    name: str
    kind: Literal["recall", "choice", "discussion", "essay"]
    level: int
    beat: BeatName
    text: Text
    options: tuple[Text, ...]
    answer: Answer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Holder):
    """Neighbouring questions with one right answer each, set in one box."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discuss(Holder):
    """Neighbouring questions that are open: discussions and essay topics."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Term(Node):
    """A word, what it means, the chapter from which that is known, and other words for the same."""

    id: str
    name: str
    since: KnownSince
    text: Text
    origin: Origin
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GlossaryTerm(Term):
    """A term that the work itself uses: its name alone can be a spoiler."""

    name: ProperName
    also: ProperNames = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary(Holder):
    """Useful words for talking about a chapter."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary(Holder):
    """Terms that the work itself uses, each a GlossaryTerm. `:term:` links to them."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Moment(Node):
    """An event with its time in the story and the chapter that tells it."""

    id: str
    when: str
    chapter: KnownSince
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Holder):
    """The order of events against the order of telling."""

    title: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal(Holder):
    """Text that is known only from a chapter on."""

    since: KnownSince
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objectives(Block):
    """What a student can do after the lesson."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Holder):
    """A step of a lesson and how many minutes it takes."""

    title: str
    minutes: int | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Teacher(Block):
    """Content for the teacher's edition only."""

    blocks: tuple[Block, ...]

    @property
    def known_from(self) -> int:
        """Later than any chapter: it is for teachers only."""
        return NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Only(Holder):
    """Content for the editions whose tags satisfy an expression ("exam and not draft")."""

    expression: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerKey(Block):
    """The questions of a box with their answers. `box` is the box's kind: "check" or "discuss"."""

    box: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack(Block):
    """What in earlier chapters this one builds on."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAhead(Block):
    """What to watch for in the next chapter."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPointer(Block):
    """An index entry without places: it refers to another entry, by see or see also. Prints nothing where it
    is written.
    """

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
    """The place where the order of events is shown against the order of telling: all timelines of the
    book.
    """
