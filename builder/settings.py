"""`guide.toml` → typed settings: every unknown key, missing key and wrong value at once, each with its line."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from builder import model
from builder.diagnostics import Diagnostic, GuideError, Origin, nearest

FILE = "guide.toml"

_TEXT = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]*$"  # neither XML nor PDF can hold the others
_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_TAG = r"^[a-z][a-z0-9_]*$"
_LANGUAGE = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"
# EPUB and its NCX must agree on one identifier, and a reading system compares it letter by letter.
_IDENTIFIER = r"^(urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|urn:isbn:\d{13}|https://\S+)$"
_CHAPTER = r"^[a-z0-9]+(-[a-z0-9]+)*\.rst$"
_IMAGE = r"^[\w.-]+(/[\w.-]+)*\.(png|jpe?g)$"
_FORMS = {
    _TEXT: "take the control characters out",
    _SLUG: "small letters and digits with single hyphens between them",
    _TAG: "small letters, digits and _, a letter first",
    _LANGUAGE: "a language tag such as en, en-GB or pt-BR",
    _IDENTIFIER: "urn:uuid: and a UUID in small letters, urn:isbn: and 13 digits, or an https address",
    _CHAPTER: "a file name of small letters, digits and hyphens that ends in .rst, such as part-one.rst",
    _IMAGE: "a PNG or JPEG inside the guide's folder, such as images/cover.png",
}

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=_TEXT)]
Slug = Annotated[str, StringConstraints(pattern=_SLUG)]
Tag = Annotated[str, StringConstraints(pattern=_TAG)]
Language = Annotated[str, StringConstraints(pattern=_LANGUAGE)]
Identifier = Annotated[str, StringConstraints(pattern=_IDENTIFIER)]
ChapterFile = Annotated[str, StringConstraints(pattern=_CHAPTER)]
ImageFile = Annotated[str, StringConstraints(pattern=_IMAGE)]
Count = Annotated[int, Field(ge=1)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2999, 12, 31))]

_Whole = TypeVar("_Whole", bound="Table")

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Table(BaseModel):
    """A table of guide.toml."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True, strict=True)


class GuideTable(Table):
    """`[guide]`: what the guide says of itself."""

    slug: Slug
    title: Text
    subtitle: Text
    authors: Annotated[list[Text], Field(min_length=1)]
    language: Language
    identifier: Identifier
    version: Text
    date: date
    rights: Text
    description: Text
    subjects: list[Text] = []
    corrections: Text


class PartTable(Table):
    """`[[work.parts]]`: chapters `first` to `last` of the work, and the file that opens them in the guide."""

    title: Text
    name: Text
    first: Count
    last: Count
    opener: ChapterFile | None = None


class WorkTable(Table):
    """`[work]`: the work that is studied."""

    title: Text
    author: Text
    year: int
    chapters: Count
    parts: list[PartTable] = []


class ContentsTable(Table):
    """`[contents]`: the chapter files in their order; the Nth of `chapters` treats the Nth chapter of the work."""

    front: list[ChapterFile] = []
    chapters: Annotated[list[ChapterFile], Field(min_length=1)]
    back: list[ChapterFile] = []
    teacher: list[ChapterFile] = []


class EpubTable(Table):
    """`[epub]`: whether fonts are embedded, and a cover image in place of the one that is drawn."""

    fonts: bool = True
    cover: ImageFile | None = None


class PrintTable(Table):
    """`[print]`: papers, and what else is printed: see model.PrintOptions."""

    papers: Annotated[list[Literal["a4", "letter"]], Field(min_length=1)] = ["a4"]
    large_print: Annotated[bool, Field(alias="large-print")] = False
    handouts: bool = False
    forms: bool = False
    ink_saver: Annotated[bool, Field(alias="ink-saver")] = False
    crop_marks: Annotated[bool, Field(alias="crop-marks")] = False


class EditionTable(Table):
    """`[[editions]]`: a book beside the student's. An author's own has a title, and tags by which `only` knows it."""

    name: Slug
    title: Text | None = None
    tags: list[Tag] = []


