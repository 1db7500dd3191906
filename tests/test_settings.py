"""guide.toml as values: what its keys become, what they may hold, and on which line a mistake is told."""

import re
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from builder.diagnostics import GuideError, Origin
from builder.model.book import Calendar, ClassPack, Edition, Part, PrintOptions, Work
from builder.settings.guide_toml import read_calendar, read_settings
from builder.settings.lines import Lines
from builder.settings.listed import ListedFile, files_inside
from builder.settings.tables import CalendarTable, Settings
from tests.guides import STOCK, changed

MORE = """
[[editions]]
name = "large-print"

[[editions]]
name = "student"

[[editions]]
name = "mine"
title = "Mine"
tags = ["a", "b2_c"]

[[editions]]
name = "through-1"

[class]
seed = 0
quiz-groups = [[1, 1], [3, 4]]
tickets = "four"

[calendar]
start = 1900-01-01
days = ["mon", "sun"]
skip = [2999-12-31]
per-meeting = 2
"""

Told = Callable[..., list[str]]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """What the author is told, without the way out, of the stock guide with words of its guide.toml changed
    and some added; nothing where it is sound.
    """
    guide = changed(tmp_path / "guide")
    source = (guide / "guide.toml").read_text(encoding="utf-8")

    def run(old: str = "", new: str = "", more: str = "") -> list[str]:
        assert old in source
        (guide / "guide.toml").write_text(source.replace(old, new, 1) + more, encoding="utf-8")
        try:
            read_settings(guide)
        except GuideError as wrong:
            lines = str(wrong).splitlines()
            return [line.removeprefix(f"{guide}/").partition(" — ")[0] for line in lines]
        return []

    return run


def stock(more: str = "") -> Settings:
    """The settings of the stock guide, with some tables behind them."""
    source = (STOCK / "guide.toml").read_text(encoding="utf-8").partition("[print]")[0]
    return Settings.model_validate(tomllib.loads(source + more))


def test_what_is_set_by_itself() -> None:
    """A guide that asks for nothing gets an A4 book with fonts, and nothing beside it."""
    guide = stock().as_guide(Origin("guide.toml", 0))
    assert guide.print == PrintOptions(("a4",), False, False, False, False, False)
    assert guide.fonts
    assert guide.page_list
    assert (guide.class_pack, guide.calendar, guide.editions) == (None, None, ())
    assert guide.authors == ("Ida Brook", "Tom & Co. <Printers>")
    assert guide.subjects == ("Ferries -- Fiction", "Sisters")
    assert guide.origin == Origin("guide.toml", 0)
    parts = (Part("Part One", "The River", 1, 2), Part("Part Two", "The Bridge", 3, 4))
    assert guide.work == Work("The Ferry", "Ada Marsh", 1931, 4, parts, "novel")


def test_what_can_be_set() -> None:
    """Every other key comes through; the same paper twice is one paper."""
    papers = '[print]\npapers = ["letter", "a4", "letter"]\nhandouts = true\nforms = true\n'
    more = f"{papers}ink-saver = true\ncrop-marks = true\n{MORE}\n[epub]\nfonts = false\npage-list = false"
    guide = stock(more).as_guide(Origin("guide.toml", 0))
    assert guide.print == PrintOptions(("letter", "a4"), True, True, True, True, True)
    assert not guide.fonts
    assert not guide.page_list
    assert guide.class_pack == ClassPack(0, ((1, 1), (3, 4)), "four")
    free = frozenset({date(2999, 12, 31)})
    assert guide.calendar == Calendar(date(1900, 1, 1), frozenset({0, 6}), free, 2)
    assert guide.editions == (
        Edition("mine", "Mine", frozenset({"a", "b2_c"})),
        Edition("through-1", "", frozenset()),
    )


def test_large_print_is_a_key_too() -> None:
    """Large print can be asked for in [print] as well as by an edition, and only so."""
    assert stock("[print]\nlarge-print = true").as_guide(Origin("", 0)).print.large_print
    assert not stock('[[editions]]\nname = "teacher"').as_guide(Origin("", 0)).print.large_print


def test_a_meeting_is_one_chapter() -> None:
    """A calendar without more has one chapter for each meeting, and no free days."""
    calendar = stock('[calendar]\nstart = 2999-12-31\ndays = ["wed"]').as_guide(Origin("", 0)).calendar
    assert calendar == Calendar(date(2999, 12, 31), frozenset({2}), frozenset(), 1)
    for number, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun")):
        calendar = CalendarTable(start=date(2027, 1, 11), days=[day]).as_calendar()  # type: ignore[list-item]
        assert calendar.days == {number}


