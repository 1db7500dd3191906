"""The guide and its chapters in one value, and what is made of it."""

import datetime
from dataclasses import dataclass, field
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
    """A part of the work: chapters `first` to `last`, inclusive."""

    title: str
    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Work(Node):
    """The work that is studied; `author` is "" where none is named."""

    title: str
    author: str
    year: int | None
    chapters: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What is printed, and on which papers. The first of `papers` is the main one; the others have the same
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
    """An edition of a guide. `name` is part of its files' names, `title` is printed on its cover; the
    student's edition has neither.

    `tags` decide what `only` lets through, `through` is the last chapter that its readers have read (None:
    all of them), `answers` says that answer keys and content for teachers come after the student's pages.
    """

    name: str = ""
    title: str = ""
    tags: frozenset[str] = frozenset()
    through: int | None = None
    answers: bool = False


@dataclass(frozen=True, slots=True)
class ClassPack:
    """The settings of a class's quizzes: a group is the first and the last chapter that one quiz is about,
    inclusive; the seed determines the shuffling.
    """

    seed: int
    groups: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a class meets: from `start` on every one of `days` (0 is Monday) but those in `skip`, for
    `per_meeting` chapters each time.
    """

    start: datetime.date
    days: frozenset[int]
    skip: frozenset[datetime.date] = frozenset()
    per_meeting: int = 1


@dataclass(frozen=True, slots=True)
class Guide(Node):
    """The settings of a guide, from guide.toml: the source of all metadata. What it does not say is "", None
    or empty, and shown nowhere.
    """

    slug: str
    title: str
    subtitle: str
    authors: tuple[str, ...]
    language: str
    identifier: str
    version: str
    date: datetime.date | None
    rights: str
    description: str
    subjects: tuple[str, ...]
    corrections: str
    work: Work
    fonts: bool
    page_list: bool
    print: PrintOptions
    editions: tuple[Edition, ...]
    class_pack: ClassPack | None
    calendar: Calendar | None
    origin: Origin

    @property
    def stamp(self) -> datetime.date:
        """The guide's date for what must have one, such as the files in an EPUB: never the clock's."""
        return self.date or UNDATED

    @property
    def names_work(self) -> bool:
        """Whether there is a work to be named beside the guide: a plain text is about none but itself."""
        return bool(self.work.title != self.title or self.work.author or self.work.year)


UNDATED = datetime.date(2000, 1, 1)
"""The date of a guide that has none."""

COVER = "images/cover.png"
"""The name of the e-book's cover where the author brings none."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that the guide brings along, checked, by its name inside every output ("images/boat.png"),
    with the first place that names it. `texts` is what is written in it, each piece with its line in the
    author's file.
    """

    name: str
    media_type: str
    content: bytes
    origin: Origin = field(compare=False)
    texts: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """The whole guide in one value, or what an edition leaves of it. `overlay` is the path of the overlay's
    folder, empty without one; `assumed` tells the author what guide.toml leaves out, empty where it says all.
    """

    guide: Guide
    chapters: tuple[Chapter, ...]
    images: tuple[Image, ...] = ()
    cover: Image | None = None
    edition: Edition = Edition()
    overlay: str = ""
    assumed: str = ""

    @property
    def pictures(self) -> tuple[Image, ...]:
        """All pictures that the guide brings along, the cover among them."""
        return (*self.images, self.cover) if self.cover else self.images

    @property
    def stem(self) -> str:
        """What the names of the book's files begin with: the guide's slug, followed by the edition's name."""
        return f"{self.guide.slug}-{self.edition.name}".removesuffix("-")

    @property
    def identifier(self) -> str:
        """The guide's own identifier for the student's edition; for any other a UUID that is made from it and
        the edition's name.
        """
        own = self.guide.identifier
        return uuid5(NAMESPACE_URL, f"{own}#{self.edition.name}").urn if self.edition.name else own


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file: its path under the output folder, with "/" between the parts, and its bytes."""

    path: str
    content: bytes
