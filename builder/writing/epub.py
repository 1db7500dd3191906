"""Book → EPUB 3.3: the same pages as in print, packed by ebooklib.

ebooklib is used as a packager only. Its own classes for documents, navigation and covers rewrite what they are given,
so every file goes in as finished bytes; what its writer gets wrong (clock times, a language on the package) is mended here.
"""

import io
import string
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from html import unescape
from itertools import count
from typing import Any

from ebooklib import epub as ebooklib

from builder.model import Artifact, Book, Genindex, Glossary, walk
from builder.targets import Targets
from builder.words import words
from builder.writing.cover import cover
from builder.writing.fonts import fonts, subset
from builder.writing.formulas import formulas
from builder.writing.layout import EngineError
from builder.writing.maps import maps
from builder.writing.outline import Entry, outline
from builder.writing.page_starts import PageStart, mark
from builder.writing.proof import faults
from builder.writing.styles import style
from builder.writing.templates import Medium, Templates

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XHTML = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class _Item:
    """A file of the container with its place in manifest and spine."""

    name: str
    media_type: str
    content: bytes
    properties: tuple[str, ...] = ()
    spine: bool = False


@dataclass(frozen=True, slots=True)
class _PageTarget:
    """A line of the page list: a page of the printed book and where it begins in the e-book."""

    number: str
    address: str


def epub(book: Book, targets: Targets, starts: Sequence[PageStart], printed: str) -> Artifact:
    """The e-book, as EPUB 3.3 with an NCX for readers of EPUB 2.

    `starts` are the beginnings of the printed book's pages, `printed` is the name of its file. Raises EngineError where
    the pages do not bear out what the metadata says of them.
    """
    items = list(_items(book, targets, starts))
    if wrong := faults({item.name: item.content.decode() for item in items if item.spine}):
        raise EngineError("; ".join(wrong))
    guide = book.guide
    modified = datetime.combine(guide.date, time(), UTC)
    package = ebooklib.EpubBook()
    package.metadata.clear()  # a random identifier and the generator's name
    package.set_identifier(book.identifier)
    package.title, package.language = guide.title, guide.language
    _describe(package, book, printed)
    for item in items:
        package.add_item(_Resource(item))
        if item.spine:
            package.spine.append((_uid(item.name), "yes"))
    stream = io.BytesIO()
    writer = _Writer(stream, package, {"mtime": modified, "raise_exceptions": True})
    writer.process()
    writer.write()
    return Artifact(f"{book.stem}.epub", stream.getvalue())


def _describe(package: ebooklib.EpubBook, book: Book, printed: str) -> None:
    """Dublin Core and its refinements: what a library shows of the book. What it claims of the pages, `faults` has proven."""
    guide = book.guide
    package.add_metadata("DC", "title", guide.title, {"id": "title"})
    package.add_metadata(None, "meta", "main", {"refines": "#title", "property": "title-type"})
    package.add_metadata("DC", "title", guide.subtitle, {"id": "subtitle"})
    package.add_metadata(None, "meta", "subtitle", {"refines": "#subtitle", "property": "title-type"})
    if book.edition.title:
        package.add_metadata("DC", "title", book.edition.title, {"id": "edition"})
        package.add_metadata(None, "meta", "edition", {"refines": "#edition", "property": "title-type"})
    package.add_metadata("DC", "language", guide.language)
    for number, author in enumerate(guide.authors, 1):
        package.add_metadata("DC", "creator", author, {"id": f"creator-{number}"})
        package.add_metadata(None, "meta", "aut", {"refines": f"#creator-{number}", "property": "role", "scheme": "marc:relators"})
    for subject in guide.subjects:
        package.add_metadata("DC", "subject", subject)
    package.add_metadata("DC", "description", guide.description)
    package.add_metadata("DC", "rights", guide.rights)
    package.add_metadata("DC", "date", guide.date.isoformat())
    package.add_metadata("DC", "source", f"{printed}, {guide.version}")
    package.add_metadata(None, "meta", f"{printed}, {guide.version}", {"property": "pageBreakSource"})
    package.add_metadata(None, "meta", guide.version, {"property": "schema:version"})
    for name, value in _accessibility(book):
        package.add_metadata(None, "meta", value, {"property": f"schema:{name}"})
    package.add_metadata(None, "meta", "EPUB Accessibility 1.1 - WCAG 2.2 Level AA", {"property": "dcterms:conformsTo"})
    package.add_metadata(None, "meta", ", ".join(guide.authors), {"property": "a11y:certifiedBy"})


