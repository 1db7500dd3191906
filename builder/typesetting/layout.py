"""Marked-up pages → laid-out pages and a page map.

A book is laid out one flow at a time. A flow is a run of pages that begins on a page of its own: a chapter,
the contents, the cover. Its markup is made from the page map so far: the pages of the flows before it are
known, those of later flows are taken from the last round. Rounds are repeated until the page map no longer
changes. A flow with the same markup as before is not laid out again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from weasyprint import CSS, HTML, Document
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration

from builder.typesetting.breaks import find_page_starts
from builder.typesetting.isolation import BASE, EngineError, Fetcher, Resource, no_complaints
from builder.typesetting.page_numbers import ORDINARY, PageNumbers
from builder.typesetting.page_starts import PageStart
from builder.typesetting.shown import ShownPage, content_area, shown_box
from builder.typesetting.tagging import better_tags

_ROUNDS = 6

PageMap = Mapping[str, int]
"""The page on which each id of the book begins; the first page is 1."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A run of pages. `markup` returns its XHTML from the place of its first page and the page map so far.

    It has at least `least` pages: empty ones fill it, so that the first page of the next flow stays the same.
    """

    name: str
    markup: Callable[[int, PageMap], str]
    least: int = 1


@dataclass(frozen=True, slots=True)
class Paging:
    """The page map, where in the text every page begins, how many pages each flow has, and the form of
    printed page numbers.
    """

    pages: PageMap
    starts: tuple[PageStart, ...]
    counts: Mapping[str, int]
    numbers: PageNumbers = ORDINARY


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of every flow, in order, with their paging."""

    documents: tuple[Document, ...]
    paging: Paging
    forms: bool = False

    @property
    def pages(self) -> PageMap:
        """The page map."""
        return self.paging.pages

    @property
    def starts(self) -> tuple[PageStart, ...]:
        """Where in the text every page begins."""
        return self.paging.starts

    @property
    def counts(self) -> Mapping[str, int]:
        """How many pages each flow has."""
        return self.paging.counts

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return sum(self.counts.values())

    def shown(self) -> Iterator[ShownPage]:
        """What every page shows."""
        number = 0
        for document in self.documents:
            for page in document.pages:
                number += 1
                text, *others = page._page_box.children
                notes = [shown_box(box) for box in others if not isinstance(box, boxes.MarginBox)]
                margins = [shown_box(box) for box in others if isinstance(box, boxes.MarginBox)]
                is_last = page is document.pages[-1]
                yield ShownPage(
                    number,
                    is_last,
                    content_area(page._page_box),
                    shown_box(text),
                    tuple(notes),
                    tuple(margins),
                )

    def pdf(self, page_word: str = "") -> bytes:
        """The pages as one PDF/UA-1 file, with the first flow's metadata. Raises EngineError.

        With a `page_word` ("page") the description of a link, which screen readers read, has that word and
        the page that the link leads to; without it no page.
        """
        book = self.documents[0].copy([page for document in self.documents for page in document.pages])
        with no_complaints(), better_tags(self.pages, page_word, self.paging.numbers) as finisher:
            written = book.write_pdf(
                finisher=finisher, pdf_variant="pdf/ua-1", pdf_tags=True, pdf_forms=self.forms
            )
        return bytes(written)


class Engine:
    """The layout engine with its style sheets, fonts and pictures, shared by all flows. With `forms`, the
    fields of handouts are form fields.
    """

    def __init__(self, styles: Sequence[str], resources: Sequence[Resource], *, forms: bool = False) -> None:
        self._forms = forms
        self._fetcher = Fetcher({resource.name: resource for resource in resources})
        self._fonts = FontConfiguration()
        with no_complaints():
            self._styles = [
                CSS(string=style, base_url=BASE, url_fetcher=self._fetcher, font_config=self._fonts)
                for style in styles
            ]

    def lay_out(self, flows: Sequence[Flow], numbers: PageNumbers = ORDINARY) -> Layout:
        """Lay out the flows one after the other. Raises EngineError."""
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
                counts = {
                    flow.name: len(document.pages) for flow, document in zip(flows, documents, strict=True)
                }
                paging = Paging(pages, tuple(find_page_starts(documents, numbers)), counts, numbers)
                return Layout(documents, paging, self._forms)
            pages = found
        raise EngineError(f"page numbers did not settle in {_ROUNDS} rounds")

    def _fill(self, markup: str, least: int) -> Document:
        document = self._render(markup)
        if missing := max(least - len(document.pages), 0):
            document = self._render(
                markup.replace("</body>", '<div class="empty-page"></div>' * missing + "</body>")
            )
        return document

    def _render(self, markup: str) -> Document:
        with no_complaints():
            document = HTML(string=markup, base_url=BASE, url_fetcher=self._fetcher)
            return document.render(
                stylesheets=self._styles,
                font_config=self._fonts,
                pdf_variant="pdf/ua-1",
                pdf_tags=True,
                pdf_forms=self._forms,
            )


def _note_anchors(document: Document, first: int, found: dict[str, int]) -> None:
    """Add the pages of a document's ids: one whose box spans two pages is on the first."""
    for number, page in enumerate(document.pages, first):
        for anchor in page.anchors:
            found.setdefault(anchor, number)
