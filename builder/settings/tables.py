"""The tables of guide.toml as typed values, and what the model makes of them."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from builder.diagnostics import Origin
from builder.limits import ENTRIES, NAMES, WORDING, WORDS, Limit
from builder.model.book import Calendar, ClassPack, Edition, Guide, Part, PrintOptions, Work
from builder.model.node import NEVER
from builder.settings.listed import ListedFile
from builder.settings.week import WEEK

_TEXT = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]*$"  # neither XML nor PDF can hold the others
_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_TAG = r"^[a-z][a-z0-9_]*$"
_LANGUAGE = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"
# EPUB and its NCX must agree on one identifier, and a reading system compares it letter by letter.
_IDENTIFIER = r"^(urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|urn:isbn:[0-9]{13}|https://[!-~]+)$"
_CHAPTER = r"^([a-z0-9]+(-[a-z0-9]+)*/)*[a-z0-9]+(-[a-z0-9]+)*\.rst$"
_IMAGE = r"^[\w.-]+(/[\w.-]+)*\.(png|jpe?g)$"
_NUMBERS = r"^([1Ii]\.)?(1|I|i|one|none)$"
FORMS = {
    _TEXT: "take the control characters out",
    _SLUG: "small letters and digits with single hyphens between them",
    _TAG: "small letters, digits and _, a letter first",
    _LANGUAGE: "a language tag such as en, en-GB or pt-BR",
    _IDENTIFIER: "urn:uuid: and a UUID in small letters, urn:isbn: and 13 digits, or an https address",
    _CHAPTER: "a file name of small letters, digits and hyphens that ends in .rst, such as part-one.rst",
    _IMAGE: "a PNG or JPEG inside the guide's folder, such as images/cover.png",
    _NUMBERS: "1, I, i, one or none; where numbers begin anew in each part, 1.1, I.i and the like too",
}


def _text(most: Limit) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=most.value, pattern=_TEXT)


Text = Annotated[str, _text(WORDS)]
Wording = Annotated[str, _text(WORDING)]
Slug = Annotated[str, StringConstraints(max_length=NAMES.value, pattern=_SLUG)]
Label = Annotated[str, StringConstraints(max_length=NAMES.value, pattern=_SLUG)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=WORDS.value, pattern=_TEXT)]
Tag = Annotated[str, StringConstraints(max_length=NAMES.value, pattern=_TAG)]
Language = Annotated[str, StringConstraints(pattern=_LANGUAGE)]
Identifier = Annotated[str, StringConstraints(max_length=WORDS.value, pattern=_IDENTIFIER)]
ChapterFile = Annotated[str, StringConstraints(max_length=NAMES.value, pattern=_CHAPTER)]
ImageFile = Annotated[str, StringConstraints(max_length=NAMES.value, pattern=_IMAGE)]
Most = Field(max_length=ENTRIES.value)
Count = Annotated[int, Field(ge=1, lt=NEVER)]
Division = Annotated[
    list[Text],
    BeforeValidator(lambda given: [given] if isinstance(given, str) else given),
    Field(min_length=1, max_length=3),
]
Year = Annotated[int, Field(ge=-9999, le=9999)]
Published = Annotated[date, Field(ge=date(1980, 1, 1), le=date(2099, 12, 31))]  # a ZIP knows no others
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2999, 12, 31))]


class Table(BaseModel):
    """A table of guide.toml."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True, strict=True)


class GuideTable(Table):
    """`[guide]`: what the guide says of itself."""

    slug: Slug
    title: Text
    subtitle: Text
    authors: Annotated[list[Text], Field(min_length=1, max_length=ENTRIES.value)]
    language: Language
    identifier: Identifier
    version: Text
    date: Published
    rights: Wording
    description: Wording
    subjects: Annotated[list[Text], Most] = []
    corrections: Wording


