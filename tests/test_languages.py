"""Guides in other languages than English: the tables of words, and two small guides, built."""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builder.__main__ import main
from builder.material.collation import sort_key
from builder.material.fonts import width
from builder.material.words import words, written_day
from builder.reading.typography import typographic
from tests.epub_files import Epub, checked
from tests.pdf_files import Pdf

HERE = Path(__file__).parent
TABLES: Mapping[str, Any] = tomllib.loads(
    (HERE.parent / "builder" / "templates" / "words.toml").read_text(encoding="utf-8")
)
LANGUAGES = [name for name in TABLES if "-" not in name]
OPTIONAL = {"first-day"}


# ------------------------------------------------------------------------------------------- tables of words


FORMS = {"m", "f", "n", "v", "place"}  # a sentence that depends on the gender of a noun in it
FREE = {"{division}", "{divisions}", "{kind}", "{beat}", "{beats}"}  # a language may do without the noun


def shape(value: Any) -> Any:
    """What two languages must have in common: placeholders, the keys of a table, the length of a list."""
    if isinstance(value, dict) and value.keys() <= FORMS:
        return shape(next(iter(value.values())))
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return sorted({*re.findall(r"{\w+}", value)} - FREE), value == ""


@pytest.mark.parametrize("language", TABLES)
def test_every_table_has_the_same_words(language: str) -> None:
    """A language has every word that English has, with the same placeholders; a region has none else."""
    table, english = TABLES[language], TABLES["en"]
    missing = set() if "-" in language else english.keys() - table.keys()
    foreign = table.keys() - english.keys() - OPTIONAL
    common = table.keys() & english.keys() - {"kinds", "divisions"}  # test_divisions.py compares these
    other = [key for key in common if shape(table[key]) != shape(english[key])]
    assert (missing, foreign, other) == (set(), set(), [])


def test_a_region_lies_over_its_language() -> None:
    """pt-BR has its own words and else those of Portuguese; de-AT has those of German."""
    assert words("pt-BR")["spoils"] != words("pt")["spoils"]
    assert words("pt-BR")["glossary"] == words("pt")["glossary"]
    assert words("de-AT") == words("de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_heads_of_the_clock_map_fit(language: str) -> None:
    """The heads of the two scales are no wider than their columns."""
    own = words(language)
    assert [width(own[head], 9, 700) <= 137 for head in ("order-of-events", "order-of-telling")] == [True] * 2


def test_days_are_written_out() -> None:
    """A day has the form of its language, the first of a month too."""
    day = date(2027, 3, 1)
    assert [written_day(words(language), day) for language in LANGUAGES] == [
        "Monday 1 March 2027",
        "Montag, 1. März 2027",
        "lundi 1er mars 2027",
        "lunes, 1 de marzo de 2027",
        "segunda-feira, 1 de março de 2027",
    ]


# ---------------------------------------------------------------------------------------- quotes and order


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en-GB", "“I say ‘no’”: why? Ann’s; don’t!"),
        ("de", "„I say ‚no‘“: why? Ann’s; don’t!"),
        ("de-CH", "«I say ‹no›»: why? Ann’s; don’t!"),
        ("fr", "«\u202fI say “no”\u202f»\u00a0: why\u202f? Ann’s\u202f; don’t\u202f!"),
        ("fr-CA", "«\u202fI say “no”\u202f»: why? Ann’s; don’t!"),
        ("es", "«I say “no”»: why? Ann’s; don’t!"),
        ("pt", "«I say “no”»: why? Ann’s; don’t!"),
        ("pt-BR", "“I say ‘no’”: why? Ann’s; don’t!"),
    ],
)
def test_quotes_of_a_language(language: str, expected: str) -> None:
    """Quotation marks, nested ones too, and the spaces before high marks are the language's."""
    assert typographic("\"I say 'no'\": why? Ann's; don't!", language) == expected


def test_the_order_of_a_language() -> None:
    """Marks make no difference, but where a letter with a mark is a letter of its own."""
    heads = ["nube", "ñu", "noche", "œuf", "ode", "Öl", "Oz", "Straße", "Strasse", "éte"]
    assert sorted(heads, key=sort_key) == [
        *("éte", "noche", "ñu", "nube", "ode", "œuf", "Öl", "Oz", "Strasse", "Straße")
    ]
    spanish = sorted([*heads[:3], "oca"], key=lambda head: sort_key(head, "es-MX"))
    assert spanish == ["noche", "nube", "ñu", "oca"]


# ------------------------------------------------------------------------------------------- two small guides


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what is built of the guide to Die Verwandlung."""
    folder = tmp_path_factory.mktemp("german")
    assert main(["build", str(HERE / "german"), "-o", str(folder), "-q"]) == 0
    return folder


@pytest.fixture(scope="module")
def french(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what is built of the guide to Candide."""
    folder = tmp_path_factory.mktemp("french")
    assert main(["build", str(HERE / "french"), "-o", str(folder), "-q"]) == 0
    return folder


