"""The guide and its chapters in one value, and what is made of it."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from builder.diagnostics import Origin
from builder.model.blocks import Block
from builder.model.node import NEVER, Node, within
from builder.model.text import Text

# ------------------------------------------------------------------------------------------------------- book

Role = Literal["front", "part", "chapter", "back", "answers", "teacher"]
FOR_TEACHERS = ("answers", "teacher")
"""What comes after the student's pages."""
ANSWERS = "answer_keys"
"""What the ids of answers begin with; before the id of what they answer. A file's name can't have a “_”."""


@dataclass(frozen=True, slots=True)
class Label:
    """A place in ordinary reST that `:ref:` can name, with the words the link shows."""

    name: str
    id: str
    title: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the guide. `number` is the chapter of the work it treats; `part` counts from 0; `file` is
    its path from the guide's folder, empty for what is not from a file.
    """

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
    file: str = ""


@dataclass(frozen=True, slots=True)
class Part(Node):
    """A part of the work: chapters `first` to `last`, inclusive, counted through the whole work. One that
    has a year is a work of its own.
    """

    title: str
    name: str
    first: int
    last: int
    author: str = ""
    year: int | None = None

    @property
    def heading(self) -> str:
        """Title and name in one line."""
        return " · ".join(filter(None, (self.title, self.name)))

    @property
    def count(self) -> int:
        """How many divisions it has."""
        return self.last - self.first + 1

    @property
    def is_undivided(self) -> bool:
        """Whether it is a work of its own that has no divisions: a sonnet, a short story."""
        return self.count == 1 and self.year is not None


@dataclass(frozen=True, slots=True)
class Work(Node):
    """The work that is studied; `author` is "" where none is named.

    `division` is what its chapters are called: a word of words.toml, or the author's own for one and for
    several, by choice with a gender; `numbers` is how they are numbered, “I”, “one” or, where numbers
    `restart` in each part, “I.1”. `kind` chooses words: a novel has beats, non-fiction ideas.
    """

    title: str
    author: str
    year: int | None
    chapters: int
    parts: tuple[Part, ...]
    kind: str = "work"
    division: tuple[str, ...] = ("chapter",)
    numbers: str = "1"
    restart: bool = False

    def part_of(self, number: int) -> tuple[int, Part] | None:
        """The part that a division is in, counted from 1."""
        found = ((at, part) for at, part in enumerate(self.parts, 1) if part.first <= number <= part.last)
        return next(found, None)

    def place(self, written: int) -> int:
        """The division that an author means by a number, counted through the whole work; a number that means
        none stays beyond the last.
        """
        if not self.restart or written in (0, 1, NEVER):
            return written  # 1 is the first, also where nobody wrote it
        at, own = divmod(written, NEVER) if written > NEVER else (written + 1, 0)
        part = self.parts[at - 2] if at - 2 < len(self.parts) else None
        if part and (own or part.is_undivided) and own <= part.count:
            return part.first + max(own, 1) - 1
        return within(at - 1, own)


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


_THROUGH = re.compile(r"through-(0|[1-9]\d{0,8})(?:-([1-9]\d{0,2}))?")


def as_through(name: str) -> int | None:
    """The division up to which a read-along edition goes, as its name has it: 7 of “through-7”, see
    `Work.place`; None for any other edition.
    """
    if found := _THROUGH.fullmatch(name):
        first = min(int(found[1]), NEVER)
        return within(first, int(found[2])) if found[2] else first
    return None


@dataclass(frozen=True, slots=True)
class ClassPack:
    """The settings of a class's quizzes: a group is the first and the last chapter that one quiz is about,
    inclusive; the seed determines the shuffling. Exit tickets are one for each chapter, or four.
    """

    seed: int
    groups: tuple[tuple[int, int], ...]
    tickets: Literal["each", "four"] = "each"


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
    or empty, and shown nowhere. `sources` are the author's own words for whose words a quotation is.
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
    publisher: str
    colour: str
    work: Work
    fonts: bool
    page_list: bool
    print: PrintOptions
    editions: tuple[Edition, ...]
    class_pack: ClassPack | None
    calendar: Calendar | None
    origin: Origin
    sources: tuple[tuple[str, str], ...] = ()

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
    `numbers_captions` says whether captions have numbers, in all editions or in none.
    """

    guide: Guide
    chapters: tuple[Chapter, ...]
    images: tuple[Image, ...] = ()
    cover: Image | None = None
    edition: Edition = Edition()
    overlay: str = ""
    numbers_captions: bool = False
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
