"""The EPUBs of the stock guide, of the same without fonts, and of the real guide, as validators and readers
see them.
"""

import re
import zipfile
from datetime import datetime, time
from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree

from tests.built import Built
from tests.epub_files import NAMES, Epub, checked


@pytest.fixture(scope="session")
def epub(built: Built) -> Epub:
    """The EPUB, opened once."""
    return Epub(built.epub)


@pytest.mark.validator
def test_epubcheck_is_silent(built: Built, tmp_path: Path) -> None:
    """EPUBCheck has no message of any severity."""
    assert checked(built.epub, tmp_path) == []


def test_mimetype_comes_first_and_stored(epub: Epub) -> None:
    """A reading system finds the type at a fixed place."""
    first = epub.entries[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")


def test_times_are_the_guides(built: Built, epub: Epub) -> None:
    """No entry shows when or by whom the book was built."""
    stamp = datetime.combine(built.book.guide.date, time()).timetuple()[:6]
    assert {(stamp, 0o100644)} == {(entry.date_time, entry.external_attr >> 16) for entry in epub.entries}
    modified = epub.package.xpath("//opf:meta[@property='dcterms:modified']/text()", namespaces=NAMES)
    assert [f"{built.book.guide.date.isoformat()}T00:00:00Z"] == modified


def test_no_faults(epub: Epub) -> None:
    """Every link resolves to an id, ids are unique, manifest and container agree, and headings go down one by
    one.
    """
    assert epub.faults() == []


def test_metadata_is_the_guides(built: Built, epub: Epub) -> None:
    """The package says what guide.toml says."""
    guide = built.book.guide
    found = {
        name: epub.package.xpath(f"//dc:{name}/text()", namespaces=NAMES)
        for name in ("title", "creator", "language", "identifier")
    }
    expected = {
        "title": [guide.title, guide.subtitle],
        "creator": list(guide.authors),
        "identifier": [guide.identifier],
    }
    assert expected | {"language": [guide.language]} == found
    assert [guide.language] == epub.package.xpath("/opf:package/@xml:lang", namespaces=NAMES)
    assert list(guide.subjects) == epub.package.xpath("//dc:subject/text()", namespaces=NAMES)


def test_every_page_names_its_language_and_title(built: Built, epub: Epub) -> None:
    """A screen reader knows how to speak a page and what to call it."""
    for page in epub.pages.values():
        assert (
            built.book.guide.language
            == page.get("lang")
            == page.get("{http://www.w3.org/XML/1998/namespace}lang")
        )
        assert page.findtext("h:head/h:title", namespaces=NAMES)


def test_navigation_leads_to_every_chapter(built: Built, epub: Epub) -> None:
    """The contents list every chapter in its order, and the landmarks lead to cover, contents and start."""
    files = [address.partition("#")[0] for _words, address in epub.navigation("toc")]
    key = ["imprint.xhtml"] if "#key" in str(epub.navigation("toc")) else []
    assert ["imprint.xhtml", *key, *(f"{chapter.slug}.xhtml" for chapter in built.student.chapters)] == files
    assert {"cover.xhtml", "nav.xhtml"} < {address for _words, address in epub.navigation("landmarks")}


def test_reading_order_is_the_contents(built: Built, epub: Epub) -> None:
    """One reads the chapters in the order of guide.toml."""
    order = [item.get("idref") for item in epub.package.iterfind("opf:spine/opf:itemref", NAMES)]
    names = {
        item.get("id"): item.get("href") for item in epub.package.iterfind("opf:manifest/opf:item", NAMES)
    }
    front = ["cover.xhtml", "imprint.xhtml", "nav.xhtml"]
    assert front + [f"{chapter.slug}.xhtml" for chapter in built.student.chapters] == [
        names[name] for name in order
    ]


def test_no_answer_is_in_the_students_book(built: Built, epub: Epub) -> None:
    """No answer and no reason occurs anywhere."""
    assert [answer for answer in built.answers if answer in epub.text] == []


def test_no_content_for_teachers_is_in_the_students_book(built: Built, epub: Epub) -> None:
    """No content for teachers is in the student's book, nor are their files."""
    assert [text for text in built.for_teachers if text in epub.text] == []


# ----------------------------------------------------------------------------------- what a small guide shows

Point = tuple[float, float]
Line = tuple[Point, Point]


@pytest.fixture(scope="session")
def little(small: Path) -> Epub:
    """The small guide's EPUB, opened once."""
    return Epub(small / "the-small-ferry.epub")


def picture(epub: Epub, name: str) -> etree._Element:
    """A map of a book, as a tree."""
    return etree.fromstring(epub.content(str(epub.folder / "images" / f"{name}.svg")))


def test_formulas_are_promised_where_there_are_some(little: Epub, stock_build: Path) -> None:
    """The metadata names MathML in books with formulas, and in no others."""
    for epub, has in ((little, False), (Epub(stock_build / "the-ferry.epub"), True)):
        claimed = epub.package.xpath("//opf:meta[@property='schema:accessibilityFeature']", namespaces=NAMES)
        shown = [formula for page in epub.pages.values() for formula in page.iter("{*}math")]
        assert (bool(shown), "MathML" in [feature.text for feature in claimed]) == (has, has)


def test_weights_are_shown_as_they_are_written(little: Epub) -> None:
    """A theme's weight is the author's over the chapter, at the beat and in the table; its word fits."""
    for chapter, word in ((1, "present"), (2, "important"), (3, "central")):
        page = little.page(f"chapter-0{chapter}.xhtml")
        signals = page.findall(".//h:span[@class='signal mark-ring']", NAMES)
        assert ["".join(signal.itertext()).split() for signal in signals] == [["WA", str(chapter)]] * 2
        assert {link.get("title") for signal in signals for link in signal.iter("{*}a")} == {f"Water: {word}"}
    cells = little.page("themes.xhtml").iterfind(".//h:tbody/h:tr/h:td", NAMES)
    assert [cell.text or "" for cell in cells] == ["1", "2", "3", ""]


def test_the_stronger_a_theme_the_darker_its_cell(little: Epub) -> None:
    """The theme map has a cell for every chapter: the theme's weight, upon the shade that is the weight's."""
    assert _cells(little) == [("#d0d0d0", "1"), ("#8a8a8a", "2"), ("#2b2b2b", "3"), ("#fff", "")]


def _cells(epub: Epub) -> list[tuple[str, str]]:
    """The shade of every cell of the theme map, and the figure in it."""
    drawn = picture(epub, "theme-map")
    texts = [(float(text.get("x")), float(text.get("y")), text.text) for text in drawn.iter("{*}text")]
    found = []
    for cell in drawn.iterfind("{*}rect[@stroke]"):
        left, top, width, height = (float(cell.get(side)) for side in ("x", "y", "width", "height"))
        inside = [words for x, y, words in texts if left < x < left + width and top < y < top + height]
        found.append((cell.get("fill"), "".join(inside)))
    return found


def test_lines_of_the_character_map_do_not_cross(little: Epub) -> None:
    """Where people can be placed so that no two lines between them cross, they are."""
    paths = [path.get("d") for path in picture(little, "character-map").iterfind("{*}path[@stroke]")]
    lines = [_line(path) for path in paths]
    assert len(lines) == 7
    assert [pair for pair in combinations(lines, 2) if _cross(*pair)] == []


def _line(path: str) -> Line:
    x1, y1, x2, y2 = map(float, re.split("[ L]", path.removeprefix("M")))
    return (x1, y1), (x2, y2)


def _cross(one: Line, other: Line) -> bool:
    """Whether each of two lines has the other's ends on both its sides."""
    return all(_side(a, b[0]) != _side(a, b[1]) for a, b in ((one, other), (other, one)))


def _side(line: Line, point: Point) -> bool:
    (x1, y1), (x2, y2) = line
    return (x2 - x1) * (point[1] - y1) > (y2 - y1) * (point[0] - x1)


def test_the_index_is_in_the_order_of_letters(little: Epub) -> None:
    """No accent, capital, hyphen or quotation mark moves an entry or a sub-entry from its letter's place."""
    entries = little.page("words.xhtml").iterfind(".//h:section[@class='genindex']//h:li", NAMES)
    assert [entry.text.strip() for entry in entries] == [
        *("Ärger", "azimuth", "boat", "abroad", "toll", "Überfahrt", "Çay", "“Dipper”"),
        *("Eisvogel", "élan", "e-mail", "zeal"),
    ]