class ClassTable(Table):
    """`[class]`: the class pack. `quiz-groups` are pairs of chapters, the first and the last that a quiz is about."""

    seed: Annotated[int, Field(ge=0)]
    quiz_groups: Annotated[list[Annotated[list[Count], Field(min_length=2, max_length=2)]], Field(alias="quiz-groups", min_length=1)]

    def as_class_pack(self) -> model.ClassPack:
        """The table as the model knows it."""
        return model.ClassPack(self.seed, tuple((first, last) for first, last in self.quiz_groups))


class CalendarTable(Table):
    """`[calendar]`: the dates on which a class meets, and how many chapters are read for each: see model.Calendar."""

    start: Day
    days: Annotated[list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]], Field(min_length=1)]
    skip: list[Day] = []
    per_meeting: Annotated[Count, Field(alias="per-meeting")] = 1

    def as_calendar(self) -> model.Calendar:
        """The table as the model knows it."""
        return model.Calendar(self.start, frozenset(map(WEEK.index, self.days)), frozenset(self.skip), self.per_meeting)


class OverlaySettings(Table):
    """The whole of an overlay's guide.toml: a calendar in place of the guide's."""

    calendar: CalendarTable | None = None


class Settings(Table):
    """The whole of guide.toml."""

    guide: GuideTable
    work: WorkTable
    contents: ContentsTable
    epub: EpubTable = EpubTable()
    print: PrintTable = PrintTable()
    editions: list[EditionTable] = []
    class_pack: Annotated[ClassTable | None, Field(alias="class")] = None
    calendar: CalendarTable | None = None

    def as_guide(self, origin: Origin) -> model.Guide:
        """The settings as the model knows them."""
        parts = tuple(model.Part(part.title, part.name, part.first, part.last) for part in self.work.parts)
        work = model.Work(self.work.title, self.work.author, self.work.year, self.work.chapters, parts)
        own = self.guide.model_dump()
        own |= {"authors": tuple(self.guide.authors), "subjects": tuple(self.guide.subjects)}
        printing = self.print.model_dump() | {"large_print": self._is_large()} | {"papers": tuple(dict.fromkeys(self.print.papers))}
        own_books = [table for table in self.editions if table.name not in ("student", "large-print")]
        editions = tuple(model.Edition(table.name, table.title or "", frozenset(table.tags)) for table in own_books)
        return model.Guide(
            **own,
            work=work,
            fonts=self.epub.fonts,
            print=model.PrintOptions(**printing),
            class_pack=self.class_pack.as_class_pack() if self.class_pack else None,
            calendar=self.calendar.as_calendar() if self.calendar else None,
            editions=editions,
            origin=origin,
        )

    def _is_large(self) -> bool:
        return self.print.large_print or any(table.name == "large-print" for table in self.editions)

    def files(self) -> list[tuple[str, model.Role, int | None, int | None]]:
        """Every chapter file in the order of the book: its name, its role, chapter and part of the work it belongs to."""
        listed: list[tuple[str, model.Role, int | None, int | None]] = [(name, "front", None, None) for name in self.contents.front]
        for number, name in enumerate(self.contents.chapters, 1):
            part = next((n for n, p in enumerate(self.work.parts) if p.first <= number <= p.last), None)
            if part is not None and self.work.parts[part].first == number and (opener := self.work.parts[part].opener):
                listed.append((opener, "part", None, part))
            listed.append((name, "chapter", number, part))
        listed += [(name, "back", None, None) for name in self.contents.back]
        listed += [(name, "teacher", None, None) for name in self.contents.teacher]
        return listed


def read_settings(root: Path) -> Settings:
    """Read the settings of the guide in a folder. Raises GuideError with all that is wrong with them."""
    shown = (root / FILE).as_posix()
    settings, lines = _read(root / FILE, Settings)
    problems = _missing(settings, root, shown, lines)
    for rule in (_twice, _parts, _groups, _editions):
        problems += rule(settings, shown, lines)
    if problems:
        raise GuideError(problems)
    return settings


def read_calendar(folder: Path) -> model.Calendar | None:
    """The calendar of the overlay in a folder, where it has one. Raises GuideError with all that is wrong with its guide.toml."""
    if not (folder / FILE).is_file():
        return None
    settings, _lines = _read(folder / FILE, OverlaySettings)
    return settings.calendar.as_calendar() if settings.calendar else None


