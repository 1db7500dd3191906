"""Marked-up pages → laid-out pages and a page map: WeasyPrint, shut off from disk and network.

A book is laid out one flow at a time. A flow is a stretch of pages that begins on a page of its own: a chapter, the
contents, the cover. A flow that points back finds the pages of the flows before it; one that points ahead is laid out
again until its numbers are those of the page map. A flow whose text and first page have stayed the same is left alone.
"""

import logging
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML, Document
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from builder.writing.page_numbers import ORDINARY, PageNumbers
from builder.writing.page_starts import APART, OwnText, PageStart, owns_itself
from builder.writing.tagging import better_tags

_BASE = "file:///book/"  # an address for relative links; nothing is ever read from it
_ROUNDS = 6

PageMap = Mapping[str, int]
"""The page on which each id of the book begins; the first page is 1."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A stretch of pages. `markup` gives its XHTML from the place of its first page and the page map so far.

    It has at least as many pages as `least` says: empty ones fill it, so that what follows keeps its place.
    """

    name: str
    markup: Callable[[int, PageMap], str]
    least: int = 1


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that pages may show: a picture, a font."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page, in millimetres from the page's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows: a box with boxes in it, down to lines, their texts, and pictures.

    `tag` is the element's name, "h2", or "h2::before" for what is generated; `source` is the same in all parts of a box that
    pages or columns break. The outline has borders in it, the content is without them. `stand_ins` are the families of fonts
    that show the text because the one that is asked for can't.
    """

    kind: Literal["box", "line", "text", "picture"]
    tag: str
    source: Hashable
    outline: Area
    content: Area
    text: str = ""
    stand_ins: frozenset[str] = frozenset()
    inside: tuple["Shown", ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page: its type area, its running text, its notes, and what stands in its margins. The last of a flow may be short."""

    number: int
    is_last: bool
    area: Area
    text: Shown
    notes: tuple[Shown, ...]
    margins: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of every flow, in order, and the page map. `counts` says how many pages each flow has."""

    documents: tuple[Document, ...]
    pages: PageMap
    starts: tuple[PageStart, ...]
    counts: Mapping[str, int]
    numbers: PageNumbers = ORDINARY
    forms: bool = False

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return sum(len(document.pages) for document in self.documents)

    def shown(self) -> Iterator[ShownPage]:
        """What every page shows."""
        number = 0
        for document in self.documents:
            for page in document.pages:
                number += 1
                text, *others = page._page_box.children
                notes = [_shown(box) for box in others if not isinstance(box, boxes.MarginBox)]
                margins = [_shown(box) for box in others if isinstance(box, boxes.MarginBox)]
                is_last = page is document.pages[-1]
                yield ShownPage(number, is_last, _content(page._page_box), _shown(text), tuple(notes), tuple(margins))

    def pdf(self, page_word: str = "") -> bytes:
        """The pages as one PDF/UA-1 file, with the first flow's metadata. Raises EngineError.

        Behind `page_word` ("page") links tell readers who hear them the page they lead to; without it they tell none.
        """
        book = self.documents[0].copy([page for document in self.documents for page in document.pages])
        with _no_complaints(), better_tags(self.pages, page_word, self.numbers) as finisher:
            written = book.write_pdf(finisher=finisher, pdf_variant="pdf/ua-1", pdf_tags=True, pdf_forms=self.forms)
        return bytes(written)


class EngineError(Exception):
    """The layout engine complained: a fault of ours (a style, a template), never to be passed over."""


class Press:
    """The layout engine with its style sheets, fonts and pictures, shared by all flows. With `forms`, fields can be typed in."""

    def __init__(self, styles: Sequence[str], resources: Sequence[Resource], *, forms: bool = False) -> None:
        self._forms = forms
        self._fetcher = _Fetcher({resource.name: resource for resource in resources})
        self._fonts = FontConfiguration()
        with _no_complaints():
            self._styles = [CSS(string=style, base_url=_BASE, url_fetcher=self._fetcher, font_config=self._fonts) for style in styles]

    def lay_out(self, flows: Sequence[Flow], numbers: PageNumbers = ORDINARY) -> Layout:
        """Lay out the flows one behind the other. Raises EngineError."""
        pages: PageMap = {}
        made: dict[str, tuple[str, Document]] = {}
        for _round in range(_ROUNDS):
            found: dict[str, int] = {}
            first = 1
            for flow in flows:
                markup = flow.markup(first, {**pages, **found})
                if flow.name not in made or made[flow.name][0] != markup:
                    made[flow.name] = markup, self._fill(markup, flow.least)
                document = made[flow.name][1]
                _note_anchors(document, first, found)
                first += len(document.pages)
            if found == pages:
                documents = tuple(made[flow.name][1] for flow in flows)
                counts = {flow.name: len(document.pages) for flow, document in zip(flows, documents, strict=True)}
                return Layout(documents, pages, tuple(_page_starts(documents, numbers)), counts, numbers, self._forms)
            pages = found
        raise EngineError(f"page numbers did not settle in {_ROUNDS} rounds")

    def _fill(self, markup: str, least: int) -> Document:
        document = self._render(markup)
        if missing := max(least - len(document.pages), 0):
            document = self._render(markup.replace("</body>", '<div class="empty-page"></div>' * missing + "</body>"))
        return document

    def _render(self, markup: str) -> Document:
        with _no_complaints():
            document = HTML(string=markup, base_url=_BASE, url_fetcher=self._fetcher)
            return document.render(
                stylesheets=self._styles, font_config=self._fonts, pdf_variant="pdf/ua-1", pdf_tags=True, pdf_forms=self._forms
            )


def _note_anchors(document: Document, first: int, found: dict[str, int]) -> None:
    """An id whose box spans two pages is on the first."""
    for number, page in enumerate(document.pages, first):
        for anchor in page.anchors:
            found.setdefault(anchor, number)


# -------------------------------------------------------------------------------------------------- starts of pages


def _page_starts(documents: Sequence[Document], numbers: PageNumbers) -> Iterator[PageStart]:
    """Where in the text each page begins. A page without running text (the cover) has no start. Raises EngineError."""
    page_number = 0
    for document in documents:
        owners: dict[Any, Any] = {}
        _find_owners(document._html.etree_element, None, owners)
        reading: dict[Any, OwnText] = {}
        heads: set[Any] = set()
        for page in document.pages:
            page_number += 1
            yield from _start_of(numbers(page_number), _text_boxes(page._page_box.children[0], heads), owners, reading)


def _start_of(number: str, shown: Iterable[Any], owners: Mapping[Any, Any], reading: dict[Any, OwnText]) -> Iterator[PageStart]:
    started = False
    for box in shown:
        owner = owners.get(box.element)
        if owner is None or not box.text.strip():
            continue
        if owner not in reading:
            reading[owner] = OwnText(owner)
        own = reading[owner]
        if not started:
            yield PageStart(number, owner.get("id"), own.here())
            started = True
        if not own.read(box.text, box.style["hyphenate_character"]):
            raise EngineError(f"page {number}: “{box.text}” is not the next text of #{owner.get('id')}")


def _find_owners(element: Any, owner: Any, owners: dict[Any, Any]) -> None:
    """For every element, the one whose own text its text is; None where it is nobody's."""
    if owns_itself(element):
        owner = element if element.get("id") and not APART.intersection((element.get("class") or "").split()) else None
    owners[element] = owner
    for child in element:
        _find_owners(child, owner, owners)


