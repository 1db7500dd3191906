"""Book → EPUB 3.3, from the same templates as print."""

import io
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import partial
from html import unescape
from itertools import count
from typing import Any

from ebooklib import epub as ebooklib

from builder.ebook.cover import cover
from builder.ebook.metadata import describe
from builder.ebook.packaging import Item, Resource, Writer, uid
from builder.ebook.proof import faults
from builder.material.divisions import words_of
from builder.material.fonts import fonts, further_families, further_fonts, subset
from builder.material.styles import style
from builder.model.blocks import Genindex, Glossary
from builder.model.book import Artifact, Book
from builder.model.walking import walk_book
from builder.pages.outline import Entry, outline
from builder.pages.publication import Publication
from builder.pages.templates import Medium, Templates
from builder.pictures.graph import arrange
from builder.pictures.maps import maps
from builder.typesetting.page_starts import mark
from builder.typesetting.sheets import names_shown

_XHTML = "application/xhtml+xml"


class EpubError(Exception):
    """The e-book's pages are not what its metadata says of them: a fault of ours."""


@dataclass(frozen=True, slots=True)
class _PageTarget:
    """A line of the page list: a page of the printed book and where it begins in the e-book."""

    number: str
    address: str


def epub(made: Publication) -> list[Artifact]:
    """The e-book, as EPUB 3.3 with an NCX for readers of EPUB 2.

    Raises EpubError where the pages do not bear out what the metadata says of them.
    """
    book = made.book
    items = list(_items(made))
    if wrong := faults({item.name: item.content.decode() for item in items if item.spine}):
        raise EpubError("; ".join(wrong))
    guide = book.guide
    modified = datetime.combine(guide.stamp, time(), UTC)
    package = ebooklib.EpubBook()
    package.metadata.clear()  # removes a random identifier and the generator's name
    package.set_identifier(book.identifier)
    package.title, package.language = guide.title, guide.language
    describe(package, book, f"{book.stem}.pdf")
    for item in items:
        package.add_item(Resource(item))
        if item.spine:
            package.spine.append((uid(item.name), "yes"))
    stream = io.BytesIO()
    writer = Writer(stream, package, {"mtime": modified, "raise_exceptions": True})
    writer.process()
    writer.write()
    return [Artifact(f"{book.stem}.epub", stream.getvalue())]


# ------------------------------------------------------------------------------------------------------ files


def _items(publication: Publication) -> Iterator[Item]:
    """Every file of the container but the package document."""
    book, targets = publication.book, publication.targets
    starts = publication.paging.starts if book.guide.page_list else ()
    picture = cover(book, targets, publication.press)
    styles = ["styles/shared.css", "styles/screen.css"]
    if book.guide.fonts:
        styles.insert(0, "styles/fonts.css")
    medium = Medium(is_print=False, address=_address, styles=tuple(styles), cover=picture.name)
    pages = Templates(book, targets, medium)
    marked = {name: mark(markup, starts) for name, markup in _text(book, pages)}
    page_list = [
        _PageTarget(number, f"{name}#page-{number}")
        for name, (_markup, found) in marked.items()
        for number in found
    ]
    nav = pages.contents("nav.xhtml", landmarks=list(_landmarks(book)), page_list=page_list)
    for name, (markup, _found) in marked.items():
        yield _page(name, markup)
        if name == "imprint.xhtml":
            yield _page("nav.xhtml", nav, "nav")
    yield Item("toc.ncx", "application/x-dtbncx+xml", _ncx(book, pages, page_list).encode())
    yield Item(picture.name, picture.media_type, picture.content, ("cover-image",))
    # Not those of what an edition leaves out: they may show what its readers are not to see.
    shown = {name for markup, _found in marked.values() for name in names_shown(markup)} - {picture.name}
    for image in (image for image in book.images if image.name in shown):
        yield Item(image.name, image.media_type, image.content)
    for name, draw in maps(book, targets, partial(publication.press.call, arrange)).items():
        if name in shown:
            yield Item(name, "image/svg+xml", draw().content)
    written = unescape("".join([nav, *(markup for markup, _found in marked.values())]))
    further = further_families(written) if book.guide.fonts else ()
    for name in medium.styles:
        yield Item(name, "text/css", _style(name, further))
    for font in (*fonts(), *further_fonts(further)) if book.guide.fonts else ():
        yield Item(font.name, font.media_type, subset(font, _characters(written)))


def _style(name: str, further: Iterable[str]) -> bytes:
    text = style(name.removeprefix("styles/"), further)
    return text.replace('url("fonts/', 'url("../fonts/').encode()


def _characters(pages: str) -> frozenset[str]:
    """The characters that the fonts must have: those of the pages, their capitals, and those that a reader
    may add: list marks, hyphens, an ellipsis.
    """
    written = frozenset(pages)
    capitals = (letter for character in written for letter in character.upper())
    return written.union(capitals, string.printable, "\u2010•…")


def _address(chapter: str, name: str) -> str:
    return f"{chapter}.xhtml" if name == chapter else f"{chapter}.xhtml#{name}"


def _text(book: Book, pages: Templates) -> Iterator[tuple[str, str]]:
    yield "cover.xhtml", pages.page("cover.xhtml", across=0, matter="frontmatter")
    yield "imprint.xhtml", pages.page("imprint.xhtml", matter="frontmatter")
    for chapter in book.chapters:
        yield f"{chapter.slug}.xhtml", pages.chapter(chapter)


def _page(name: str, markup: str, *properties: str) -> Item:
    """A page of the spine; its properties are set from its markup."""
    found = [kind for kind, sign in (("svg", "<svg"), ("mathml", "<math")) if sign in markup]
    return Item(name, _XHTML, markup.encode(), tuple(sorted({*properties, *found})), spine=True)


def _landmarks(book: Book) -> Iterator[dict[str, str]]:
    language = words_of(book.guide)
    yield {"type": "cover", "address": "cover.xhtml", "title": language["cover"]}
    yield {"type": "toc", "address": "nav.xhtml", "title": language["contents"]}
    start = next(chapter for chapter in book.chapters if chapter.role == "chapter")
    yield {"type": "bodymatter", "address": f"{start.slug}.xhtml", "title": language["start"]}
    for chapter, block in walk_book(book):
        if isinstance(block, Glossary | Genindex):
            kind = "glossary" if isinstance(block, Glossary) else "index"
            yield {"type": kind, "address": _address(chapter.slug, block.id), "title": language[kind]}


def _ncx(book: Book, pages: Templates, page_list: Sequence[_PageTarget]) -> str:
    """The table of contents and the page list for EPUB 2 readers: play order runs without gaps, and is the
    same for the same place.
    """
    order, ids = count(2), count(2)
    orders: dict[str, int] = {}

    def point(entry: Entry) -> dict[str, Any]:
        address = f"{entry.chapter}.xhtml"
        if address not in orders:
            orders[address] = next(order)
        title = f"{entry.number} {entry.title}".strip()
        own = {"id": next(ids), "order": orders[address], "title": title, "address": address}
        return own | {"entries": [point(inner) for inner in entry.entries]}

    imprint = words_of(book.guide)["imprint"]
    first = {"id": 1, "order": 1, "title": imprint, "address": "imprint.xhtml", "entries": []}
    points = [first, *(point(entry) for entry in outline(book))]
    depth = 2 if any(entry["entries"] for entry in points) else 1
    numbered = [
        {
            "number": page.number,
            "is_normal": page.number.isdecimal(),
            "address": page.address,
            "order": next(order),
        }
        for page in page_list
    ]
    return pages.page("toc.ncx", points=points, depth=depth, page_list=numbered)