def _accessibility(book: Book) -> Iterator[tuple[str, str]]:
    """What a reader may count on, in schema.org's terms, from what the book holds."""
    blocks = [block for chapter in book.chapters for block in walk(chapter.blocks)]
    yield "accessMode", "textual"
    yield "accessMode", "visual"  # the cover
    yield "accessModeSufficient", "textual"  # every picture has an alternative: a missing one stops the build
    features = [
        "alternativeText",
        "displayTransformability",
        "pageBreakMarkers",
        "pageNavigation",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ]
    if any(isinstance(block, Genindex) for block in blocks):
        features.append("index")
    if any(formulas(book)):
        features.append("MathML")
    for feature in sorted(features):
        yield "accessibilityFeature", feature
    yield "accessibilityHazard", "none"  # nothing moves, flashes or sounds
    yield "accessibilitySummary", str(words(book.guide.language)["accessibility"])


# ------------------------------------------------------------------------------------------------------------- files


def _items(book: Book, targets: Targets, starts: Sequence[PageStart]) -> Iterator[_Item]:
    """Every file of the container but the package document."""
    picture = cover(book, targets)
    styles = ["styles/shared.css", "styles/screen.css"]
    if book.guide.fonts:
        styles.insert(0, "styles/fonts.css")
    medium = Medium(is_print=False, address=_address, page=lambda _name: None, styles=tuple(styles), cover=picture.name)
    pages = Templates(book, targets, medium)
    marked = {name: mark(markup, starts) for name, markup in _text(book, pages)}
    page_list = [_PageTarget(number, f"{name}#page-{number}") for name, (_markup, found) in marked.items() for number in found]
    nav = pages.contents("nav.xhtml", landmarks=list(_landmarks(book)), page_list=page_list)
    for name, (markup, _found) in marked.items():
        yield _page(name, markup)
        if name == "imprint.xhtml":
            yield _page("nav.xhtml", nav, "nav")
    yield _Item("toc.ncx", "application/x-dtbncx+xml", _ncx(book, pages, page_list).encode())
    yield _Item(picture.name, picture.media_type, picture.content, ("cover-image",))
    for image in book.images:
        yield _Item(image.name, image.media_type, image.content)
    for made in maps(book, targets):
        yield _Item(made.name, "image/svg+xml", made.content)
    for name in medium.styles:
        yield _Item(name, "text/css", style(name.removeprefix("styles/")).replace('url("fonts/', 'url("../fonts/').encode())
    if book.guide.fonts:
        text = _characters([nav, *(markup for markup, _found in marked.values())])
        for font in fonts():
            yield _Item(font.name, "font/otf", subset(font, text))


def _characters(pages: Iterable[str]) -> frozenset[str]:
    """What the fonts must have: the pages' characters, their capitals, and what a reader may add: list marks, hyphens, an ellipsis."""
    written = unescape("".join(pages))
    return frozenset(written + written.upper() + string.printable + "\u2010•…")


def _address(chapter: str, name: str) -> str:
    return f"{chapter}.xhtml" if name == chapter else f"{chapter}.xhtml#{name}"


def _text(book: Book, pages: Templates) -> Iterator[tuple[str, str]]:
    yield "cover.xhtml", pages.page("cover.xhtml", map="", matter="frontmatter")
    yield "imprint.xhtml", pages.page("imprint.xhtml", matter="frontmatter")
    for chapter in book.chapters:
        yield f"{chapter.slug}.xhtml", pages.chapter(chapter)


