"""The PDFs of the stock guide, of the same with a cover of its own, and of the real guide, as printers and
readers see them.
"""

import re

import pytest

from builder.model.blocks import Beat
from builder.model.text import Reference
from builder.model.walking import texts, walk
from builder.targets import number
from tests.built import Built
from tests.pdf_files import Pdf, squeezed

MOST_PAGES = {"the-ferry": 16, "the-plain-ferry": 16, "never-let-me-go": 140}


@pytest.fixture(scope="session")
def pdf(built: Built) -> Pdf:
    """The PDF, opened once."""
    return Pdf(built.pdf)


def test_tagged_with_language_and_title(built: Built, pdf: Pdf) -> None:
    """The file claims PDF/UA-1, is tagged, shows its title and says its language."""
    root = pdf.file.Root
    assert root.MarkInfo.Marked
    assert len(root.StructTreeRoot.K)
    assert root.ViewerPreferences.DisplayDocTitle
    assert built.book.guide.language == str(root.Lang)
    assert built.book.guide.title == str(pdf.file.docinfo.Title) == pdf.file.open_metadata()["dc:title"]
    assert pdf.file.open_metadata()["pdfuaid:part"] == "1"


def test_times_are_the_guides(built: Built, pdf: Pdf) -> None:
    """The file has the guide's date and not that of the day on which it was built."""
    day = built.book.guide.date.strftime("D:%Y%m%d")
    assert (day, day) == (str(pdf.file.docinfo.CreationDate), str(pdf.file.docinfo.ModDate))


def test_no_faults(pdf: Pdf) -> None:
    """Every link leads somewhere, and every font is one of the project's, embedded, and its text can be
    copied.
    """
    assert pdf.faults() == []


def test_every_page_shows_its_number(pdf: Pdf) -> None:
    """Page 12 says so: what a link, the contents and the index call page 12 is the twelfth sheet side."""
    for page, text in list(enumerate(pdf.texts, 1))[1:-1]:  # between the covers
        assert str(page) in text.split()


def test_running_heads(built: Built, pdf: Pdf) -> None:
    """A chapter's further pages have, at the top on the outside, its part (left pages) or its title (right
    pages).
    """
    guide, chapters = built.book.guide, built.student.chapters
    first = [pdf.destinations[chapter.slug] for chapter in chapters]
    expected = {}
    for chapter, start, end in zip(chapters, first, first[1:], strict=False):
        part = guide.work.parts[chapter.part] if chapter.part is not None else None
        left = f"{part.title} · {part.name}" if part else guide.title
        right = f"{chapter.number or ''} {chapter.title.plain}".strip()
        expected |= {page: right if page % 2 else left for page in range(start + 1, end)}
    assert expected or len(pdf.texts) < 20
    assert {page: pdf.heads[page] for page in expected} == expected


def test_chapters_are_where_links_lead(built: Built, pdf: Pdf) -> None:
    """The page of a chapter's title is the page to which the chapter's name leads."""
    for chapter in built.student.chapters:
        assert squeezed(chapter.title.plain) in squeezed(pdf.texts[pdf.destinations[chapter.slug] - 1])


def test_contents_and_index_give_the_right_pages(pdf: Pdf) -> None:
    """A number that is a link is the number of the page it leads to; so is the one at the end of a line of
    the contents.
    """
    index = [
        (int(link.words.split("–")[0]), link)
        for link in pdf.links
        if re.fullmatch(r"\d+(–\d+)?", link.words.strip())
    ]
    contents = [
        (int(found[1]), link)
        for link in pdf.links
        if link.page == 3 and (found := re.match(r"\s+(\d+)\r\n", link.follows))
    ]
    assert index
    assert contents
    assert [link for page, link in [*index, *contents] if page != pdf.destinations[link.name]] == []


def test_cross_references_name_the_right_page(built: Built, pdf: Pdf) -> None:
    """A link to another chapter is followed by its page, “, p. 12”, and the page is right."""
    named = number(built.student).named
    far = [
        piece
        for chapter in built.student.chapters
        for block in walk(chapter.blocks)
        for text in texts(block)
        for piece in text.pieces
        if isinstance(piece, Reference)
        and (target := named[piece.target]).kind != "term"
        and target.chapter != chapter.slug
    ]
    shown = [
        (int(found[1]), link) for link in pdf.links if (found := re.match(r",\s*p\.\s*(\d+)", link.follows))
    ]
    assert len(shown) >= len(far) > 0
    assert [link for page, link in shown if page != pdf.destinations[link.name]] == []


def test_text_comes_out_in_the_order_of_reading(built: Built, pdf: Pdf) -> None:
    """Text extraction gives each beat's number, summary, analysis and themes together, in this order."""
    printed, targets = squeezed("".join(pdf.in_order)), number(built.student)
    beats = [
        block
        for chapter in built.student.chapters
        for block in walk(chapter.blocks)
        if isinstance(block, Beat)
    ]
    assert beats
    for beat in beats:
        at = printed.find(squeezed(f"{targets.numbers[beat.id]}{beat.summary.plain[:20]}"))
        assert at >= 0, targets.numbers[beat.id]
        signs = [f"{targets.themes[weight.theme].code}{weight.weight}" for weight in beat.themes]
        for part in (beat.analysis.plain[:20], *signs):
            found = printed.find(squeezed(part), at)
            assert 0 <= found - at < 1500, (targets.numbers[beat.id], part)
            at = found


def test_bookmarks_lead_to_every_chapter(built: Built, pdf: Pdf) -> None:
    """Every chapter has a bookmark, in the order of the book, to the page on which it begins."""
    marked = [(squeezed(title), page) for title, page in pdf.bookmarks]
    heads = [
        (f"{chapter.number or ''}{chapter.title.plain}", pdf.destinations[chapter.slug])
        for chapter in built.student.chapters
    ]
    places = [marked.index((squeezed(title), page)) for title, page in heads]
    assert sorted(places) == places


def test_no_answer_is_in_the_students_book(built: Built, pdf: Pdf) -> None:
    """No answer is in print either."""
    printed = squeezed(pdf.text)
    assert [answer for answer in [*built.answers, *built.for_teachers] if squeezed(answer) in printed] == []


def test_length(built: Built, pdf: Pdf) -> None:
    """A change of style does not make the book much longer unnoticed."""
    assert len(pdf.file.pages) <= MOST_PAGES[built.book.guide.slug]


def test_nothing_but_text_and_pictures(pdf: Pdf) -> None:
    """No script, no attachment, no form, and no address but those the author wrote."""
    assert {"/JavaScript", "/EmbeddedFiles"}.isdisjoint(pdf.file.Root.Names.keys())
    assert {"/OpenAction", "/AA", "/AcroForm"}.isdisjoint(pdf.file.Root.keys())
    marks = [mark for page in pdf.file.pages for mark in page.get("/Annots", [])]
    assert {"/Link"} == {str(mark.Subtype) for mark in marks}
    assert [
        str(mark.A.URI)
        for mark in marks
        if "/A" in mark and not re.match(r"https?://|mailto:", str(mark.A.URI))
    ] == []