def test_files_in_their_order() -> None:
    """A part's opener stands before the part's first chapter; the teacher's files come last."""
    assert stock().files() == [
        ListedFile("welcome.rst", "front"),
        ListedFile("part-one.rst", "part", None, 0),
        ListedFile("chapter-01.rst", "chapter", 1, 0),
        ListedFile("chapter-02.rst", "chapter", 2, 0),
        *(ListedFile(f"{name}.rst", "back") for name in ("people", "ideas", "order", "words")),
        ListedFile("teachers.rst", "teacher"),
    ]
    assert ListedFile("a/b-c.rst", "back").slug == "a-b-c"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"the-ferry"', '"the--ferry"', "2: key-value: guide.slug"),
        ('"the-ferry"', '"the-ferry-"', "2: key-value: guide.slug"),
        ('"the-ferry"', '"the_ferry"', "2: key-value: guide.slug"),
        ('"The Ferry"', '"The\\u0007Ferry"', "3: key-value: guide.title"),
        ('"en-GB"', '"en-gb"', "6: key-value: guide.language"),
        ('"en-GB"', '"engl"', "6: key-value: guide.language"),
        ('"urn:uuid:6f1b', '"urn:uuid:6f1', "7: key-value: guide.identifier"),
        (
            '"urn:uuid:6f1b6f0e-8a51-4c1c-9d3f-0b7c8e2a4d15"',
            '"urn:isbn:12"',
            "7: key-value: guide.identifier",
        ),
        ('"urn:uuid:6f1b6f0e-8a51-4c1c-9d3f-0b7c8e2a4d15"', '"http://a.b"', "7: key-value: guide.identifier"),
        ("year = 1931", 'year = "1931"', "18: key-value: work.year"),
        ("first = 1\n", "first = 0\n", "24: key-value: first in entry 1 of work.parts"),
        ('"part-one.rst"', '"a/../one.rst"', "26: key-value: opener in entry 1 of work.parts"),
        ('"part-one.rst"', '"/part-one.rst"', "26: key-value: opener in entry 1 of work.parts"),
        ('["chapter-01.rst", "chapter-02.rst"]', "[]", "36: key-value: contents.chapters"),
        ('["a4", "letter"]', "[]", "41: key-value: print.papers"),
        ('["a4", "letter"]', '["a5"]', "41: key-value: entry 1 of print.papers"),
        ("forms = true", 'forms = "yes"', "44: key-value: print.forms"),
        ('tags = ["exam"]', 'tags = ["2exam"]', "50: key-value: entry 1 of tags in entry 1 of editions"),
        ("", "", ""),
        ('"the-ferry"', '"2-the-ferry"', ""),
        ('"en-GB"', '"zh-Hans-CN"', ""),
        ('"en-GB"', '"gsw"', ""),
        ('"The Ferry"', '"The\\tFerry\\nhouse"', ""),
        ('"urn:uuid:6f1b6f0e-8a51-4c1c-9d3f-0b7c8e2a4d15"', '"urn:isbn:9780000000002"', ""),
        ('"urn:uuid:6f1b6f0e-8a51-4c1c-9d3f-0b7c8e2a4d15"', '"https://a.b"', ""),
    ],
)
def test_what_keys_may_hold(old: str, new: str, key: str, told: Told) -> None:
    """A value of the wrong form is told on its line; one at the edge of what is right is taken."""
    found = told(old, new)
    assert len(found) == bool(key)
    assert all(line.startswith(f"guide.toml:{key}") for line in found)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (MORE, []),
        (MORE.replace("seed = 0", "seed = -1"), ["class.seed"]),
        (MORE.replace("[1, 1]", "[1, 1, 1]"), ["entry 1 of class.quiz-groups"]),
        (MORE.replace("[1, 1]", "[0, 1]"), ["entry 1 of entry 1 of class.quiz-groups"]),
        (MORE.replace("[[1, 1], [3, 4]]", "[]"), ["class.quiz-groups"]),
        (MORE.replace('"four"', '"five"'), ["class.tickets"]),
        (MORE.replace("1900-01-01", "1899-12-31"), ["calendar.start"]),
        (MORE.replace("2999-12-31", "3000-01-01"), ["entry 1 of calendar.skip"]),
        (MORE.replace('["mon", "sun"]', "[]"), ["calendar.days"]),
        (MORE.replace("per-meeting = 2", "per-meeting = 0"), ["calendar.per-meeting"]),
        (MORE.replace("per-meeting", "per_meeting"), ["there is no key calendar.per_meeting"]),
    ],
)
def test_what_tables_may_hold(more: str, found: list[str], told: Told) -> None:
    """The edges of numbers and dates, and how many of something there may be."""
    lines = told(more=more)
    whats = [line.split(": ", 2)[2].partition(" — ")[0] for line in lines]
    assert [re.sub(r" (is|has) .*$", "", what) if "there is" not in what else what for what in whats] == found


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("[class]\nseed = 1\nquiz-groups = [[1, 2], [4, 4]]", []),
        (
            "[class]\nseed = 1\nquiz-groups = [[2, 3], [3, 4]]",
            ["53: quiz-groups: a quiz goes from chapter 3 to 4"],
        ),
        (
            "[class]\nseed = 1\nquiz-groups = [[4, 4], [1, 2], [3, 3]]",
            [
                "53: quiz-groups: a quiz goes from chapter 1 to 2",
                "53: quiz-groups: a quiz goes from chapter 3 to 3",
            ],
        ),
        ("[class]\nseed = 1\nquiz-groups = [[1, 5]]", ["53: quiz-groups: a quiz goes from chapter 1 to 5"]),
        ('[[editions]]\nname = "exam"', ["52: edition: the edition exam is declared twice"]),
        ('[[editions]]\nname = "through-4"\n[[editions]]\nname = "through-1"', []),
        ('[[editions]]\nname = "through-5"', ["52: edition: the work has no chapter 5"]),
        ('[[editions]]\nname = "through-0"', ["52: edition: the work has no chapter 0"]),
        (
            '[[editions]]\nname = "through-1"\ntags = ["a"]',
            ["52: edition: through-1 has its title and its tags from the program"],
        ),
        (
            '[[editions]]\nname = "student"\ntitle = "S"',
            ["52: edition: student has its title and its tags from the program"],
        ),
        (
            '[[editions]]\nname = "large-print"\ntitle = "S"',
            ["52: edition: large-print has its title and its tags from the program"],
        ),
        (
            "\n".join(f'[[editions]]\nname = "{name}"' for name in ("student", "teacher", "large-print")),
            [],
        ),
        ('[[editions]]\nname = "own"\ntags = ["a"]', ["52: edition: there is no edition own"]),
    ],
)
def test_tables_together(more: str, found: list[str], told: Told) -> None:
    """Groups follow one another in the work; an edition is known or has a title, and is declared once."""
    assert told(more=more) == [f"guide.toml:{line}" for line in found]


