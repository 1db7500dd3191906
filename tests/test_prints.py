"""All that is printed besides the book: other papers, large print, the file with crop marks, handouts."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from builder.model.blocks import Beat, Block, Question, Theme, Vocabulary
from builder.model.book import Chapter
from builder.model.walking import walk
from builder.prints.dossiers import BeatRow, fitted
from builder.targets import number
from tests.built import Built
from tests.pdf_files import Pdf, squeezed

MM = 72 / 25.4
MAPS = {"theme-map", "character-map", "clock-map"}
INNER = {"a4": 18, "letter": 20}
SIZES = {"a4": (210, 297), "letter": (215.9, 279.4)}


@pytest.fixture(scope="session")
def prints(built: Built) -> Callable[[str], list[Pdf]]:
    """The PDFs of a guide whose path has an ending, opened once."""
    opened = cache(Pdf)
    return lambda ending: [
        opened(path) for path in built.prints if path.relative_to(built.folder).as_posix().endswith(ending)
    ]


def size(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height of a trimmed page in millimetres."""
    left, bottom, right, top = map(float, page.trimbox)
    return round((right - left) / MM, 1), round((top - bottom) / MM, 1)


def test_every_print_is_sound(prints: Callable[[str], list[Pdf]]) -> None:
    """Links lead somewhere, and fonts are the project's and embedded, in every file that is printed."""
    assert {pdf.path.name: faults for pdf in prints(".pdf") if (faults := pdf.faults())} == {}


def test_every_print_is_tagged(built: Built, prints: Callable[[str], list[Pdf]]) -> None:
    """Each has tags, the guide's language and date, and a title of its own to show."""
    day = built.book.guide.date.strftime("D:%Y%m%d")
    for pdf in prints(".pdf"):
        root = pdf.file.Root
        assert (root.MarkInfo.Marked, root.ViewerPreferences.DisplayDocTitle, str(root.Lang)) == (
            True,
            True,
            built.book.guide.language,
        )
        assert str(pdf.file.docinfo.Title)
        assert (str(pdf.file.docinfo.CreationDate), str(pdf.file.docinfo.ModDate)) == (day, day)


def test_no_answer_is_in_any_print(built: Built, prints: Callable[[str], list[Pdf]]) -> None:
    """No handout for students holds an answer. Keys, discussion cards and the teacher's edition are not for
    students.
    """
    kept = re.compile(r"(key-\d\d|discussion-cards|.*-teacher)(-letter)?\.pdf")
    for pdf in (pdf for pdf in prints(".pdf") if not kept.fullmatch(pdf.path.name)):
        printed = squeezed(pdf.text)
        assert [
            answer for answer in [*built.answers, *built.for_teachers] if squeezed(answer) in printed
        ] == []


def test_papers_have_the_same_pages(built: Built, prints: Callable[[str], list[Pdf]]) -> None:
    """Page 12 is page 12 on every paper: the same text on it, and the same places."""
    own, *others = built.book.guide.print.papers
    (book,) = prints(f"{built.pdf.name}")
    assert {size(page) for page in book.file.pages} == {SIZES[own]}
    for paper in others:
        (other,) = prints(f"{built.book.guide.slug}-{paper}.pdf")
        assert {size(page) for page in other.file.pages} == {SIZES[paper]}
        assert other.destinations == book.destinations
        assert [sorted(text.split()) for text in other.texts] == [sorted(text.split()) for text in book.texts]


def test_the_fold_is_as_far_on_both_sides(built: Built, prints: Callable[[str], list[Pdf]]) -> None:
    """Left and right pages have the paper's inner margin, so that the sides of a leaf cover each other."""
    own, *others = built.book.guide.print.papers
    files = {own: built.pdf.name} | {paper: f"{built.book.guide.slug}-{paper}.pdf" for paper in others}
    for paper, name in files.items():
        (book,) = prints(name)
        margins = {page: book.inner_margin(page) for page in range(2, 10)}
        assert margins == pytest.approx(dict.fromkeys(margins, INNER[paper]), abs=0.4)


def test_large_print_shows_the_books_pages(built: Built, prints: Callable[[str], list[Pdf]]) -> None:
    """Large print shows the book's page numbers: chapters begin where the book says."""
    (book,) = prints(f"{built.pdf.name}")
    for large in prints("-large-print.pdf"):
        assert len(large.texts) > len(book.texts)
        for chapter in built.student.chapters:
            page = large.texts[large.destinations[chapter.slug] - 1]
            assert str(book.destinations[chapter.slug]) in page.split()
        marks = {
            int(name.removeprefix("page-")): page
            for name, page in large.destinations.items()
            if name.startswith("page-")
        }
        assert set(range(1, len(book.texts) + 1)) - marks.keys() <= _without_text(book)
        assert [page for _number, page in sorted(marks.items())] == sorted(marks.values())
        assert [
            number
            for number, page in marks.items()
            if number > 1 and str(number) not in large.texts[page - 1].split()  # the cover has none
        ] == []


def test_large_print_is_large(built: Built, prints: Callable[[str], list[Pdf]]) -> None:
    """Nothing is smaller than 18 points but the foot."""
    foot = f"{built.book.guide.title} · {built.book.guide.version}"
    for large in prints("-large-print.pdf"):
        assert len(large.sizes) > 20
        assert [(size, words) for size, words in large.sizes if size < 18 and foot not in words] == []


