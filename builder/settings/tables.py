"""The tables of guide.toml as typed values, and what the model makes of them."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from builder.diagnostics import Origin
from builder.limits import ENTRIES
from builder.model.book import Calendar, ClassPack, Edition, Guide, Part, PrintOptions, Work
from builder.settings.assumed import LANGUAGE, identifier_for, slug_for
from builder.settings.forms import (
    ChapterFile,
    Count,
    Day,
    Division,
    Identifier,
    ImageFile,
    Label,
    Language,
    Most,
    Numbers,
    Pattern,
    Published,
    Slug,
    Tag,
    Text,
    Wording,
    Words,
    Year,
)
from builder.settings.listed import ListedFile, each_apart
from builder.settings.week import WEEK


class Table(BaseModel):
    """A table of guide.toml. What stands under a key is its description: the README's tables are made of it,
    and its example is tried, by tests/test_keys.py.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True, strict=True)


class GuideTable(Table):
    """`[guide]`: what the guide says of itself."""

    title: Text
    """The guide's title, on the cover and above all pages. Example: `title = "The Ferry"`."""
    slug: Slug | None = None
    """What the files are called, and part of every card's name: small letters, digits and hyphens; made of
    the title if left out. Example: `slug = "the-ferry"`.
    """
    subtitle: Text | None = None
    """A second line under the title. Example: `subtitle = "A study guide"`."""
    authors: Annotated[list[Text], Most] = []
    """Who wrote the guide. Example: `authors = ["Ida Brook", "Tom Reed"]`."""
    language: Language = LANGUAGE
    """The guide's language, with a country where that matters. Example: `language = "en-GB"`."""
    identifier: Identifier | None = None
    """By what libraries and readers know the guide again: a `urn:uuid:`, a `urn:isbn:` or an address; a UUID
    made of title and authors if left out. Example: `identifier = "urn:isbn:9780306406157"`.
    """
    version: Text | None = None
    """Which edition of the guide this is, at the foot of all pages. Example: `version = "1.0.2"`."""
    date: Published | None = None
    """When this version came out, without quotation marks. Cards can correct older ones by it: see
    “Cards”. Example: `date = 2026-11-24`.
    """
    rights: Wording | None = None
    """What others may do with the guide. Example: `rights = "CC BY-SA 4.0"`."""
    description: Wording | None = None
    """What the guide is about, for cover and shops. Example: `description = "Two sisters, a river."`."""
    colour: Literal["violet", "wine", "olive", "blue", "brown", "green"] | None = None
    """The colour of the cover; that of the first theme's mark if left out. Example: `colour = "wine"`."""
    publisher: Text | None = None
    """Who brings the guide out, in the imprint and for shops. Example: `publisher = "Ferry House"`."""
    subjects: Annotated[list[Text], Most] = []
    """What a library would file it under. Example: `subjects = ["Ferries -- Fiction"]`."""
    corrections: Wording | None = None
    """Where readers send what is wrong. Example: `corrections = "Write to ida@example.org."`."""

    def as_words(self) -> dict[str, Any]:
        """The table as the model knows it: "" for what is left out, and what is made of the title."""
        given: dict[str, Any] = {name: "" if value is None else value for name, value in self}
        return given | {
            "slug": self.slug or slug_for(self.title),
            "identifier": self.identifier or identifier_for(self.title, self.authors),
            "authors": tuple(self.authors),
            "subjects": tuple(self.subjects),
            "date": self.date,
        }


class PartTable(Table):
    """`[[work.parts]]`: a part of the work. The parts follow one another from chapter 1 to the last."""

    title: Text
    """What the part is. Example: `title = "Part One"`."""
    name: Text | None = None
    """What it is called besides. Example: `name = "The River"`."""
    first: Count
    """Its first chapter. Example: `first = 1`."""
    last: Count
    """Its last chapter. Example: `last = 9`."""
    opener: ChapterFile | None = None
    """The file that opens it in the guide. Example: `opener = "part-one.rst"`."""
    author: Text | None = None
    """Who wrote it, if it is a work of its own by another author. Example: `author = "John Keats"`."""
    year: Year | None = None
    """When it came out: a part with a year is a work of its own. Example: `year = 1820`."""

    def as_part(self) -> Part:
        """The table as the model knows it."""
        return Part(self.title, self.name or "", self.first, self.last, self.author or "", self.year)