def test_where_the_first_quiz_begins(tmp_path: Path) -> None:
    """The first quiz may begin at chapter 1."""
    source = (STOCK / "guide.toml").read_text(encoding="utf-8")
    more = "\n[class]\nseed = 1\nquiz-groups = [[2, 1]]\n"
    (changed(tmp_path / "guide") / "guide.toml").write_text(source + more, encoding="utf-8")
    with pytest.raises(GuideError, match=" — let it begin at chapter 1 or later, end no earlier "):
        read_settings(tmp_path / "guide")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("first = 1", "first = 2", ["24: parts: Part One goes from chapter 2 to 2"]),
        ("first = 3", "first = 2", ["31: parts: Part Two goes from chapter 2 to 4"]),
        ("last = 4", "last = 3", ["19: parts: the parts end with chapter 3, the work with 4"]),
        ("last = 4", "last = 5", ["19: parts: the parts end with chapter 5, the work with 4"]),
        (
            "first = 3\nlast = 4",
            "first = 3\nlast = 3\n[[work.parts]]\ntitle = 'P'\nname = 'N'\nfirst = 4\nlast = 4",
            [],
        ),
    ],
)
def test_parts(old: str, new: str, found: list[str], told: Told) -> None:
    """Parts follow one another, and the last one ends with the work."""
    assert told(old, new) == [f"guide.toml:{line}" for line in found]


def test_as_many_files_as_chapters(told: Told) -> None:
    """A guide may have one file for each chapter of the work; without parts, nothing is said of parts."""
    source = (STOCK / "guide.toml").read_text(encoding="utf-8")
    before, _, behind = source.partition("chapters = 4\n")
    parts = (
        source.removeprefix(before).removesuffix(behind.partition("[contents]")[2]).removesuffix("[contents]")
    )
    assert told(parts, "chapters = 2\n\n") == []
    assert told(parts, "chapters = 1\n\n") == [
        "guide.toml:23: parts: 2 chapter files for a work of 1 chapters"
    ]


def test_files_of_one_address(tmp_path: Path, told: Told) -> None:
    """Two files whose names make one address are told apart by a number; a file of two lists is told."""
    (tmp_path / "guide" / "order").mkdir()
    (tmp_path / "guide" / "order" / "list.rst").write_text("Words.", encoding="utf-8")
    (tmp_path / "guide" / "Order List.rst").write_text("Words.", encoding="utf-8")
    assert told('"order.rst"', '"Order List.rst", "order/list.rst", "Order List.rst"') == [
        "guide.toml:37: slug-twice: Order List.rst is listed twice",
    ]
    assert told('"order.rst"', '"Order List.rst", "order/list.rst"') == []
    slugs = [listed.slug for listed in read_settings(tmp_path / "guide").files()]
    assert [slug for slug in slugs if slug.startswith("order")] == ["order-list", "order-list-2"]
    assert told('["welcome.rst"]', '["gone.rst"]', '\n# "gone.rst"') == [
        "guide.toml:35: no-file: there is no file gone.rst"
    ]


