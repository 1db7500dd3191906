"""The guide and its chapters in one value, and what is made of it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from builder.diagnostics import Origin
from builder.model.blocks import Block
from builder.model.node import Node
from builder.model.text import Text

# ------------------------------------------------------------------------------------------------------- book

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
class Part(Node):
    """A part of the work: chapters `first` to `last`, both counted in."""

    title: str
    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Work(Node):
    """The work that is studied."""

    title: str
    author: str
    year: int
    chapters: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What is printed and on what. The first of `papers` is the book's own; the others have the same
    pages.
    """

    papers: tuple[str, ...]
    large_print: bool
    handouts: bool
    forms: bool
    ink_saver: bool
    crop_marks: bool


@dataclass(frozen=True, slots=True)
class Edition(Node):
    """Which book is made of a guide. `name` stands in the names of its files, `title` on its cover; the
    student's has neither.

    `tags` decide what `only` lets through, `through` is the last chapter that its readers have read (None:
    all of them), `answers` says that keys and the teacher's matter stand behind the student's pages.
    """

    name: str = ""
    title: str = ""
    tags: frozenset[str] = frozenset()
    through: int | None = None
    answers: bool = False


@dataclass(frozen=True, slots=True)
class ClassPack:
    """The quizzes of a class: each is about the chapters of a group, first and last, both counted in; the
    seed shuffles them.
    """

    seed: int
    groups: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a class meets: from `start` on every one of `days` (0 is Monday) but those in `skip`, for
    `per_meeting` chapters each time.
    """

    start: date
    days: frozenset[int]
    skip: frozenset[date] = frozenset()
    per_meeting: int = 1


@dataclass(frozen=True, slots=True)
class Guide(Node):
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
    """A picture that the guide brings along, checked, by its name inside every output ("images/boat.png"),
    with the first place that names it.
    """

    name: str
    media_type: str
    content: bytes
    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Book:
    """The whole guide in one value, or what an edition leaves of it. `overlay` is the folder that was laid
    over it, as it was typed.
    """

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
        """The guide's own for the student's edition; for another a UUID made from that and the edition's
        name, always the same.
        """
        own = self.guide.identifier
        return uuid5(NAMESPACE_URL, f"{own}#{self.edition.name}").urn if self.edition.name else own


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file: its path under the output folder, with "/" between the parts, and its bytes."""

    path: str
    content: bytes
