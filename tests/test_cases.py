"""Every file in cases/: reST as a writer would type it, the blocks it becomes, and their XHTML in the EPUB.

A case is a title, reST, a dump of the chapter, and XHTML, with a line “.” between them. The reST is the body
of chapter 3 of the stock guide. A title may end in a language, “[de]”, or in “[print]” for the XHTML that is
laid out.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from builder.diagnostics import errors
from builder.model.book import Book
from builder.pages.templates import Medium, Templates, no_page
from builder.reading.chapter import read_chapter
from builder.reading.directives import all_directives
from builder.reading.guide import names_numbers, read_guide
from builder.reading.roles import ROLES
from builder.reading.source import Source
from builder.targets import number
from tests.dump import dump
from tests.guides import STOCK, WORKS

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
SCREEN = Medium(is_print=False, address=lambda chapter, name: f"{chapter}.xhtml#{name}")
PRINT = Medium(is_print=True, address=lambda _chapter, name: f"#{name}")


@cache
def stock() -> Book:
    return read_guide(STOCK)[0]


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_case(file: Path, expect: Callable[[Path, str], None]) -> None:
    """What a writer types becomes these blocks, and this XHTML."""
    title, body, *_ = file.read_text(encoding="utf-8").split("\n.\n")
    language, medium = (
        (found[1] if (found := re.search(r"\[(\w\w)\]$", title)) else "en"),
        (PRINT if title.endswith("[print]") else SCREEN),
    )
    source = f"====\nCase\n====\n\n{body}"
    read = read_chapter(
        Source(str(STOCK / "case.rst"), source, "case", number=3, version="1.2.3"), STOCK, language
    )
    chapter = read.chapter
    assert errors(read.problems) == []
    chapters = (*stock().chapters, chapter)
    images = tuple(read.images.values())
    book = replace(stock(), chapters=chapters, images=images, numbers_captions=names_numbers([chapter]))
    page_of = (lambda _name: 7) if medium is PRINT else no_page
    page = Templates(book, number(book), medium).chapter(chapter, page_of, first_page=1, tab=None, foot="")
    assert etree.fromstring(page.encode()) is not None
    shown = page.partition("</header>")[2].rpartition("</section>\n</body>")[0].strip()
    expect(file, f"{title}\n.\n{body}\n.\n{dump(chapter)}\n.\n{shown}\n")


def test_every_directive_and_role_has_a_case() -> None:
    """Every directive and role has a case."""
    written = "\n".join(file.read_text(encoding="utf-8") for file in CASES)
    assert [word for word in vocabulary() if word not in written] == []


def test_the_stock_guide_has_one_of_everything() -> None:
    """Every directive and role is in the stock guide, or in those to other works; all are built."""
    files = (*STOCK.rglob("*.rst"), *WORKS.rglob("*.rst"))
    written = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert [word for word in vocabulary() if word not in written] == []


def vocabulary() -> list[str]:
    """The beginning of every directive and role as it is typed."""
    return [*(f".. {name}::" for name in all_directives()), *(f":{name}:`" for name in ROLES)]
