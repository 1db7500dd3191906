"""E-books without a list of printed pages: made without a print layout, and silent about pages."""

from pathlib import Path

import pytest

from builder.__main__ import main
from builder.ebook.kepub import for_kobo
from builder.model.book import Artifact
from tests.epub_files import NAMES, TYPE, Epub, checked
from tests.guides import PLAIN, STOCK, changed
from tests.test_readers import ace, violations

OF_PAGES = {"pageBreakMarkers", "pageNavigation"}
FORMATS = ("-f", "epub", "-f", "kepub")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the stock guide's e-books, the teacher's too, made without a page list."""
    folder = tmp_path_factory.mktemp("alone")
    editions = ("-e", "student", "-e", "teacher")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builder.build.lay_out", None)  # to call it would be an error
        assert main(["build", str(STOCK), "-o", str(folder), *FORMATS, *editions, "--no-page-list"]) == 0
    return folder


def claims(epub: Epub) -> set[str]:
    """The names and values of the metadata that may speak of pages."""
    values = epub.package.xpath(
        "//opf:meta[@property='schema:accessibilityFeature']/text()", namespaces=NAMES
    )
    return {*values, *epub.package.xpath("//opf:meta/@property", namespaces=NAMES)}


def speaks_of_pages(epub: Epub) -> list[str]:
    """Everything in an e-book that is there for printed pages alone."""
    ncx = (epub.content(name) for name, kind in epub.listed.items() if "ncx" in kind)
    return [
        *sorted(claims(epub) & (OF_PAGES | {"pageBreakSource"})),
        *epub.package.xpath("//dc:source/text()", namespaces=NAMES),
        *(name for name, page in epub.pages.items() if page.xpath("//*[@role='doc-pagebreak']")),
        *(nav.get(TYPE) for nav in epub.page("nav.xhtml").iter("{*}nav") if nav.get(TYPE) == "page-list"),
        *(word for content in ncx for word in ("pageList", "pageTarget") if word in content.decode()),
    ]


def test_nothing_speaks_of_pages(alone: Path) -> None:
    """There are no marks, no list in either table of contents, and no such claims; all else is sound."""
    made = sorted(alone.glob("*.epub"))
    assert [path.name for path in made] == [
        f"the-ferry{name}.epub" for name in ("-teacher", "-teacher.kepub", "", ".kepub")
    ]
    assert [found for path in made for found in speaks_of_pages(Epub(path))] == []
    assert [fault for path in made for fault in Epub(path).faults()] == []


def test_with_a_page_list_all_of_it_is_there(stock_build: Path) -> None:
    """Where the list is wanted, the metadata, both tables of contents and the pages speak of it."""
    found = speaks_of_pages(Epub(stock_build / "the-ferry.epub"))
    assert {*OF_PAGES, "pageBreakSource", "page-list", "pageList", "pageTarget"} < set(found)


@pytest.mark.validator
@pytest.mark.parametrize("name", ["the-ferry", "the-ferry.kepub", "the-ferry-teacher"])
def test_epubcheck_is_silent(name: str, alone: Path, tmp_path: Path) -> None:
    """EPUBCheck misses nothing in it."""
    assert checked(alone / f"{name}.epub", tmp_path) == []


@pytest.mark.validator
def test_ace_finds_nothing(alone: Path, tmp_path: Path) -> None:
    """Ace has no violation, and does not miss the list."""
    assert violations(ace(alone / "the-ferry.epub", tmp_path)) == []


def test_only_pages_are_missing(alone: Path, stock_build: Path) -> None:
    """The text of every page is that of the book with the list, and all other files are the same."""
    one, other = (Epub(folder / "the-ferry.epub") for folder in (alone, stock_build))
    assert one.listed == other.listed
    changing = {"nav.xhtml", "toc.ncx"}
    apart = [name for name in one.listed if Path(name).name not in changing]
    assert [
        name for name in apart if name not in one.pages and one.content(name) != other.content(name)
    ] == []
    texts = (
        {name: "".join(epub.pages[name].itertext()) for name in apart if name in epub.pages}
        for epub in (one, other)
    )
    assert next(texts) == next(texts)


def test_the_setting_does_what_the_option_does(tmp_path: Path) -> None:
    """The key in guide.toml and the option give the same bytes, beside a PDF too; KEPUB follows."""
    guide = changed(tmp_path / "guide", PLAIN)
    assert main(["build", str(guide), "-o", str(tmp_path / "option"), *FORMATS, "--no-page-list"]) == 0
    settings = guide / "guide.toml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}page-list = false\n", encoding="utf-8")
    assert main(["build", str(guide), "-o", str(tmp_path / "key"), *FORMATS, "-f", "pdf"]) == 0
    names = ("the-plain-ferry.epub", "the-plain-ferry.kepub.epub")
    option, key = ([(tmp_path / way / name).read_bytes() for name in names] for way in ("option", "key"))
    assert option == key
    assert (tmp_path / "key" / "the-plain-ferry.pdf").exists()
    assert for_kobo(Artifact("a.epub", key[0])).content == key[1]