def _text_boxes(box: Any, heads: set[Any]) -> Iterator[Any]:
    """The boxes of running text, in the order of the text: no generated content, a table's head once only."""
    box = getattr(box, "_box", box)  # what stands for a positioned box holds it
    if "::" in (box.element_tag or ""):
        return
    if getattr(box, "is_header", False):
        if box.element in heads:
            return
        heads.add(box.element)
    if isinstance(box, boxes.TextBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _text_boxes(child, heads)


# -------------------------------------------------------------------------------------------------- what pages show


def _shown(box: Any) -> Shown:
    box = getattr(box, "_box", box)  # what stands for a positioned box holds it
    text = getattr(box, "text", "")
    return Shown(
        kind=_kind(box),
        tag=box.element_tag or "",
        source=(id(box.element), box.element_tag, id(box.style)),  # parts of a box share them
        outline=_area(box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()),
        content=_content(box),
        text=text,
        stand_ins=frozenset(_families(box)) - {box.style["font_family"][0]} if text.strip() else frozenset(),
        inside=tuple(map(_shown, box.children)),
    )


def _kind(box: Any) -> Literal["box", "line", "text", "picture"]:
    if isinstance(box, boxes.TextBox):
        return "text"
    if isinstance(box, boxes.ReplacedBox):
        return "picture"
    return "line" if isinstance(box, boxes.LineBox) else "box"


def _content(box: Any) -> Area:
    return _area(box.content_box_x(), box.content_box_y(), box.width, box.height)


def _area(left: float, top: float, width: float, height: float) -> Area:
    """A rectangle that WeasyPrint has measured in pixels."""
    return Area(*(side * 25.4 / 96 for side in (left, top, left + width, top + height)))


def _families(text_box: Any) -> Iterator[str]:
    """The families of the fonts that Pango has chosen for a text."""
    text_box.pango_layout.reactivate(text_box.style)
    run = text_box.pango_layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        _key, description, _size = get_pango_font_key(run.data.item.analysis.font)
        yield ffi.string(pango.pango_font_description_get_family(description)).decode()
        run = run.next
    text_box.pango_layout.deactivate()


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Gives WeasyPrint what the book holds, and nothing else: no file is opened and no address called."""

    def __init__(self, resources: Mapping[str, Resource]) -> None:
        super().__init__(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)
        self._resources = resources

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        path = unquote(urlsplit(url).path)
        resource = self._resources.get(path.removeprefix(urlsplit(_BASE).path)) if url.startswith(_BASE) else None
        if resource is None:
            raise FatalURLFetchingError(f"not in the book: {url[:200]}")
        return URLFetcherResponse(url, resource.content, {"Content-Type": resource.media_type})


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _no_complaints() -> Iterator[None]:
    """WeasyPrint only logs what it can't do; in here that is an error. FatalURLFetchingError is no Exception of Python's."""
    logger = logging.getLogger("weasyprint")
    complaints = _Complaints()
    before = (logger.propagate, logger.handlers[:])
    logger.propagate, logger.handlers[:] = False, [complaints]
    try:
        yield
    except FatalURLFetchingError as fatal:
        raise EngineError(str(fatal)) from fatal
    finally:
        logger.propagate, logger.handlers[:] = before
    if complaints.said:
        raise EngineError("; ".join(dict.fromkeys(complaints.said)))