def _read(file: Path, kind: type[_Whole]) -> tuple[_Whole, "_Lines"]:
    """A file's settings, and where its keys stand. Raises GuideError."""
    shown = file.as_posix()
    try:
        source = file.read_text(encoding="utf-8")
        table = tomllib.loads(source)
    except (FileNotFoundError, IsADirectoryError):
        raise _error(shown, 0, "no-guide", "there is no guide here", f"write a {FILE}, or name the folder that has one")
    except UnicodeDecodeError as wrong:
        raise _error(shown, 0, "encoding", f"byte {wrong.start} is no UTF-8", "save the file as UTF-8")
    except tomllib.TOMLDecodeError as wrong:
        line = int(found[1]) if (found := re.search(r"at line (\d+)", str(wrong))) else source.count("\n") + 1
        raise _error(shown, line, "toml", str(wrong), "see the TOML syntax at this line")
    lines = _Lines(source)
    try:
        return kind.model_validate(table), lines
    except ValidationError as wrong:
        raise GuideError(_explain(dict(problem), kind, shown, lines) for problem in wrong.errors()) from None


def _error(file: str, line: int, code: str, what: str, mend: str) -> GuideError:
    return GuideError([Diagnostic(Origin(file, line), code, what, mend)])


def _twice(settings: Settings, file: str, lines: "_Lines") -> list[Diagnostic]:
    """Files that are listed more than once: a file's stem is its address in every output."""
    seen: set[str] = set()
    problems = []
    for name, *_ in settings.files():
        if name in seen:
            origin = Origin(file, lines.of_value(name, last=True))
            problems.append(
                Diagnostic(origin, "slug-twice", f"{name} is listed twice", "list it once, or give the second file a name of its own")
            )
        seen.add(name)
    return problems


def _missing(settings: Settings, root: Path, file: str, lines: "_Lines") -> list[Diagnostic]:
    inside = root.resolve()
    present = [path.name for path in root.glob("*.rst") if path.is_file() and path.resolve().is_relative_to(inside)]
    return [
        Diagnostic(
            Origin(file, lines.of_value(name)),
            "no-file",
            f"there is no file {name}",
            nearest(name, present, otherwise="write it, or take it off the list"),
        )
        for name in dict.fromkeys(name for name, *_ in settings.files())
        if name not in present
    ]


def _parts(settings: Settings, file: str, lines: "_Lines") -> list[Diagnostic]:
    """Parts follow one another from chapter 1 on, and the guide has no more chapters than the work."""
    problems = []
    following = 1
    for place, part in enumerate(settings.work.parts):
        if part.first != following or part.last < part.first:
            what = f"{part.title} goes from chapter {part.first} to {part.last}"
            origin = Origin(file, lines.of(("work", "parts", place, "first")))
            problems.append(Diagnostic(origin, "parts", what, f"let it begin at chapter {following} and end no earlier"))
        following = part.last + 1
    if settings.work.parts and following != settings.work.chapters + 1:
        origin = Origin(file, lines.of(("work", "chapters")))
        what = f"the parts end with chapter {following - 1}, the work with {settings.work.chapters}"
        problems.append(Diagnostic(origin, "parts", what, "let the last part end with the last chapter"))
    if len(settings.contents.chapters) > settings.work.chapters:
        origin = Origin(file, lines.of(("contents", "chapters")))
        what = f"{len(settings.contents.chapters)} chapter files for a work of {settings.work.chapters} chapters"
        problems.append(Diagnostic(origin, "parts", what, "list one file for each chapter of the work"))
    return problems


def _editions(settings: Settings, file: str, lines: "_Lines") -> list[Diagnostic]:
    """An edition is one that the program knows, or has a title of its own; each is declared once."""
    problems = []
    seen: set[str] = set()
    for place, table in enumerate(settings.editions):
        origin = Origin(file, lines.of(("editions", place, "name")))
        through = re.fullmatch(r"through-(\d+)", table.name)
        ours = table.name in ("student", "teacher", "large-print") or through
        if table.name in seen:
            problems.append(Diagnostic(origin, "edition", f"the edition {table.name} is declared twice", "declare it once"))
        elif through and not 1 <= int(through[1]) <= settings.work.chapters:
            what = f"the work has no chapter {through[1]}"
            problems.append(Diagnostic(origin, "edition", what, f"write through-1 to through-{settings.work.chapters}"))
        elif ours and (table.title or table.tags):
            what = f"{table.name} has its title and its tags from the program"
            problems.append(Diagnostic(origin, "edition", what, "take title and tags out, or give the edition another name"))
        elif not ours and not table.title:
            mend = "write student, teacher, through-N or large-print, or give it a line “title = …”"
            problems.append(Diagnostic(origin, "edition", f"there is no edition {table.name}", mend))
        seen.add(table.name)
    return problems


