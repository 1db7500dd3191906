"""What the divisions of works are called: of novels, plays, poems, several works."""

from dataclasses import replace

import pytest

from builder.material.divisions import Divisions, divisions, roman, words_of
from builder.model.book import Part, Work, as_through
from builder.model.node import within
from builder.reading.guide import read_guide
from tests.guides import STOCK

ACTS = (Part("Act 1", "", 1, 7), Part("Act 2", "", 8, 11))
NOVEL = Work("The Ferry", "Ada Marsh", 1931, 11, ())
PLAY = Work("The Ferry", "Ada Marsh", 1931, 11, ACTS, "play", ("scene",), "1", True)
TWO = (Part("The Toll", "", 1, 1, year=1930), Part("The Bell", "", 2, 11, year=1931))


def named(work: Work, titles: dict[int, str] | None = None) -> Divisions:
    """The divisions of a work in an English guide."""
    return Divisions(work, words_of(replace(read_guide(STOCK)[0].guide, work=work)), titles or {})


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (NOVEL, "9 · 9 · 9 · chapter 9 · ch. 9 · Chapters 8–9"),
        (
            replace(NOVEL, division=("stave",), numbers="I"),
            "9 · IX · IX · stave IX · stave IX · Staves VIII–IX",
        ),
        (
            replace(NOVEL, division=("canto",), numbers="i"),
            "9 · ix · ix · canto ix · canto ix · Cantos viii–ix",
        ),
        (
            replace(NOVEL, division=("book",), numbers="one"),
            "9 · nine · Book Nine · book nine · bk. nine · Books eight–nine",
        ),
        (replace(NOVEL, numbers="none"), "9 ·  ·  · Ice · Ice · Thaw – Ice"),
        (replace(NOVEL, division=("fit", "fits")), "9 · 9 · 9 · fit 9 · fit 9 · Fits 8–9"),
        (PLAY, "2.2 · 2.2 · 2.2 · Act 2, scene 2 · 2.2 · Act 2, scenes 1–2"),
        (replace(PLAY, numbers="I.i"), "2.2 · II.ii · II.ii · Act 2, scene ii · II.ii · Act 2, scenes i–ii"),
        (
            replace(NOVEL, parts=TWO, restart=True),
            "2.8 · 2.8 · 2.8 · The Bell, chapter 8 · 2.8 · The Bell, chapters 7–8",
        ),
    ],
    ids=lambda value: "" if isinstance(value, Work) else value,
)
def test_names(work: Work, said: str) -> None:
    """A division has a number, a number in the work's own style, and a name in text, heads and margins."""
    by = named(work, {8: "Thaw", 9: "Ice"})
    found = [by.address(9), by.numeral(9), by.heading(9), by.name(9), by.brief(9), by.span(8, 9)]
    assert " · ".join(found) == said


def test_a_part_that_is_not_divided() -> None:
    """A work of its own without divisions is called by its title, and has one number."""
    by = named(replace(NOVEL, parts=TWO, restart=True))
    assert (by.address(1), by.name(1), by.span(1, 2)) == ("1", "The Toll", "Chapters 1–2.1")
    assert by.of_part(TWO[0]) == ""
    assert by.of_part(TWO[1]) == "Chapters 1–10"


def test_places_with_lines() -> None:
    """In a play a place is act, scene and line; elsewhere lines are named."""
    assert named(PLAY).reference(8, "33–34") == "2.1.33–34"
    assert named(NOVEL).reference(8, "33–34") == "chapter 8, lines 33–34"
    assert named(NOVEL).reference(None, "7") == "line 7"
    assert named(replace(NOVEL, parts=TWO, restart=True)).reference(2, "7") == "The Bell, chapter 1, line 7"


def test_places_as_authors_write_them() -> None:
    """“2.3” is a scene of an act; what is none stays beyond the last."""
    assert [PLAY.place(number) for number in (1, within(1, 7), within(2, 1), within(2, 4))] == [1, 7, 8, 11]
    assert [PLAY.place(number) > 11 for number in (2, within(2, 5), within(3, 1))] == [True, True, True]
    several = replace(NOVEL, parts=TWO, restart=True)
    assert [several.place(number) for number in (1, within(1, 1), within(2, 3))] == [1, 1, 4]
    assert NOVEL.place(7) == 7
    assert NOVEL.place(within(2, 3)) > 11
    assert [as_through(name) for name in ("through-7", "through-2-3", "teacher")] == [7, within(2, 3), None]


def test_roman_figures() -> None:
    """Roman figures are the usual ones."""
    assert [roman(number) for number in (1, 4, 14, 40, 99, 444, 999)] == [
        "I",
        "IV",
        "XIV",
        "XL",
        "XCIX",
        "CDXLIV",
        "CMXCIX",
    ]


def test_words_of_an_unknown_number() -> None:
    """Where the program has no word for a number, it writes figures."""
    work = replace(NOVEL, chapters=99, numbers="one")
    assert named(work).name(99) == "chapter 99"
    assert divisions(read_guide(STOCK)[0]).titles[1]
