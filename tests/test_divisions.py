"""What the divisions of works are called: of novels, plays, poems, several works."""

from dataclasses import replace

import pytest

from builder.material.divisions import Divisions, divisions, roman, words_of
from builder.material.words import words
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


def told(language: str, work: Work, key: str) -> str:
    """A sentence of the program's in a language, about the ninth division of a work."""
    by = words_of(replace(read_guide(STOCK)[0].guide, language=language, work=work))
    sentence: str = by[key]
    return sentence.format(place=Divisions(work, by).name(9))


@pytest.mark.parametrize(
    ("language", "division", "said"),
    [
        ("de", "scene", "Wortschatz zu dieser Szene · Bekannt ab Szene 9"),
        ("de", "canto", "Wortschatz zu diesem Gesang · Bekannt ab Gesang 9"),
        ("fr", "chapter", "Vocabulaire du chapitre · Connu à partir du chapitre 9"),
        ("fr", "letter", "Vocabulaire de la lettre · Connu à partir de la lettre 9"),
        ("fr", "episode", "Vocabulaire de l’épisode · Connu à partir de l’épisode 9"),
        ("es", "letter", "Vocabulario de la carta · Se sabe desde la carta 9"),
        ("pt-BR", "day", "Vocabulário do dia · Conhecido a partir do dia 9"),
    ],
)
def test_genders(language: str, division: str, said: str) -> None:
    """A sentence has the words that the gender of the noun in it needs."""
    work = replace(NOVEL, division=(division,))
    found = [told(language, work, key) for key in ("vocabulary", "known-from")]
    assert " · ".join(found) == said


def test_places_that_begin_with_a_title() -> None:
    """Where a place begins with the title of an act, no article of the noun comes before it."""
    acts = tuple(replace(part, title=f"Acte {at}") for at, part in enumerate(ACTS, 1))
    play = replace(PLAY, parts=acts)
    assert told("fr", play, "known-from") == "Connu à partir de\u00a0: Acte 2, scène 2"
    own = replace(NOVEL, division=("flot", "flots", "m"))
    assert told("fr", own, "introduced") == "Première apparition au flot 9"


def test_every_language_has_all_words() -> None:
    """Every language has the words of English, for the same kinds of works and the same divisions."""
    english = words("en")
    for language in ("de", "fr", "es", "pt"):
        own = words(language)
        assert english.keys() - own.keys() == set()
        assert [own[table].keys() for table in ("kinds", "divisions")] == [
            english[table].keys() for table in ("kinds", "divisions")
        ]
        assert len(own["numerals"]) == len(english["numerals"])
