"""The bench's own parts: its books, its look for missing words and its arithmetic. Nothing is measured."""

import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from builder.__main__ import main
from tests.bench import corpus
from tests.bench.book import Chapter, make_book, touched, words, words_of
from tests.bench.contents import missing, missing_words
from tests.bench.figures import Figure, Sized, Spread, ratio, spread
from tests.bench.measure import CommandError, Use, run
from tests.bench.report import write


@pytest.fixture(scope="module")
def book() -> list[Chapter]:
    """A book of three chapters."""
    return make_book(3, seed=1)


def files(folder: Path) -> dict[str, bytes]:
    """The files in a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_seed_gives_the_same_bytes(tmp_path: Path, book: list[Chapter]) -> None:
    """The same seed gives the same files, and another one other words."""
    for name in ("one", "other"):
        corpus.write(make_book(3, seed=1), tmp_path / name)
    assert files(tmp_path / "one") == files(tmp_path / "other")
    assert words_of(make_book(3, seed=2)) != words_of(book)


def test_every_format_has_all_words(tmp_path: Path, book: list[Chapter]) -> None:
    """No format leaves out a word of the book."""
    corpus.write(book, tmp_path)
    for folder in corpus.FOLDERS:
        sources = corpus.sources(tmp_path / folder)
        text = " ".join(path.read_text(encoding="utf-8") for path in sources)
        assert missing(words_of(book), words(text)) == []


def test_check_passes_the_book(
    tmp_path: Path, book: list[Chapter], capsys: pytest.CaptureFixture[str]
) -> None:
    """Our program finds nothing wrong with the book, before or after a chapter is changed."""
    corpus.write(book, tmp_path)
    corpus.write_chapter(touched(book[1]), tmp_path)
    assert main(["check", "--no-cache", str(tmp_path / "guide")]) == 0, capsys.readouterr().out


def test_one_word_is_changed(book: list[Chapter]) -> None:
    """A touched chapter has one word more and one less."""
    before, after = words_of(book[:1]), words_of([touched(book[0])])
    assert after - before == Counter({"Touched": 1})
    assert (before - after).total() == 1


@pytest.mark.parametrize(
    ("found", "lacking"),
    [
        ("a window and another window", []),
        ("and win a dow window another", []),
        ("a window and another winA Title 12 dow", []),
        ("a win and another window", ["window"]),
        ("a window and another", ["window"]),
    ],
)
def test_missing_words(found: str, lacking: list[str]) -> None:
    """A word must be found as often as it is in the book, whole or in two parts."""
    assert missing(words("a window and another window"), words(found)) == lacking


def test_words_of_an_epub(tmp_path: Path) -> None:
    """A word in which a page begins is one, words of two cells are two, and a missing one is told."""
    row = "<tr><td>one</td><td>other</td></tr><tr><td>win<span/>dow</td></tr>"
    with zipfile.ZipFile(tmp_path / "book.epub", "w") as archive:
        archive.writestr("page.xhtml", f"<table>{row}</table>")
    assert missing_words(words("one other window"), tmp_path / "book.epub") == []
    assert missing_words(words("one other door"), tmp_path / "book.epub") == ["door"]


def test_ratios_are_of_one_round() -> None:
    """A ratio is of what was measured in one round, and the median is that of the ratios."""
    assert spread([3, 1, 2]) == Spread(2, 1, 3)
    assert ratio([2.0, 9.0, 8.0], [1.0, 3.0, 2.0]) == Spread(3, 2, 4)
    with pytest.raises(ValueError, match="shorter"):
        ratio([1.0, 2.0], [1.0])


def test_results(tmp_path: Path) -> None:
    """The table has medians, spreads and ratios; what was not measured is left out."""
    figures = (
        Figure("clean", "study guide", 2, (Use(4, 2), Use(6, 4)), 2**20),
        Figure("clean", "peer", 2, (Use(2, 2), Use(2, 2)), 2**21),
    )
    write({"Machine": "none"}, [Sized("S", 10, 1000, 50, figures)], tmp_path)
    lines = (tmp_path / "RESULTS.md").read_text(encoding="utf-8").splitlines()
    assert (
        "| EPUB and PDF from nothing | study guide | 5.00 (4.00–6.00) | 3.00 (2.00–4.00) |  | 1 |  |  |  |"
        in lines
    )
    assert "|  | peer | 2.00 | 2.00 |  | 2 | 2.50 (2.00–3.00) | 1.50 (1.00–2.00) |  |" in lines
    assert "| S | 50 | 5.00 | 0.100 | 1 |" in lines


def test_a_failure_is_no_result(tmp_path: Path) -> None:
    """A command that fails is not measured, and its last words are told."""
    with pytest.raises(CommandError, match="no such book"):
        run([[sys.executable, "-c", "raise SystemExit('no such book')"]], tmp_path, {}, 1)
