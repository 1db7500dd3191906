"""The guides to other works than novels, in works/: a play, two poems, a book of arguments.

`printed.txt` in a guide's folder has lines that must be in its print book; `never.txt` words that must be
nowhere, since they are for other works.
"""

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.building import build_and_lint
from tests.built import Built
from tests.epub_files import Epub, checked
from tests.guides import WORKS
from tests.pdf_files import Pdf, squeezed


@pytest.fixture(scope="module", params=["ideas", "play", "poem"])
def work(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A guide and its files."""
    root, folder = WORKS / request.param, tmp_path_factory.mktemp(request.param)
    build_and_lint(root, folder)
    return Built(root, folder)


def test_no_faults(work: Built) -> None:
    """Every e-book and every PDF is sound, and nothing is amiss on the pages."""
    assert [fault for path in work.folder.glob("*.epub") for fault in Epub(path).faults()] == []
    assert [fault for path in work.folder.rglob("*.pdf") for fault in Pdf(path).faults()] == []
    assert work.findings == []


@pytest.mark.validator
def test_epubcheck_is_silent(work: Built, tmp_path: Path) -> None:
    """EPUBCheck has no message of any severity."""
    assert checked(work.epub, tmp_path) == []


def test_words_of_the_work(work: Built) -> None:
    """The book has the work's own words for its divisions and for places in it, and no other kind's."""
    printed = squeezed("".join(Pdf(work.pdf).texts))
    expected = (work.root / "printed.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in expected if squeezed(line) not in printed] == []
    never = "|".join((work.root / "never.txt").read_text(encoding="utf-8").split())
    shown = [" ".join(Pdf(path).texts) for path in work.prints] + list(_words(Epub(work.epub)))
    assert expected
    assert [found for text in shown for found in re.findall(rf"(?i).*\b(?:{never})\b.*", text)] == []


def _words(epub: Epub) -> Iterator[str]:
    """All that the pages of an e-book say, alternatives of pictures too."""
    for page in epub.pages.values():
        yield " ".join(page.itertext())
        yield from (image.get("alt", "") for image in page.iter("{*}img"))


def test_decks(work: Built) -> None:
    """Cards lie in a deck for each division, under that of its act or of its work."""
    package = next(work.folder.glob("*.apkg"))
    with zipfile.ZipFile(io.BytesIO(package.read_bytes())) as opened:
        base = opened.read("collection.anki2")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(base)
    decks = json.loads(connection.execute("select decks from col").fetchone()[0])
    names = sorted(deck["name"] for deck in decks.values() if deck["name"] != "Default")
    assert names == (work.root / "decks.txt").read_text(encoding="utf-8").splitlines()


def test_the_calendar_of_a_play(work: Built) -> None:
    """A calendar's events name scenes and acts."""
    for calendar in work.folder.rglob("*.ics"):
        lines = calendar.read_text(encoding="utf-8").splitlines()
        assert "SUMMARY:The Comedy of Errors: Act 1\\, scenes 1–2" in lines
        assert "SUMMARY:The Comedy of Errors: Act 5\\, scene 1" in lines
    assert bool(list(work.folder.rglob("*.ics"))) == (work.root.name == "play")
