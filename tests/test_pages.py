"""Page 12 is page 12: the page map, the print book and the e-book's page list agree."""

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from builder.editions import student
from builder.material.divisions import words_of
from builder.model.walking import walk
from builder.prints.books import lay_out
from builder.reading.guide import read_guide
from builder.targets import number
from builder.typesetting.page_lint import lint
from builder.typesetting.press import Press
from builder.typesetting.sheets import Resource
from tests.built import Built
from tests.epub_files import Epub
from tests.guides import STOCK
from tests.one_flow import one_flow
from tests.pdf_files import Pdf, squeezed


def test_page_map_is_the_printed_books(tmp_path: Path) -> None:
    """The page map, by which links and the page list are made, has the pages on which things are in the
    PDF.
    """
    book = student(read_guide(STOCK)[0])
    layout = lay_out(book, number(book), Press())
    (tmp_path / "book.pdf").write_bytes(layout.books()[0])
    found = Pdf(tmp_path / "book.pdf").destinations
    assert found == {name: layout.pages[name] for name in found}
    assert {chapter.slug for chapter in book.chapters} < found.keys()


def test_page_list_names_every_page_once(built: Built) -> None:
    """The e-book's page list runs through the printed pages in their order, but for those that it has no text
    of.
    """
    pages = [int(words) for words, _address in Epub(built.epub).navigation("page-list")]
    assert sorted(set(pages)) == pages
    print_book = Pdf(built.pdf)
    first, last = (print_book.destinations[built.student.chapters[place].slug] for place in (0, -1))
    blank = {page for page, text in enumerate(print_book.texts, 1) if len(squeezed(text)) < 60}
    assert set(range(first, last + 1)) - set(pages) <= blank


def test_page_list_leads_to_the_same_words(built: Built) -> None:
    """After the e-book's mark for a page comes the text that begins that printed page."""
    epub, pdf_file = Epub(built.epub), Pdf(built.pdf)
    listed = [(int(words), address) for words, address in epub.navigation("page-list")]
    assert listed
    different = []
    for page, address in listed:
        file, _, name = address.partition("#")
        text = _letters(_without_citations(_text_after(epub.page(file), name)))[:15]
        printed = f"{pdf_file.texts[page - 1]} {pdf_file.in_order[page - 1]}"
        if text not in _letters(_without_citations(printed)):
            different.append((page, text))
    assert different == []


def _without_citations(text: str) -> str:
    """A text without the beats that it cites, which print has beside it, and without the pages of links."""
    return re.sub(r",\s+p\.\s+\d+", "", re.sub(r"\(?(?:beat|idea)\s[\d.]+(?:,\s+p\.\s+\d+)?\)?", "", text))


def test_both_books_have_the_same_words(built: Built) -> None:
    """Chapter by chapter, the print book has every word of the e-book, and besides them only those in margins
    and lists.
    """
    epub, pdf_file = Epub(built.epub), Pdf(built.pdf)
    chapters = built.student.chapters
    first = [pdf_file.destinations[chapter.slug] for chapter in chapters]
    guide, words = built.book.guide, words_of(built.book.guide)
    parts = (f"{part.title} {part.name}" for part in guide.work.parts)
    margins = _words(" ".join([guide.title, words["happens"], words["does"], *parts]))
    different = {}
    for chapter, start, end in zip(chapters, first, [*first[1:], len(pdf_file.texts) + 1], strict=True):
        kinds = {block.tagname for block in walk(chapter.blocks)}
        if "genindex" in kinds:
            continue  # pages here, beats there
        shared = 0 if chapter.number else 1  # essays run on, on the page on which another ends
        printed, shown = (
            _words("\n".join(pdf_file.in_order[start - 1 : end - 1 + shared])),
            _words(_set_in_both(epub.page(f"{chapter.slug}.xhtml"))),
        )
        missing = (shown - printed).keys() - {
            "notes",
            *_words(f"{words['met']} {words['does']} {words['answer']}"),
        }
        more = (printed - shown).keys() - margins.keys() - _words(chapter.title.plain).keys() - set("abcdp")
        if missing or (more and chapter.number):
            different[chapter.slug] = missing, more
    assert different == {}


def _words(text: str) -> Counter[str]:
    """How often every word is in a text, however its lines are broken; numbers are no words."""
    whole = re.sub(r"[-\u2010\u00ad’'/]", "", re.sub(r"[-\u2010]\n", "", text)).casefold()
    return Counter(re.sub(r"[\W\d_]+", " ", whole).split())


def _set_in_both(page: etree._Element) -> str:
    """A page's text without formulas, which print draws, and without the terms at its end that pop up."""
    return " ".join(
        page.xpath(
            "//*[local-name()='body']//text()[not(ancestor::*[starts-with(@id, "
            "'note-') or local-name()='math'])]"
        )
    )