def _groups(settings: Settings, file: str, lines: "_Lines") -> list[Diagnostic]:
    """The quizzes' groups follow one another inside the work; chapters may be left out between them."""
    problems = []
    free, last_of_work = 1, settings.work.chapters
    for first, last in settings.class_pack.quiz_groups if settings.class_pack else []:
        if not free <= first <= last <= last_of_work:
            what = f"a quiz goes from chapter {first} to {last}"
            mend = f"let it begin at chapter {free} or later, end no earlier than it begins, and not after chapter {last_of_work}"
            problems.append(Diagnostic(Origin(file, lines.of(("class", "quiz-groups"))), "quiz-groups", what, mend))
        free = max(free, last + 1)
    return problems


# ------------------------------------------------------------------------------- pydantic's errors in our own words


def _explain(problem: dict[str, Any], kind: type[Table], file: str, lines: "_Lines") -> Diagnostic:
    loc: tuple[str | int, ...] = problem["loc"]
    key = ".".join(str(step) for step in loc)
    origin = Origin(file, lines.of(loc))
    match problem["type"]:
        case "extra_forbidden":
            mend = nearest(str(loc[-1]), _keys_beside(loc, kind), otherwise="take it out")
            return Diagnostic(origin, "unknown-key", f"there is no key {key}", mend)
        case "missing":
            return Diagnostic(origin, "missing-key", f"{key} is missing", f"write a line “{loc[-1]} = …” in this table")
        case "string_pattern_mismatch":
            return Diagnostic(origin, "key-value", f"{key} = {problem['input']!r} has the wrong form", _FORMS[problem["ctx"]["pattern"]])
        case _:
            return Diagnostic(origin, "key-value", f"{key}: {problem['msg'].lower()}", f"it stands as {problem['input']!r} now")


def _keys_beside(loc: tuple[str | int, ...], kind: type[Table]) -> list[str]:
    """The right keys of the table in which a wrong one stands."""
    table: type[BaseModel] = kind
    for step in loc[:-1]:
        if isinstance(step, str):
            found: dict[str, type[BaseModel]] = {
                "guide": GuideTable,
                "work": WorkTable,
                "parts": PartTable,
                "contents": ContentsTable,
                "epub": EpubTable,
                "print": PrintTable,
                "editions": EditionTable,
                "class": ClassTable,
                "calendar": CalendarTable,
            }
            table = found[step]
    return [field.alias or name for name, field in table.model_fields.items()]


class _Lines:
    """Where every key of a TOML source stands; tomllib itself does not tell."""

    def __init__(self, source: str) -> None:
        self._source = source.splitlines()
        self._places: dict[tuple[str | int, ...], int] = {}
        table: tuple[str | int, ...] = ()
        for number, line in enumerate(self._source, 1):
            if header := re.match(r"\s*(\[\[?)\s*([\w.\s-]+?)\s*\]", line):
                table = tuple(step.strip() for step in header[2].split("."))
                if header[1] == "[[":
                    count = sum(place[:-1] == table and isinstance(place[-1], int) for place in self._places)
                    table += (count,)
                self._places[table] = number
            elif key := re.match(r"\s*([\w-]+)\s*=", line):
                self._places[(*table, key[1])] = number

    def of(self, loc: tuple[str | int, ...]) -> int:
        """The line of a key, or of the nearest table around it."""
        while loc and loc not in self._places:
            loc = loc[:-1]
        return self._places.get(loc, 1)

    def of_value(self, value: str, *, last: bool = False) -> int:
        """The first (or last) line on which a string stands."""
        found = [number for number, line in enumerate(self._source, 1) if f'"{value}"' in line or f"'{value}'" in line]
        return (found[-1] if last else found[0]) if found else 1
