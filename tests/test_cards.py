"""Cards: what is on them, what they must not give away, and what Anki itself makes of them and of an
update.
"""

import csv
import io
import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from builder.__main__ import main
from builder.cards.cards import cards
from builder.cards.making import all_cards
from builder.checked import read_and_check
from builder.editions import STUDENT
from builder.model.blocks import Glossary, Question, Quotation, Reveal, Vocabulary
from builder.model.book import Book
from builder.model.walking import children, texts, walk
from builder.pages.publication import publish
from tests.built import Built
from tests.guides import REAL, STOCK, changed

HERE = Path(__file__).parent
ROOT = HERE.parent
NEWER, ODD = HERE / "cards" / "newer", HERE / "cards" / "odd"
PROGRAMS = {"1": ["-m", "builder"], "2": ["-c", "from tests.later import run; run()"]}

Row = dict[str, str]


@cache
def book(root: Path) -> Book:
    return read_and_check(root)


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The stock guide with everything that is hard to put on cards."""
    return read_and_check(changed(tmp_path_factory.mktemp("odd"), ODD))


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """A fresh collection of Anki's."""
    made = Collection(str(tmp_path / "collection.anki2"))
    yield made
    made.close()


def table(of: Book) -> str:
    return cards(publish(of, STUDENT))[1].content.decode()


def rows(of: Book) -> list[Row]:
    return list(csv.DictReader(io.StringIO(table(of), newline="")))


def load(collection: Collection, of: Book, folder: Path) -> None:
    """Import a book's cards as the program does where one changes none of its settings."""
    package, _table = cards(publish(of, STUDENT))
    (folder / package.path).write_bytes(package.content)
    request = ImportAnkiPackageRequest(
        package_path=str(folder / package.path), options=ImportAnkiPackageOptions()
    )
    log = collection.import_anki_package(request).log
    assert not [*log.conflicting, *log.missing_notetype, *log.missing_deck, *log.empty_first_field]


def notes(collection: Collection) -> dict[str, list[str]]:
    """The fields of every note, by its id for import."""
    found = [collection.get_note(note) for note in collection.find_notes("")]
    return {note.guid: list(note.fields) for note in found}


# ------------------------------------------------------------------------------------------------------ files


def test_the_stock_guides_cards(expect: Callable[[Path, str], None]) -> None:
    """Every kind of card, with its id, its chapter, both sides and tags."""
    expect(HERE / "cards" / "stock.csv", table(book(STOCK)).replace("\r\n", "\n"))


def test_odd_cards(expect: Callable[[Path, str], None], odd: Book) -> None:
    """Lists, formulas, links, notes, pictures, words that are in a vocabulary twice, and cells that look like
    a spreadsheet's formulas.
    """
    expect(HERE / "cards" / "odd.csv", table(odd).replace("\r\n", "\n"))


def test_markup(odd: Book) -> None:
    """A card has simple HTML: no links, no notes, no pictures, formulas in Anki's brackets, and nothing that
    Anki takes for its own.
    """
    (card,) = (card for card in all_cards(odd) if card.name == "chapter-02-toll")
    assert card.front[0] == (
        r"What does a crossing cost, if \(a &lt; b\) and ring bell? See What a crossing costs, beat 1.2"
        "\nand the keeper’s page."
    )
    assert "&#91;sound:bell.mp3]" in card.back[1]
    assert r"\[\left&#91; a \right] &gt; b\]" in card.back[1]
    assert "<em>nobody</em>" in card.back[1]
    assert "The board." in card.back[1]
    assert "A note that stays away" not in card.back[1]