class WorkTable(Table):
    """`[work]`: the work that is studied.

    `kind` chooses words: a novel has beats, non-fiction ideas. `division` is what its chapters are called: a
    word that the program knows, or the author's own for one and for several, and by choice the noun's gender;
    `numbers` is how they are numbered. With `restart` the numbers begin anew in each part: scenes, several
    works.
    """

    title: Text
    """The work's title. Example: `title = "The Ferry"`."""
    author: Text | None = None
    """Who wrote the work. Example: `author = "Ada Marsh"`."""
    year: Year | None = None
    """When it came out; negative before our era. Example: `year = 1931`."""
    chapters: Count | None = None
    """How many chapters the work has, if the guide does not treat all of them: maps have a place for each.
    Example: `chapters = 23`.
    """
    parts: Annotated[list[PartTable], Most] = []
    """The work's parts: see `[[work.parts]]`."""
    kind: Literal["work", "novel", "story", "play", "poem", "non-fiction"] = "work"
    """What it is: it chooses the words for it and for what is numbered in it. Example: `kind = "play"`."""
    division: Division = ["chapter"]
    """What its chapters are called: a word that the program knows, see “Other works”, or your own for one and
    for several, by choice with the noun's gender. Example: `division = ["fit", "fits"]`.
    """
    numbers: Numbers = "1"
    """How they are numbered: `1`, `I`, `i`, `one` or `none`. Example: `numbers = "one"`."""
    restart: bool | None = None
    """Whether numbers begin anew in each part; so they do in acts, and in works of their own, by themselves.
    Example: `restart = true`.
    """

    def as_work(self, chapters: int) -> Work:
        """The table as the model knows it, of a work of so many chapters. Numbers begin anew in acts, and in
        works of their own.
        """
        anew = self.division == ["scene"] or any(part.year is not None for part in self.parts)
        return Work(
            self.title,
            self.author or "",
            self.year,
            chapters,
            tuple(part.as_part() for part in self.parts),
            self.kind,
            tuple(self.division),
            self.numbers,
            bool(self.parts) and (anew if self.restart is None else self.restart),
        )


class ContentsTable(Table):
    """`[contents]`: the files of the guide in their order, as paths from its folder. Every .rst file there is
    listed, included by another, or left out.
    """

    front: Annotated[list[ChapterFile], Most] = []
    """What comes before the chapters. Example: `front = ["welcome.rst"]`."""
    chapters: Annotated[list[ChapterFile], Field(min_length=1, max_length=ENTRIES.value)]
    """The Nth of them treats the work's Nth chapter; if left out, all other files: in the order of the
    toctrees in `index.rst`, or else of their names. Example: `chapters = ["rain.rst", "two/Snow.rst"]`.
    """
    back: Annotated[list[ChapterFile], Most] = []
    """What comes after them. Example: `back = ["people.rst", "words.rst"]`."""
    teacher: Annotated[list[ChapterFile], Most] = []
    """What is in the teacher's edition only. Example: `teacher = ["lessons.rst"]`."""
    leave_out: Annotated[list[Pattern], Field(alias="leave-out", max_length=ENTRIES.value)] = []
    """What is no part of the guide; `*` stands for any letters. Example: `leave-out = ["drafts/*"]`."""


class EpubTable(Table):
    """`[epub]`: the e-book."""

    fonts: bool = True
    """Whether it brings the book's fonts along. Example: `fonts = false`."""
    page_list: Annotated[bool, Field(alias="page-list")] = True
    """Whether it has a list of the printed book's pages. Example: `page-list = false`."""
    cover: ImageFile | None = None
    """A picture in place of the cover that is drawn. Example: `cover = "images/cover.png"`."""


class PrintTable(Table):
    """`[print]`: papers, and what else is printed."""

    papers: Annotated[list[Literal["a4", "letter"]], Field(min_length=1)] = ["a4"]
    """The papers; the first is the book's own. Example: `papers = ["letter", "a4"]`."""
    large_print: Annotated[bool, Field(alias="large-print")] = False
    """The book in 18 pt too. Example: `large-print = true`."""
    handouts: bool = False
    """Worksheets, dossiers and posters too. Example: `handouts = true`."""
    forms: bool = False
    """Handouts that can be typed in. Example: `forms = true`."""
    ink_saver: Annotated[bool, Field(alias="ink-saver")] = False
    """Outlines in place of filled shapes. Example: `ink-saver = true`."""
    crop_marks: Annotated[bool, Field(alias="crop-marks")] = False
    """The book with 3 mm of bleed and crop marks too. Example: `crop-marks = true`."""


class EditionTable(Table):
    """`[[editions]]`: a book beside the student's, see “Editions”."""

    name: Slug
    """`teacher`, `through-N`, `large-print`, or a name of your own. Example: `name = "exam"`."""
    title: Text | None = None
    """What is on its cover; an edition of your own needs it. Example: `title = "For the exam"`."""
    tags: Annotated[list[Tag], Most] = []
    """By what `only` knows an edition of your own. Example: `tags = ["exam"]`."""