def everything(folder: Path) -> str:
    """All that a reader may see or hear of a built guide."""
    pages = [text for path in sorted(folder.rglob("*.pdf")) for text in Pdf(path).texts]
    files = [text for path in sorted(folder.glob("*.epub")) for text in said(Epub(path))]
    tables = [path.read_text(encoding="utf-8") for path in [*folder.glob("*.csv"), *folder.rglob("*.ics")]]
    return " ".join(" ".join([*pages, *files, *tables]).split())


def said(epub: Epub) -> Iterator[str]:
    for page in epub.pages.values():
        yield " ".join(page.itertext())
        for name in ("alt", "title", "aria-label"):
            yield from (element.get(name, "") for element in page.iter("{*}*"))
    yield " ".join(epub.package.itertext())


def phrases(value: Any) -> Iterator[str]:
    """The words of a table, without what stands for something else."""
    if isinstance(value, str):
        yield from (part.strip() for part in re.split(r"{\w+}", value))
    else:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from phrases(inner)


def english_in(text: str, language: str) -> list[str]:
    """The English words of words.toml, of four letters or more, that a text in another language has."""
    own = " ".join(phrases(TABLES[language])).casefold()
    in_csv = ("divisions", "level")  # names of its columns are English
    english = {key: value for key, value in TABLES["en"].items() if key not in in_csv}
    asked = {word for word in phrases(english) if len(word) >= 4 and word.casefold() not in own}
    return sorted(word for word in asked if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))


def test_english_words_are_found() -> None:
    """A word that was left in English would be found."""
    assert english_in("Kapitel 3, Look back, p. 4", "de") == ["Look back"]


def test_a_german_guide(german: Path) -> None:
    """No word is English; quotes, index and glossary are in the language's order and marks."""
    text = everything(german)
    assert english_in(text, "de") == []
    for phrase in (
        "„verspäteter ‚Alltag‘“",
        "ein „es“ geworden",
        "in der Erzählung, Kapitel 3",
        "Montag, 1. März 2027",
    ):
        assert phrase in text
    assert "«\u202fQuelle famille\u202f!\u202f»" in " ".join(said(Epub(german / "die-verwandlung.epub")))
    index = Epub(german / "die-verwandlung.epub").pages["EPUB/register.xhtml"]
    heads = [item.text.rstrip(", ") for item in index.iter("{*}li")]
    assert heads == [
        *("Ähnlichkeit", "Amt", "Bild", "Käfer", "Öffentlichkeit", "Stock", "Strafe", "Übereifer", "Züge"),
    ]


def test_a_french_guide(french: Path) -> None:
    """No word is English; quotes, index and glossary are in the language's order and marks."""
    text = everything(french)
    assert english_in(text, "fr") == []
    for phrase in ("lundi 1er mars 2027", "dans le roman, chapitre 1", "sagen: „Komm mit!“"):
        assert phrase in text
    epub = Epub(french / "candide.epub")
    assert "«\u202fparce qu’il a “une porte” et des fenêtres\u202f»\u202f;" in " ".join(
        " ".join(epub.pages["EPUB/chapitre-1.xhtml"].itertext()).replace("\u202f", "\0").split()
    ).replace("\0", "\u202f")
    heads = [item.text.rstrip(", ") for item in epub.pages["EPUB/index-des-mots.xhtml"].iter("{*}li")]
    assert heads == ["château", "chute", "été", "étymologie", "héros", "œuvres"]
    with (french / "candide-cards.csv").open(encoding="utf-8", newline="") as cells:
        assert "pourquoi est-ce important\u202f?" in " ".join(row["front"] for row in csv.DictReader(cells))


@pytest.mark.parametrize("guide", ["german", "french"])
def test_files_are_sound(guide: str, request: pytest.FixtureRequest) -> None:
    """E-books and PDFs have no faults, and say which language they are in."""
    folder: Path = request.getfixturevalue(guide)
    prints = [Pdf(path) for path in folder.rglob("*.pdf")]
    assert [fault for path in folder.glob("*.epub") for fault in Epub(path).faults()] == []
    assert [fault for file in prints for fault in file.faults()] == []
    assert {str(file.file.Root.Lang) for file in prints} == {{"german": "de", "french": "fr"}[guide]}


@pytest.mark.validator
@pytest.mark.parametrize("guide", ["german", "french"])
def test_epubcheck_is_silent(guide: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """EPUBCheck finds nothing."""
    folder: Path = request.getfixturevalue(guide)
    assert [said for path in folder.glob("*.epub") for said in checked(path, tmp_path)] == []