def test_the_table_is_csv() -> None:
    """Lines end as RFC 4180 has it, every row has as many cells as the header, and no cell is a formula."""
    text = table(book(STOCK))
    assert text.endswith("\r\n")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in read} == {6}
    assert [cell for row in read for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


def test_no_cards(tmp_path: Path) -> None:
    """A guide with nothing for a card has no files of cards."""
    empty = "=====\nEmpty\n=====\n\nNothing is asked.\n"
    guide = changed(tmp_path / "guide")
    for file in ("chapter-01", "chapter-02", "people", "words", "welcome"):
        (guide / f"{file}.rst").write_text(empty, encoding="utf-8")
    assert cards(publish(Built(guide, guide).book, STUDENT)) == []


def test_cards_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cards need no pages: asked for alone, they are all that is made."""
    assert main(["build", str(STOCK), "-o", str(tmp_path), "--format", "cards"]) == 0
    assert {file.name for file in tmp_path.iterdir()} == {
        "the-ferry.apkg",
        "the-ferry-cards.csv",
        "SHA256SUMS",
    }
    assert "pages" not in capsys.readouterr().out


@pytest.mark.parametrize("seed", PROGRAMS)
def test_same_bytes(seed: str, tmp_path: Path) -> None:
    """Neither the clock nor the seed of hashes leaves a trace."""
    command = [sys.executable, *PROGRAMS[seed], "build", str(STOCK), "-o", str(tmp_path), "--format", "cards"]
    around = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": "Pacific/Kiritimati"}
    done = subprocess.run(command, cwd=tmp_path, env=around, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert {file.path: file.content for file in cards(publish(book(STOCK), STUDENT))} == {
        file.name: file.read_bytes() for file in tmp_path.glob("the-ferry*")
    }


def test_the_packages_entries() -> None:
    """The zip file holds no clock time, and the database no release of SQLite."""
    with zipfile.ZipFile(io.BytesIO(cards(publish(book(STOCK), STUDENT))[0].content)) as package:
        assert [(entry.filename, entry.date_time) for entry in package.infolist()] == [
            ("collection.anki2", (1980, 1, 1, 0, 0, 0)),
            ("media", (1980, 1, 1, 0, 0, 0)),
        ]
        assert package.read("collection.anki2")[96:100] == bytes(4)


# ----------------------------------------------------------------------------------------- what is given away


def later(of: Book) -> Iterator[tuple[int, str]]:
    """Texts that are known from a chapter on: what reveals hold, what terms mean, what is quoted from
    where.
    """
    for chapter in of.chapters:
        for block in walk(chapter.blocks):
            match block:
                case Reveal():
                    inside = (text for inner in walk(children(block)) for text in texts(inner))
                    yield from ((block.since, text.plain) for text in inside if text.plain)
                case Glossary() | Vocabulary():
                    yield from (
                        (max(term.since, chapter.number or 0), term.text.plain) for term in block.terms
                    )
                case Quotation():
                    yield max(block.chapter or 0, chapter.number or 0), block.quoted.plain
                case Question() if chapter.number:
                    yield chapter.number, block.text.plain


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("root", [STOCK, REAL], ids=["stock", "the guide"])
def test_no_card_gives_away_more_than_its_chapter(root: Path) -> None:
    """Nothing that is known from a later chapter is on a card, on either side."""
    known_later = list(later(book(root)))
    assert known_later
    sides = [
        (row["id"], int(row["chapter"]), squeezed(row["front"] + row["back"])) for row in rows(book(root))
    ]
    assert [
        (name, text)
        for name, chapter, shown in sides
        for since, text in known_later
        if since > chapter and squeezed(text) in shown
    ] == []


@pytest.mark.parametrize("root", [STOCK, REAL], ids=["stock", "the guide"])
def test_answers_and_content_for_teachers(root: Path) -> None:
    """The answer to an open question is on no card, nor is content for teachers."""
    made = squeezed(table(book(root)).replace('""', '"'))
    questions = [
        block
        for chapter in book(root).chapters
        for block in walk(chapter.blocks)
        if isinstance(block, Question)
    ]
    open_answers = [
        question.answer.text.plain
        for question in questions
        if question.answer and question.kind in ("discussion", "essay")
    ]
    assert open_answers
    assert [text for text in [*open_answers, *Built(root, root).for_teachers] if squeezed(text) in made] == []
    closed = {question.id for question in questions if question.kind in ("recall", "choice")}
    assert {row["id"] for row in rows(book(root)) if row["kind"] in ("recall", "choice")} == closed


def test_what_says_no_chapter_is_of_the_last(odd: Book) -> None:
    """A card's chapter is its file's, its own, its beat's or that of the reveal around it, whichever is last;
    else the work's last.
    """
    found = {row["id"]: int(row["chapter"]) for row in rows(odd)}
    assert {
        name: found[name]
        for name in ("order-nowhere", "order-by-beat", "order-by-nothing", "chapter-02-ahead")
    } == {
        "order-nowhere": 4,
        "order-by-beat": 1,
        "order-by-nothing": 4,
        "chapter-02-ahead": 4,
    }
    assert (found["vocabulary:chapter-02:toll"], found["vocabulary:chapter-02:toll#2"]) == (3, 2)
    assert "only teachers" not in table(odd)


def test_cards_of_a_file_that_spoils_a_chapter(small: Path) -> None:
    """What names no chapter itself is learned with the one up to which its file spoils the work."""
    with (small / "the-small-ferry-cards.csv").open(encoding="utf-8", newline="") as cells:
        found = {row["id"]: int(row["chapter"]) for row in csv.DictReader(cells)}
    spoiling = {name: chapter for name, chapter in found.items() if "file-" in name}
    assert spoiling == {
        "vocabulary:file-two:rope of two": 2,
        "file-two-quotation-1": 2,
        "file-two-asked-two": 2,
        "vocabulary:file-three:rope of three": 3,
        "file-three-quotation-1": 3,
        "file-three-asked-three": 3,
    }


def test_every_card_of_the_guide() -> None:
    """The real guide has a card for every closed question, quotation and word, and for every person as first
    met.
    """
    blocks = [
        block
        for chapter in book(REAL).chapters
        if chapter.role != "teacher"
        for block in walk(chapter.blocks)
    ]
    kinds = Counter(row["kind"] for row in rows(book(REAL)))
    assert kinds["quotation"] == sum(isinstance(block, Quotation) for block in blocks)
    assert kinds["choice"] + kinds["recall"] == sum(
        isinstance(block, Question) and block.kind in ("choice", "recall") for block in blocks
    )
    assert kinds["vocabulary"] == sum(len(block.terms) for block in blocks if isinstance(block, Vocabulary))
    assert kinds["term"] == sum(len(block.terms) for block in blocks if isinstance(block, Glossary))
    first = [row for row in rows(book(REAL)) if row["kind"] == "character" and row["id"].count(":") == 1]
    assert len(first) == sum(block.tagname == "character" for block in blocks)


# ------------------------------------------------------------------------------------------------------- Anki


@pytest.mark.parametrize("root", [STOCK, REAL], ids=["stock", "the guide"])
def test_anki_takes_them(root: Path, collection: Collection, tmp_path: Path) -> None:
    """Anki has as many notes of each type as the table has rows, with their tags, one card each, and every
    side shows something.
    """
    load(collection, book(root), tmp_path)
    found = [collection.get_note(note) for note in collection.find_notes("")]
    expected = rows(book(root))
    assert Counter(note.note_type()["name"] for note in found) == Counter(
        f"Study guide: {row['kind']}" for row in expected
    )
    assert Counter(tag for note in found for tag in note.tags) == Counter(
        tag for row in expected for tag in row["tags"].split()
    )
    assert collection.card_count() == len(expected)
    for note in found:
        (card,) = note.cards()
        shown = card.render_output()
        assert "{{" not in shown.question_text + shown.answer_text
        assert note.fields[0] in shown.question_text
        assert len(shown.answer_text) > len(note.fields[0])
    assert not collection.get_empty_cards().notes
    assert collection.fix_integrity()[1]


def test_decks(collection: Collection, tmp_path: Path) -> None:
    """Every chapter has a deck, under its part and the guide, and a card is in its chapter's."""
    load(collection, book(REAL), tmp_path)
    names = [deck.name for deck in collection.decks.all_names_and_ids() if deck.name != "Default"]
    leaves = [name for name in names if name.count("::") == 2]
    assert leaves == sorted(leaves)
    assert leaves[6] == "Never Let Me Go::1. Part One::Chapter 07"
    assert len(leaves) == 23
    for card in map(collection.get_card, collection.find_cards("")):
        assert f"chapter::{collection.decks.name(card.did)[-2:]}" in card.note().tags


def test_an_update_keeps_progress(collection: Collection, tmp_path: Path) -> None:
    """With a newer guide on top no note is doubled, a changed text is changed, a new word is new, and what
    was learnt stays.
    """
    load(collection, book(STOCK), tmp_path)
    before = notes(collection)
    (learnt,) = collection.find_cards('"note:Study guide: recall"')
    (chain,) = collection.find_cards('"note:Study guide: vocabulary" Front:chain')
    for card in (learnt, chain):
        review(collection, card)
    kept = schedule(collection)
    load(collection, read_and_check(changed(tmp_path / "guide", NEWER)), tmp_path)
    after = notes(collection)
    assert before.keys() < after.keys()
    assert [fields[0] for guid, fields in after.items() if guid not in before] == ["bell"]
    assert [(fields[3], after[guid][3]) for guid, fields in before.items() if fields != after[guid]] == [
        ("<p>Plainly Anna, and she is alone.</p>", "<p>Anna, plainly, and all alone.</p>")
    ]
    assert {card: values for card, values in schedule(collection).items() if card in kept} == kept
    assert sum(values[0] for values in kept.values()) == 2
    assert (
        len([kind for kind in collection.models.all_names_and_ids() if kind.name.startswith("Study guide")])
        == 6
    )


def test_the_same_again(collection: Collection, tmp_path: Path) -> None:
    """The same cards a second time change nothing."""
    load(collection, book(STOCK), tmp_path)
    before = notes(collection), schedule(collection)
    load(collection, book(STOCK), tmp_path)
    assert (notes(collection), schedule(collection)) == before


def review(collection: Collection, number: int) -> None:
    """Answer a card as known, through Anki's own scheduler."""
    card = collection.get_card(number)  # type: ignore[arg-type]
    card.start_timer()
    collection.sched.answerCard(card, 4)


def schedule(collection: Collection) -> dict[int, tuple[int, ...]]:
    """What Anki knows of every card's learning: reviews, state, queue, the day it is due, interval and
    ease.
    """
    found = (collection.get_card(card) for card in collection.find_cards(""))
    return {card.id: (card.reps, card.type, card.queue, card.due, card.ivl, card.factor) for card in found}