def _without_text(book: Pdf) -> set[int]:
    """The pages that begin with no text of the e-book: both covers, and one that a picture fills."""
    covers = (1, len(book.texts))
    return {number for number, text in enumerate(book.texts, 1) if number in covers or len(text) < 100}


def test_bleed_and_crop_marks(built: Built, prints: Callable[[str], list[Pdf]]) -> None:
    """A printer's file has the book's pages, in a frame to be cut off."""
    (book,) = prints(f"{built.pdf.name}")
    for pdf in prints("-press.pdf"):
        assert [sorted(text.split()) for text in pdf.texts] == [sorted(text.split()) for text in book.texts]
        for page in pdf.file.pages:
            assert size(page) == SIZES["a4"]
            assert float(page.mediabox[2] - page.mediabox[0]) >= (210 + 6) * MM - 0.1


def _asks(chapter: Chapter) -> Iterator[Block]:
    """What a worksheet is made of."""
    yield from (block for block in walk(chapter.blocks) if isinstance(block, Beat | Question | Vocabulary))


def test_handouts(built: Built) -> None:
    """A chapter that asks something has a worksheet, and every map a poster of one page, on every paper."""
    folder = built.folder / f"{built.book.guide.slug}-handouts"
    names = {path.stem for path in folder.glob("*.pdf")}
    if built.book.guide.print.handouts:
        chapters = {chapter.slug: chapter for chapter in built.student.chapters if chapter.number}
        assert {slug for slug, chapter in chapters.items() if any(_asks(chapter))} == chapters.keys() & names
        posters = {
            block.tagname for chapter in built.student.chapters for block in walk(chapter.blocks)
        } & MAPS
        assert posters < names
        assert [name for name in posters if len(Pdf(folder / f"{name}.pdf").texts) != 1] == []
        most = 200_000 if built.book.guide.print.forms else 150_000  # what is typed needs a whole font
        assert [
            path.name
            for path in folder.glob("chapter-*.pdf")
            if path.stat().st_size > most or len(Pdf(path).texts) > 3
        ] == []
        papers = built.book.guide.print.papers[1:]
        assert {
            f"{name}-{paper}" for name in names for paper in papers if not name.endswith(tuple(papers))
        } < names
    else:
        assert names == set()


def test_a_dossier_has_the_beats_in_which_its_theme_matters(built: Built) -> None:
    """A theme's dossier lists the beats in which it is important or central, not those with weight 1, if only
    by their numbers where there is no room; it has four pages at most.
    """
    folder = built.folder / f"{built.book.guide.slug}-handouts"
    blocks = [block for chapter in built.student.chapters for block in walk(chapter.blocks)]
    beats = [block for block in blocks if isinstance(block, Beat)]
    numbers = number(built.student).numbers
    for theme in (block for block in blocks if isinstance(block, Theme) and built.book.guide.print.handouts):
        printed = squeezed(Pdf(folder / f"theme-{theme.name}.pdf").text)
        weights = {beat.id: own.weight for beat in beats for own in beat.themes if own.theme == theme.name}
        assert len(Pdf(folder / f"theme-{theme.name}.pdf").texts) <= 4
        further = re.findall(r"\d+\.\d+", printed.partition("seealso:")[2].partition("Quotations")[0])
        listed = {
            beat.id
            for beat in beats
            if squeezed(beat.summary.plain[:30]) in printed or numbers[beat.id] in further
        }
        assert listed == {name for name, weight in weights.items() if weight > 1}


def test_a_character_of_every_beat_has_four_pages(built: Built) -> None:
    """However often a character acts, the dossier has four pages at most; what it tells and what it has by
    its number are together all beats, each once, and the strongest are told.
    """
    folder = built.folder / f"{built.book.guide.slug}-handouts"
    assert [path.name for path in folder.glob("character-*.pdf") if len(Pdf(path).texts) > 4] == []
    beats = [block for chapter in built.student.chapters for block in walk(chapter.blocks)]
    rows = [BeatRow(beat, "1.1", 1, 2) for beat in beats if isinstance(beat, Beat)] * 20
    copies = [BeatRow(row.beat, str(place), 1, 3 if place == 99 else 2) for place, row in enumerate(rows)]
    found = fitted(copies, [], [])
    assert sorted([*found.rows, *found.further], key=lambda row: int(row.number)) == copies
    if found.further:
        assert max(row.weight or 0 for row in found.further) == 2


def test_only_what_was_asked_for(built: Built) -> None:
    """Nothing but the outputs that guide.toml names is in the folder."""
    options, slug = built.book.guide.print, built.book.guide.slug
    editions = [own.name for own in built.book.guide.editions if own.name != "student"]
    expected = {
        f"{slug}.epub",
        f"{slug}.pdf",
        f"{slug}.apkg",
        "SHA256SUMS",
        f"{slug}-cards.csv",
        *(f"{slug}-{paper}.pdf" for paper in options.papers[1:]),
        *(f"{slug}-{name}.epub" for name in editions),
        *(
            f"{slug}-{name}{paper}.pdf"
            for name in editions
            for paper in ("", *(f"-{other}" for other in options.papers[1:]))
        ),
    }
    asked = {
        "-large-print.pdf": options.large_print,
        "-press.pdf": options.crop_marks,
        "-handouts": options.handouts or built.book.guide.class_pack,
    }
    assert {path.name for path in Path(built.folder).iterdir()} == expected | {
        f"{slug}{name}" for name, wanted in asked.items() if wanted
    }