def _page(name: str, markup: str, *properties: str) -> _Item:
    """A page of the spine; its properties are what its markup really holds."""
    found = [kind for kind, sign in (("svg", "<svg"), ("mathml", "<math")) if sign in markup]
    return _Item(name, _XHTML, markup.encode(), tuple(sorted({*properties, *found})), spine=True)


def _landmarks(book: Book) -> Iterator[dict[str, str]]:
    language = words(book.guide.language)
    yield {"type": "cover", "address": "cover.xhtml", "title": language["cover"]}
    yield {"type": "toc", "address": "nav.xhtml", "title": language["contents"]}
    start = next(chapter for chapter in book.chapters if chapter.role == "chapter")
    yield {"type": "bodymatter", "address": f"{start.slug}.xhtml", "title": language["start"]}
    for chapter in book.chapters:
        for block in walk(chapter.blocks):
            if isinstance(block, Glossary | Genindex):
                kind = "glossary" if isinstance(block, Glossary) else "index"
                yield {"type": kind, "address": _address(chapter.slug, block.id), "title": language[kind]}


def _ncx(book: Book, pages: Templates, page_list: Sequence[_PageTarget]) -> str:
    """The table of contents and the page list for EPUB 2 readers: play order runs without gaps."""
    order = count(2)

    def point(entry: Entry) -> dict[str, Any]:
        own = {"order": next(order), "title": f"{entry.number} {entry.title}".strip(), "address": f"{entry.chapter}.xhtml"}
        return own | {"entries": [point(inner) for inner in entry.entries]}

    first = {"order": 1, "title": book.guide.title, "address": "imprint.xhtml", "entries": []}
    points = [first, *(point(entry) for entry in outline(book))]
    depth = 2 if any(entry["entries"] for entry in points) else 1
    numbered = [
        {"number": page.number, "is_normal": page.number.isdecimal(), "address": page.address, "order": next(order)} for page in page_list
    ]
    return pages.page("toc.ncx", points=points, depth=depth, page_list=numbered)


# --------------------------------------------------------------------------------------------------------- packaging


def _uid(name: str) -> str:
    """A file's id in the manifest. The NCX must be "ncx": the spine names it so."""
    return "ncx" if name == "toc.ncx" else name.replace("/", "-").replace(".", "-")


class _Resource(ebooklib.EpubItem):  # type: ignore[misc]
    """A file that goes into the container byte for byte."""

    def __init__(self, item: _Item) -> None:
        uid = item.name if item.name[0].isalpha() else f"f-{item.name}"
        super().__init__(uid=_uid(uid), file_name=item.name, media_type=item.media_type, content=item.content)
        self.properties = list(item.properties)
        self.media_overlay = None  # the writer asks for it


class _Zip(zipfile.ZipFile):
    """A zip file in which every entry has the book's date and plain permissions."""

    def __init__(self, *arguments: Any, stamp: tuple[int, ...], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._stamp = stamp

    def writestr(self, name: Any, data: Any, compress_type: int | None = None, compresslevel: int | None = None) -> None:
        info = zipfile.ZipInfo(name, self._stamp)  # type: ignore[arg-type]
        info.create_system, info.external_attr = 3, 0o100644 << 16
        super().writestr(info, data, self.compression if compress_type is None else compress_type, compresslevel or self.compresslevel)


class _Writer(ebooklib.EpubWriter):  # type: ignore[misc]
    """ebooklib's writer, into a stream and with fixed times."""

    def write(self) -> None:
        stamp = max(self.options["mtime"].timetuple()[:6], (1980, 1, 1, 0, 0, 0))
        with _Zip(self.file_name, "w", zipfile.ZIP_DEFLATED, compresslevel=9, stamp=stamp) as self.out:
            self.out.writestr("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: Any) -> None:
        root.set(_XML_LANG, self.book.language)
        super()._write_opf_file(root)