class PartTable(Table):
    """`[[work.parts]]`: chapters `first` to `last` of the work, counted through it, and the file that opens
    them in the guide. A part with a `year` is a work of its own, by its `author` or that of `[work]`.
    """

    title: Text
    name: Text | None = None
    first: Count
    last: Count
    opener: ChapterFile | None = None
    author: Text | None = None
    year: Year | None = None

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
    author: Text
    year: Year
    chapters: Count
    parts: Annotated[list[PartTable], Most] = []
    kind: Literal["work", "novel", "story", "play", "poem", "non-fiction"] = "work"
    division: Division = ["chapter"]
    numbers: Annotated[str, StringConstraints(pattern=_NUMBERS)] = "1"
    restart: bool | None = None

    def as_work(self) -> Work:
        """The table as the model knows it. Numbers begin anew in acts, and in works of their own."""
        anew = self.division == ["scene"] or any(part.year is not None for part in self.parts)
        return Work(
            self.title,
            self.author,
            self.year,
            self.chapters,
            tuple(part.as_part() for part in self.parts),
            self.kind,
            tuple(self.division),
            self.numbers,
            bool(self.parts) and (anew if self.restart is None else self.restart),
        )


class ContentsTable(Table):
    """`[contents]`: the chapter files in their order; the Nth of `chapters` treats the Nth chapter of the
    work.
    """

    front: Annotated[list[ChapterFile], Most] = []
    chapters: Annotated[list[ChapterFile], Field(min_length=1, max_length=ENTRIES.value)]
    back: Annotated[list[ChapterFile], Most] = []
    teacher: Annotated[list[ChapterFile], Most] = []


class EpubTable(Table):
    """`[epub]`: whether fonts are embedded, whether there is a list of the printed book's pages, and a cover
    image in place of the one that is drawn.
    """

    fonts: bool = True
    page_list: Annotated[bool, Field(alias="page-list")] = True
    cover: ImageFile | None = None


class PrintTable(Table):
    """`[print]`: papers, and what else is printed: see PrintOptions."""

    papers: Annotated[list[Literal["a4", "letter"]], Field(min_length=1)] = ["a4"]
    large_print: Annotated[bool, Field(alias="large-print")] = False
    handouts: bool = False
    forms: bool = False
    ink_saver: Annotated[bool, Field(alias="ink-saver")] = False
    crop_marks: Annotated[bool, Field(alias="crop-marks")] = False


class EditionTable(Table):
    """`[[editions]]`: a book beside the student's. An author's own has a title, and tags by which `only`
    knows it.
    """

    name: Slug
    title: Text | None = None
    tags: Annotated[list[Tag], Most] = []


class ClassTable(Table):
    """`[class]`: the class pack. `quiz-groups` are pairs of chapters, the first and the last that a quiz is
    about.
    """

    seed: Annotated[int, Field(ge=0, lt=10**18)]
    quiz_groups: Annotated[
        list[Annotated[list[Count], Field(min_length=2, max_length=2)]],
        Field(alias="quiz-groups", min_length=1, max_length=ENTRIES.value),
    ]

    def as_class_pack(self) -> ClassPack:
        """The table as the model knows it."""
        return ClassPack(self.seed, tuple((first, last) for first, last in self.quiz_groups))


class CalendarTable(Table):
    """`[calendar]`: the dates on which a class meets, and how many chapters are read for each: see
    Calendar.
    """

    start: Day
    days: Annotated[list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]], Field(min_length=1)]
    skip: Annotated[list[Day], Most] = []
    per_meeting: Annotated[Count, Field(alias="per-meeting")] = 1

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

    def as_guide(self, origin: Origin) -> Guide:
        """The settings as the model knows them."""
        own = self.guide.model_dump()
        own |= {"authors": tuple(self.guide.authors), "subjects": tuple(self.guide.subjects)}
        printing = (
            self.print.model_dump()
            | {"large_print": self._is_large()}
            | {"papers": tuple(dict.fromkeys(self.print.papers))}
        )
        own_books = [table for table in self.editions if table.name not in ("student", "large-print")]
        editions = tuple(Edition(table.name, table.title or "", frozenset(table.tags)) for table in own_books)
        return Guide(
            **own,
            work=self.work.as_work(),
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
        listed = [ListedFile(name, "front") for name in self.contents.front]
        for number, name in enumerate(self.contents.chapters, 1):
            part = next((n for n, p in enumerate(self.work.parts) if p.first <= number <= p.last), None)
            opener = self.work.parts[part].opener if part is not None else None
            if part is not None and opener and self.work.parts[part].first == number:
                listed.append(ListedFile(opener, "part", part=part))
            listed.append(ListedFile(name, "chapter", number, part))
        listed += [ListedFile(name, "back") for name in self.contents.back]
        return listed + [ListedFile(name, "teacher") for name in self.contents.teacher]