class ClassTable(Table):
    """`[class]`: the class pack, see “Teach”."""

    seed: Annotated[int, Field(ge=0, lt=10**18)]
    """Another number shuffles the quizzes anew. Example: `seed = 2027`."""
    quiz_groups: Annotated[
        list[Annotated[list[Count], Field(min_length=2, max_length=2)]],
        Field(alias="quiz-groups", min_length=1, max_length=ENTRIES.value),
    ]
    """The first and the last chapter that each quiz is about. Example: `quiz-groups = [[1, 4], [5, 9]]`."""
    tickets: Literal["each", "four"] = "each"
    """Exit tickets: one for `each` chapter, or `four` of the same, a sheet for every chapter.
    Example: `tickets = "four"`.
    """

    def as_class_pack(self) -> ClassPack:
        """The table as the model knows it."""
        return ClassPack(self.seed, tuple((first, last) for first, last in self.quiz_groups), self.tickets)


class CalendarTable(Table):
    """`[calendar]`: when a class meets, see “Teach”."""

    start: Day
    """The first day. Example: `start = 2027-01-11`."""
    days: Annotated[list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]], Field(min_length=1)]
    """The days of the week. Example: `days = ["mon", "wed"]`."""
    skip: Annotated[list[Day], Most] = []
    """Days without a meeting. Example: `skip = [2027-02-15, 2027-02-17]`."""
    per_meeting: Annotated[Count, Field(alias="per-meeting")] = 1
    """How many chapters are read for a meeting. Example: `per-meeting = 2`."""

    def as_calendar(self) -> Calendar:
        """The table as the model knows it."""
        return Calendar(
            self.start, frozenset(map(WEEK.index, self.days)), frozenset(self.skip), self.per_meeting
        )


class OverlaySettings(Table):
    """The whole of an overlay's guide.toml: a calendar in place of the guide's."""

    calendar: CalendarTable | None = None


class Settings(Table):
    """The whole of guide.toml. `[sources]` are names for `:source:`, each with the words that a quotation
    shows for it, which may be empty.
    """

    guide: GuideTable
    work: WorkTable
    sources: Annotated[dict[Label, Words], Field(max_length=ENTRIES.value)] = {}
    contents: ContentsTable
    epub: EpubTable = EpubTable()
    print: PrintTable = PrintTable()
    editions: Annotated[list[EditionTable], Most] = []
    class_pack: Annotated[ClassTable | None, Field(alias="class")] = None
    calendar: CalendarTable | None = None

    @property
    def chapter_count(self) -> int:
        """How many chapters the work has: without a word on that, as many as the guide or the parts."""
        parts = self.work.parts
        return self.work.chapters or max([len(self.contents.chapters), *(part.last for part in parts)])

    def as_work(self) -> Work:
        """The work as the model knows it."""
        return self.work.as_work(self.chapter_count)

    def as_guide(self, origin: Origin) -> Guide:
        """The settings as the model knows them."""
        printing = (
            self.print.model_dump()
            | {"large_print": self._is_large()}
            | {"papers": tuple(dict.fromkeys(self.print.papers))}
        )
        own_books = [table for table in self.editions if table.name not in ("student", "large-print")]
        editions = tuple(Edition(table.name, table.title or "", frozenset(table.tags)) for table in own_books)
        return Guide(
            **self.guide.as_words(),
            work=self.as_work(),
            fonts=self.epub.fonts,
            page_list=self.epub.page_list,
            print=PrintOptions(**printing),
            class_pack=self.class_pack.as_class_pack() if self.class_pack else None,
            calendar=self.calendar.as_calendar() if self.calendar else None,
            editions=editions,
            origin=origin,
            sources=tuple(self.sources.items()),
        )

    def _is_large(self) -> bool:
        return self.print.large_print or any(table.name == "large-print" for table in self.editions)

    def files(self) -> list[ListedFile]:
        """Every chapter file in the order of the book."""
        return list(each_apart(self._listed()))

    def _listed(self) -> Iterator[ListedFile]:
        for name in self.contents.front:
            yield ListedFile(name, "front")
        for number, name in enumerate(self.contents.chapters, 1):
            part = next((n for n, p in enumerate(self.work.parts) if p.first <= number <= p.last), None)
            opener = self.work.parts[part].opener if part is not None else None
            if part is not None and opener and self.work.parts[part].first == number:
                yield ListedFile(opener, "part", part=part)
            yield ListedFile(name, "chapter", number, part)
        for name in self.contents.back:
            yield ListedFile(name, "back")
        for name in self.contents.teacher:
            yield ListedFile(name, "teacher")
