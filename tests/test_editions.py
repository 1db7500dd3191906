"""Editions: who may see what, and the same pages in all of them. Two searches of finished files, and tests
that they can fail.
"""

import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from builder.__main__ import main
from builder.cards.card import Card
from builder.cards.making import all_cards
from builder.checking.spoilers import Secret, leaks, secrets
from builder.editions import edition
from builder.model.book import Book
from builder.model.node import NEVER
from builder.reading.guide import read_guide
from tests.built import Built
from tests.conftest import READ_ALONG
from tests.epub_files import Epub, checked
from tests.file_strings import strings
from tests.guides import REAL, STOCK
from tests.pdf_files import Pdf


@pytest.fixture(scope="session")
def whole() -> Book:
    """The real guide."""
    return read_guide(REAL)[0]


def files(folder: Path, whole: Book, name: str) -> list[Path]:
    """An edition's e-book and print book."""
    return [folder / f"{whole.guide.slug}-{name}.{ending}" for ending in ("epub", "pdf")]


def found(path: Path, whole: Book, name: str) -> list[Secret]:
    """What a file holds that its edition must not."""
    return leaks(strings(path), secrets(whole, edition(whole.guide, name)))


@pytest.mark.parametrize("last", READ_ALONG)
def test_nothing_is_known_early(last: int, read_along: Path, whole: Book) -> None:
    """What is learned after chapter N occurs nowhere in the files of the edition through N."""
    for path in files(read_along, whole, f"through-{last}"):
        assert found(path, whole, f"through-{last}") == []


def test_nothing_is_known_early_in_declared_editions(built: Built) -> None:
    """The same of the editions that a guide declares, and no answer in them or in the student's."""
    for own in ("student", *(declared.name for declared in built.book.guide.editions)):
        for path in files(built.folder, built.book, own) if own != "student" else [built.epub, built.pdf]:
            assert found(path, built.book, own) == []


def test_an_edition_ends_with_its_chapter(small: Path) -> None:
    """All that one learns with chapter 2 is in the edition through it, and nothing of chapter 3."""
    whole, cut = (" ".join(strings(small / f"the-small-ferry{name}.epub")) for name in ("", "-through-2"))
    every = set(re.findall(r"(\w+) of two", whole))
    assert len(every) > 15
    assert set(re.findall(r"(\w+) of three", whole)) == every
    assert set(re.findall(r"(\w+) of two", cut)) == every
    assert set(re.findall(r"(\w+) of three", cut)) == set()


def test_an_edition_does_not_look_ahead(small: Path) -> None:
    """An edition's last chapter says nothing of the next one; the chapters before it do."""
    whole, cut = (Epub(small / f"the-small-ferry{name}.epub").text for name in ("", "-through-2"))
    assert set(re.findall(r"What comes after chapter (\d)", whole)) == {"1", "2", "3"}
    assert set(re.findall(r"What comes after chapter (\d)", cut)) == {"1"}


def test_chapters_keep_their_pages(real: Built, read_along: Path, whole: Book) -> None:
    """A chapter has the same page number in every edition, on the page and in the e-book's page list."""
    pages = Pdf(real.pdf).destinations
    chapters = {
        chapter.slug: pages[chapter.slug]
        for chapter in real.student.chapters
        if chapter.role in ("front", "part", "chapter")
    }
    for folder, name in (
        (real.folder, "teacher"),
        (real.folder, "through-9"),
        *((read_along, f"through-{last}") for last in READ_ALONG),
    ):
        epub, pdf = files(folder, whole, name)
        there = Pdf(pdf).destinations
        assert {slug: there[slug] for slug in chapters if slug in there} == {
            slug: page for slug, page in chapters.items() if slug in there
        }
        assert len(chapters.keys() & there.keys()) > 3
        listed = {address: page for page, address in Epub(epub).navigation("page-list")}
        wrong = [
            page
            for slug, page in chapters.items()
            if listed.get(f"{slug}.xhtml#page-{page}", str(page)) != str(page)
        ]
        assert wrong == []


def test_the_teachers_pages_come_after_the_students(real: Built) -> None:
    """The student's pages are the same in the teacher's edition, but for the cover; every answer comes after
    them.
    """
    student, teacher = Pdf(real.pdf), Pdf(files(real.folder, real.book, "teacher")[1])
    last = student.destinations["cover_back"] - 1
    assert teacher.in_order[1 : last - 1] == student.in_order[1 : last - 1]
    added = re.sub(r"\W", "", "".join(teacher.in_order[last - 1 :]))
    missing = [answer for answer in real.answers if re.sub(r"\W", "", answer)[:40] not in added]
    assert missing == []


def test_reference_matter_has_a_series_of_its_own(read_along: Path, whole: Book) -> None:
    """After the last chapter of a read-along edition pages are R1, R2 …: on the page, in the file's labels,
    in the e-book.
    """
    epub, pdf = files(read_along, whole, "through-17")
    opened = Pdf(pdf)
    labels = opened.file.Root.PageLabels.Nums
    last = int(labels[2])
    assert str(labels[3].P) == "R"
    assert [
        number for number, text in enumerate(opened.texts[last:-1], 1) if f"R{number}" not in text.split()
    ] == []
    listed = [page for page, _address in Epub(epub).navigation("page-list")]
    assert "R1" in listed
    assert not [page for page in listed if page.isdecimal() and int(page) > last]


