"""What holds for every guide, tried on random ones."""

import re
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from builder.checking.checks import check
from builder.editions import student
from builder.material.fonts import characters
from builder.model.blocks import Answer, Block, Teacher
from builder.model.book import Book, Chapter, Label
from builder.model.text import Footnote, IndexMark, Text
from builder.model.walking import rewrite, walk
from builder.pages.templates import Medium, Templates, runs
from builder.reading.chapter import read_chapter
from builder.reading.guide import read_guide
from builder.reading.source import Source
from builder.targets import number
from tests.guides import STOCK
from tests.random_guides import chapters, deep, scribbles

QUICK = settings(
    max_examples=60,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
SCREEN = Medium(is_print=False, address=lambda chapter, name: f"{chapter}.xhtml#{name}")


@cache
def stock() -> Book:
    return read_guide(STOCK)[0]


def read(body: str) -> tuple[Chapter, bool]:
    """A chapter, and whether nothing is wrong with it in the stock guide."""
    source = f"====\nCase\n====\n\n{body}"
    read = read_chapter(Source(str(STOCK / "case.rst"), source, "case", number=3), STOCK, "en")
    chapter, problems = read.chapter, read.problems
    return chapter, not problems and not check(within(chapter), characters())


def within(chapter: Chapter) -> Book:
    return replace(stock(), chapters=(*stock().chapters, chapter))


def ids(value: Any) -> list[str]:
    """Every id that a value gives to something: blocks, terms, moments, notes, marks, and those in running
    text.
    """
    match value:
        case str():
            return re.findall(r'\bid="([^"]*)"', value)
        case tuple():
            return [found for item in value for found in ids(item)]
        case Label():
            return []
        case Footnote(text=Text(pieces=())):
            return []
        case Block() | IndexMark() | Footnote() | object() if is_dataclass(value):
            own = [value.id] if hasattr(value, "id") else []
            return own + [
                found
                for field in fields(value)
                if field.name != "id"
                for found in ids(getattr(value, field.name))
            ]
        case _:
            return []


@QUICK
@given(scribbles() | deep())
def test_reading_never_raises(text: str) -> None:
    """Whatever is in a chapter, a mistake is reported or the chapter is well-formed in the book."""
    for source in (f"====\nCase\n====\n\n{text}", text):
        read = read_chapter(Source(str(STOCK / "case.rst"), source, "case", number=3), STOCK, "en")
        chapter, problems = read.chapter, read.problems
        if not problems and not check(within(chapter), characters()):
            book = student(within(chapter))
            assert (
                etree.fromstring(Templates(book, number(book), SCREEN).chapter(book.chapters[-1]).encode())
                is not None
            )


@QUICK
@given(st.text(max_size=200))
def test_reading_any_text(text: str) -> None:
    """No text at all breaks the reading."""
    read_chapter(Source("case.rst", text, "case"), STOCK, "en")


@QUICK
@given(chapters())
def test_ids_are_unique_and_begin_with_the_slug(body: str) -> None:
    """An id is the same place in every output, so no two places share one, whatever names an author gives."""
    chapter, sound = read(body)
    found = ids(chapter.blocks)
    assert [name for name in found if not name.startswith("case-")] == []
    if sound:
        assert [name for name, count in Counter([*found, chapter.slug]).items() if count > 1] == []
        assert {label.id for label in chapter.labels} <= {*found, chapter.slug}


@QUICK
@given(chapters())
def test_rewriting_with_no_change_changes_nothing(body: str) -> None:
    """To rewrite blocks into themselves gives equal blocks, and to drop every block gives none."""
    chapter, _sound = read(body)
    assert rewrite(chapter.blocks, lambda block: block) == chapter.blocks
    assert rewrite(chapter.blocks, lambda _block: None) == ()


@QUICK
@given(chapters())
def test_a_student_edition_holds_no_answer(body: str) -> None:
    """No answer and nothing for the teacher is left, at any depth; and a second cut finds nothing to cut."""
    book = within(read(body)[0])
    narrow = student(book)
    blocks = [block for chapter in narrow.chapters for block in walk(chapter.blocks)]
    assert not any(isinstance(block, Teacher) for block in blocks)
    assert not any(isinstance(getattr(block, "answer", None), Answer) for block in blocks)
    assert not any(chapter.role == "teacher" for chapter in narrow.chapters)
    assert student(narrow) == narrow


@QUICK
@given(chapters())
def test_what_is_sound_can_be_linked_to(body: str) -> None:
    """In a student's page without a diagnostic every link within the page finds its id."""
    chapter, sound = read(body)
    if sound:
        book = student(within(chapter))
        page = etree.fromstring(Templates(book, number(book), SCREEN).chapter(book.chapters[-1]).encode())
        names = set(page.xpath("//@id"))
        assert [
            address
            for address in page.xpath("//@href")
            if address.startswith("#") and address[1:] not in names
        ] == []


@QUICK
@given(st.sets(st.integers(1, 60)))
def test_runs_cover_exactly_their_pages(pages: set[int]) -> None:
    """Page numbers drawn together say neither more nor less than one by one, and only three or more are drawn
    together.
    """
    found = list(runs(sorted(pages)))
    assert [page for first, last in found for page in range(first, last + 1)] == sorted(pages)
    assert [(first, last) for first, last in found if last - first == 1] == []


def test_the_strategies_find_something(tmp_path: Path) -> None:
    """Random guides are neither all wrong nor all empty: otherwise nothing would be tested here."""
    sound = [read(body) for body in _examples(chapters(), 40)]
    assert sum(ok for _chapter, ok in sound) > 10
    assert max(len(list(walk(chapter.blocks))) for chapter, _ok in sound) > 8


def _examples(strategy: st.SearchStrategy[str], count: int) -> list[str]:
    found: list[str] = []

    @settings(QUICK, max_examples=count)
    @given(strategy)
    def collect(text: str) -> None:
        found.append(text)

    collect()
    return found