def test_files_inside(tmp_path: Path) -> None:
    """A folder's .rst files and its subfolders', but none that is hidden, a folder, or a link out."""
    guide = tmp_path / "guide"
    for name in ("b.rst", "a/c.rst", "a.txt", ".hidden.rst", ".git/d.rst", "a/.e/f.rst", "a.rst/g.txt"):
        (guide / name).parent.mkdir(parents=True, exist_ok=True)
        (guide / name).write_text("Words.", encoding="utf-8")
    (tmp_path / "out.rst").write_text("Words.", encoding="utf-8")
    (guide / "link.rst").symlink_to(tmp_path / "out.rst")
    (guide / "same.rst").symlink_to(guide / "b.rst")
    assert [path.relative_to(guide).as_posix() for path in files_inside(guide)] == [
        "a/c.rst",
        "b.rst",
        "same.rst",
    ]


def test_lines() -> None:
    """A key stands on its line; one that is not there, on that of the table around it, or on the first."""
    source = "top = 1\n\n[ a . b ]\nkey = \"x\"\n  key-2='x'\n\n"
    source += "[[list]]\nk = 1\n[[list]]\nk = 2\n[[list.inner]]\nz = 1\n"
    lines = Lines(source)
    assert [lines.of(loc) for loc in [("top",), ("a", "b"), ("a", "b", "key"), ("a", "b", "key-2")]] == [
        1,
        3,
        4,
        5,
    ]
    assert [lines.of(("list", place, "k")) for place in range(3)] == [8, 10, 1]
    assert [lines.of(("list", place)) for place in range(2)] == [7, 9]
    assert [lines.of(("a", "b", "gone", 0)), lines.of(("gone", 1)), lines.of(())] == [3, 1, 1]
    assert lines.of(("list", "inner", 0, "z")) == 12
    assert [lines.of_value("x"), lines.of_value("x", last=True), lines.of_value("y")] == [4, 5, 1]


def test_a_calendar_beside_the_guide(tmp_path: Path) -> None:
    """An overlay may have a calendar in a guide.toml of its own, and need not."""
    assert read_calendar(tmp_path) is None
    (tmp_path / "guide.toml").write_text("", encoding="utf-8")
    assert read_calendar(tmp_path) is None
    (tmp_path / "guide.toml").write_text('[calendar]\nstart = 2027-01-11\ndays = ["tue"]', encoding="utf-8")
    assert read_calendar(tmp_path) == Calendar(date(2027, 1, 11), frozenset({1}))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"a = 1\n\n[b\n", "3: toml: "),
        (b"a = 1\nb = [1,\n", "3: toml: "),
        (b"a = '\xff'", "1: encoding: a character is no UTF-8 — save the file as UTF-8"),
    ],
)
def test_what_is_no_toml(content: bytes, found: str, tmp_path: Path) -> None:
    """The line of a mistake in the TOML itself is told, the last line where the source ends too soon."""
    (tmp_path / "guide.toml").write_bytes(content)
    with pytest.raises(GuideError) as wrong:
        read_settings(tmp_path)
    assert str(wrong.value).startswith(f"{tmp_path}/guide.toml:{found}")


@pytest.mark.parametrize(
    ("more", "fix"),
    [
        ("[epub]\nfont = true", "did you mean “fonts”?"),
        ("[class]\nseed = 1\nquiz-groups = [[1, 1]]\nquiz-group = 1", "did you mean “quiz-groups”?"),
        ('[calendar]\nstart = 2027-01-11\ndays = ["tue"]\nskips = []', "did you mean “skip”?"),
        ('[[editions]]\nname = "a"\ntitel = "A"\ntitle = "A"', "did you mean “title”?"),
        ("[classes]", "did you mean “class”?"),
        (
            "[zzz]",
            "take it out; this table has: guide, work, sources, contents, epub, print, editions, class, "
            "calendar",
        ),
    ],
)
def test_a_key_that_is_meant(more: str, fix: str, tmp_path: Path) -> None:
    """The key of the same table that is nearest is named, or none."""
    source = (STOCK / "guide.toml").read_text(encoding="utf-8")
    (tmp_path / "guide.toml").write_text(f"{source}\n{more}", encoding="utf-8")
    with pytest.raises(GuideError) as wrong:
        read_settings(tmp_path)
    assert str(wrong.value).endswith(f" — {fix}")
