"""What becomes of a file that does not begin with one title over everything."""

from pathlib import Path

import pytest

from builder.diagnostics import errors
from builder.model.blocks import Section
from builder.model.book import Chapter
from builder.model.walking import references, walk
from builder.reading.chapter import read_chapter
from builder.reading.guide import read_guide
from builder.reading.source import Source
from tests.guides import STOCK, changed

HEAD = "Head\n====\n\nText.\n\n"
OTHER = "Other\n=====\n\nMore.\n\nInner\n-----\n\nLast.\n"


def read(text: str, name: str = "my-own_notes.rst") -> Chapter:
    """The chapter of a text, in which nothing is wrong."""
    found = read_chapter(Source(name, text, "x"), STOCK, "en")
    assert errors(found.problems) == []
    return found.chapter


@pytest.mark.parametrize(
    ("text", "title", "heads"),
    [
        (HEAD, "Head", []),
        (HEAD + OTHER, "Head", [(2, "Other"), (3, "Inner")]),
        (".. _label:\n\n.. |x| replace:: y\n\n:Author: Ida\n\n" + HEAD, "Head", []),
        ("Before.\n\n" + HEAD + OTHER, "Head", [(2, "Other"), (3, "Inner")]),
        ("Text alone.\n", "My own notes", []),
        ('.. title:: A "title"\n\nText alone.\n', "A “title”", []),
        (
            "PEP: 8\nTitle: Style\nAuthor: Ida\n\n" + HEAD + OTHER,
            "Style",
            [(2, "Head"), (2, "Other"), (3, "Inner")],
        ),
    ],
)
def test_title(text: str, title: str, heads: list[tuple[int, str]]) -> None:
    """A chapter has the first title of its file, or one that is made; other heads are below it."""
    chapter = read(text)
    found = [(block.level, block.title.plain) for block in walk(chapter.blocks) if isinstance(block, Section)]
    assert (chapter.title.plain, found) == (title, heads)


def test_text_before_the_title_opens_the_chapter() -> None:
    """Text before the title comes first, and facts are found before the title and below it."""
    chapter = read("Before.\n\nHead\n====\n\n:reading-time: 5\n\nAfter.\n")
    assert chapter.minutes == 5
    assert [word for word in ("Before", "After") if word not in str(chapter.blocks[0])] == []


def test_links_between_files(tmp_path: Path) -> None:
    """A link to another file of the guide, or to its web page, leads to its chapter or to a place in it; one
    to anything else is text.
    """
    page = tmp_path / "page"
    page.mkdir()
    to = ("welcome.rst", "./welcome.html#none", "chapter-01.html#ch01-ice", "no.rst")
    links = " ".join(f"`words <{address}>`__" for address in to)
    (page / "chapter-02.rst").write_text(f"{HEAD}{links}\n", encoding="utf-8")
    book, problems = read_guide(changed(tmp_path / "guide", page))
    assert errors(problems) == []
    chapter = next(chapter for chapter in book.chapters if chapter.slug == "chapter-02")
    names = [name for block in chapter.blocks for _kind, name, _origin in references(block)]
    labels = {label.name: label.id for chapter in book.chapters for label in chapter.labels}
    assert [labels[name] for name in names] == ["welcome", "welcome", "chapter-01-ch01-ice"]