def test_editions_are_sound(read_along: Path, real: Built, whole: Book, tmp_path: Path) -> None:
    """EPUBCheck and the tests' own checks find nothing in an edition's files."""
    for folder, name in ((real.folder, "teacher"), (read_along, "through-17")):
        epub, pdf = files(folder, whole, name)
        assert Epub(epub).faults() + Pdf(pdf).faults() + checked(epub, tmp_path) == []


def test_editions_that_are_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exactly the editions that are named are built; a name that is none is reported."""
    asked = ["build", str(STOCK), "-o", str(tmp_path / "dist"), "-f", "pdf"]
    assert main([*asked, "--through", "2", "-e", "large-print"]) == 0
    made = {path.name for path in (tmp_path / "dist").glob("*.*")}
    assert made == {"the-ferry-through-2.pdf", "the-ferry-through-2-letter.pdf", "the-ferry-large-print.pdf"}
    capsys.readouterr()
    for wrong in ("techer", "through-5"):
        assert main(["build", str(STOCK), "-o", str(tmp_path / "none"), "-e", wrong]) == 2
        assert capsys.readouterr().err == f"nothing was written: the guide has no edition “{wrong}”\n"
    assert not (tmp_path / "none").exists()


def test_an_authors_own_edition(stock_build: Path) -> None:
    """Content in “only” is in the edition that has the tag, and in no other."""
    words = "Know three of these words for the examination."
    assert words in Epub(stock_build / "the-ferry-exam.epub").text
    assert words not in Epub(stock_build / "the-ferry.epub").text


# ---------------------------------------------------------------------------------------- the proofs can fail


def test_a_leak_in_an_alternative_is_found(read_along: Path, whole: Book, tmp_path: Path) -> None:
    """A name that is not known yet, in the alternative of a picture."""
    planted = _changed(
        files(read_along, whole, "through-1")[0], tmp_path, "cover.xhtml", 'alt="', 'alt="Miss Emily and '
    )
    assert [secret.words for secret in found(planted, whole, "through-1")] == ["Miss Emily"]


def test_a_leak_in_the_index_is_found(read_along: Path, whole: Book, tmp_path: Path) -> None:
    """An entry of the index, of somebody who is met later."""
    planted = _changed(
        files(read_along, whole, "through-1")[0],
        tmp_path,
        "index.xhtml",
        "<li>",
        "<li>Littlehampton</li><li>",
    )
    assert [secret.words for secret in found(planted, whole, "through-1")] == ["Littlehampton"]


def test_a_leak_in_a_bookmark_is_found(read_along: Path, whole: Book, tmp_path: Path) -> None:
    """A bookmark with the name of a later part."""
    planted = tmp_path / "planted.pdf"
    with pikepdf.open(files(read_along, whole, "through-1")[1]) as document:
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Part Two: The Cottages", 0))
        document.save(planted)
    assert "Cottages" in [secret.words for secret in found(planted, whole, "through-1")]


def test_a_leaked_answer_is_found(built: Built, tmp_path: Path) -> None:
    """An answer in the student's book."""
    answer = max(built.answers, key=len)
    target = next(chapter.slug for chapter in built.student.chapters if chapter.role == "chapter")
    planted = _changed(
        built.epub,
        tmp_path,
        f"{target}.xhtml",
        "</section></body>",
        f"<p>{_escaped(answer)}</p></section></body>",
    )
    assert found(planted, built.book, "student")


def _changed(book: Path, folder: Path, page: str, old: str, new: str) -> Path:
    """A copy of an e-book with the first `old` of a page made `new`."""
    planted = folder / "planted.epub"
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(planted, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode() if name.endswith(f"/{page}") else None
            if content is not None:
                content = re.sub(r"\s+(?=</body>)", "", re.sub(r"\s+(?=</section>\s*</body>)", "", content))
                assert old in content
            target.writestr(name, content.replace(old, new, 1) if content else source.read(name))
    return planted


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def test_copy_helpers_change_nothing_else(built: Built, tmp_path: Path) -> None:
    """The files as they are hold nothing: what is found above has been planted."""
    shutil.copy(built.epub, tmp_path / "same.epub")
    assert found(tmp_path / "same.epub", built.book, "student") == []


# ------------------------------------------------------------------------------------------------------ cards


def given_away(whole: Book, cards: list[Card]) -> list[tuple[str, str]]:
    """Cards with what they hold of later chapters; an answer may be on a card's back."""
    hidden = {
        last: [
            secret
            for secret in secrets(whole, edition(whole.guide, f"through-{last}"))
            if secret.since != NEVER
        ]
        for last in range(1, whole.guide.work.chapters + 1)
    }
    return [
        (card.name, secret.words)
        for card in cards
        for secret in leaks([*card.front, *card.back], hidden[card.chapter])
    ]


def test_no_card_gives_away_more_than_its_chapter(whole: Book) -> None:
    """The cards of a chapter hold nothing that is learned after it."""
    assert given_away(whole, list(all_cards(whole))) == []


def test_a_leak_on_a_card_is_found(whole: Book) -> None:
    """A card of chapter 1 that names a place of chapter 20."""
    card = next(card for card in all_cards(whole) if card.chapter == 1)
    planted = replace(card, back=(*card.back, "In Littlehampton she learns more."))
    assert given_away(whole, [planted]) == [(card.name, "Littlehampton")]