def _letters(text: str) -> str:
    """The letters of a text: numbers may be elsewhere on the page, as those of questions and on thumb tabs
    are.
    """
    return re.sub(r"[\W\d_]", "", text).casefold()


def _text_after(page: etree._Element, name: str) -> str:
    """The text that follows the start of an element with an id."""
    return "".join(page.xpath("//*[@id=$name]/following::text() | //*[@id=$name]//text()", name=name))[:200]


# --------------------------------------------------------------------------------------- what pages look like

# Pages of ten lines of text, 50 mm wide.
STYLE = """
@page { size: 70mm 70mm; margin: 10mm }
html { font: 10pt/5mm "Source Serif Pro"; orphans: 1; widows: 1 }
body, p, h2 { margin: 0; font-size: 10pt; break-after: auto }
.next { break-before: page }
img { display: block }
"""
PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><circle cx="9" cy="9" r="9"/></svg>'
)


def lines(*words: str) -> str:
    """A paragraph of a word a line."""
    return f"<p>{'<br/>'.join(words)}</p>"


FAULTS = {
    "none": (lines(*"abcdefgh") + lines("one", "two", "three", "four"), []),
    "an orphan": (
        lines(*"abcdefghi") + lines("one", "two", "three"),
        [(1, "1 line of a paragraph of 3 apart from it: “one”")],
    ),
    "a widow": (
        lines(*"abcdefgh") + lines("one", "two", "three"),
        [(2, "1 line of a paragraph of 3 apart from it: “three”")],
    ),
    "two of six": (
        lines(*"abcdefgh") + lines("one", "two", "three", "four", "five", "six"),
        [(1, "2 lines of a paragraph of 6 apart from it: “one”")],
    ),
    "a column's orphan": (
        f'<div style="columns: 2; column-fill: auto; height: '
        f'50mm">{lines(*"abcdefghi")}{lines("one", "two", "three")}</div>',
        [(1, "1 line of a paragraph of 3 apart from it: “one”")],
    ),
    "a heading at the foot": (
        lines(*"abcdefghi") + "<h2>Next</h2>" + lines("one", "two"),
        [(1, "heading at the foot: “Next”")],
    ),
    "a heading with one line": (
        lines(*"abcdefgh")
        + '<h2>Next</h2><div style="display: flex"><p>one</p><p>two</p></div><p class="next">three</p>',
        [(1, "heading at the foot: “Next”")],
    ),
    "a heading over a picture": (
        lines(*"abcde") + '<h2>Next</h2><img src="dot.svg" alt="x"/><p class="next">one<br/>two</p>',
        [],
    ),
    "a gap": ('<p>alone</p><p class="next">one</p>', [(1, "only 10% of the page is used")]),
    "a gap under two lines": (
        lines("one", "two") + '<p class="next">three</p>',
        [(1, "only 20% of the page is used")],
    ),
    "three lines of ten": (lines("one", "two", "three") + '<p class="next">four</p>', []),
    "an empty page": (
        lines(*"abcdefg") + '<p class="next"></p><p class="next">one</p>',
        [(2, "empty page")],
    ),
    "a long word": (
        lines("Donaudampfschifffahrtskapitän"),
        [
            (1, "X mm beyond the type area: “Donaudampfschifffahrtskapitän”"),
            (1, "X mm wider than its column: “Donaudampfschifffahrtskapitän”"),
        ],
    ),
    "a column's long word": (
        '<p style="width: 10mm">impossible</p>',
        [(1, "X mm wider than its column: “impossible”")],
    ),
    "a wide picture": (
        '<img src="dot.svg" style="width: 60mm" alt="x"/>',
        [(1, "X mm beyond the type area: a picture or a rule")],
    ),
    "a line under the page": (
        '<p style="position: relative; top: 48mm">low</p>',
        [(1, "X mm beyond the type area: “low”")],
    ),
    "a long head": (
        "<style>@page { @top-left { content: 'The Ferry, and "
        "what became of it after all' } }</style><p>one</p>",
        [(1, "too long for one line in the margin: “The Ferry, and what became of it after all”")],
    ),
    "another font": (
        '<p style="font-family: Unheard-of, Source Sans Pro">plain</p>',
        [(1, "in Source Sans Pro as a fallback font: “plain”")],
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_of_pages_are_found(fault: str) -> None:
    """Each fault that was put on a page is found there, and nothing else."""
    markup, found = FAULTS[fault]
    layout = one_flow("Faults", markup, STYLE, "", Resource("dot.svg", PICTURE, "image/svg+xml"))
    assert [(finding.page, re.sub(r"\d+\.\d mm", "X mm", finding.what)) for finding in lint(layout)] == found


def test_no_page_has_a_fault(built: Built) -> None:
    """No lone line, no heading at the foot, no nearly empty page, no text that is too wide or in a fallback
    font.
    """
    assert built.findings == []
