"""Marked-up pages → laid-out pages and a page map.

A book is laid out one flow at a time. A flow is a run of pages that begins on a page of its own: a chapter,
the contents, the cover. Its text is laid out without running heads and page numbers, which depend on its
place in the book: they are its frame, a second layout of empty pages. Where the text names a page, there is a
placeholder of as many figures, so a flow's pages depend on no page number but for its length. In the first
round that is guessed from the amount of text; rounds are repeated until the page map no longer changes, and
a flow with the same markup is not laid out again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from builder.typesetting.fragment import Fragment
from builder.typesetting.joining import Numbering, Part
from builder.typesetting.page_numbers import ORDINARY, PageNumbers
from builder.typesetting.page_starts import PageStart
from builder.typesetting.press import Press
from builder.typesetting.sheets import EngineError, Pictures, Sheet, shown_in

_ROUNDS = 8
_FULL_PAGE = 2600  # characters of a page of print, for a first guess
_BEGINS_LEFT = "left-first.css"

PageMap = Mapping[str, int]
"""The page on which each id of the book begins; the first page is 1."""

PageOf = Callable[[str], int | None]
"""Returns the place of the page on which an id is; None where there are no pages, or none yet."""


@dataclass(frozen=True, slots=True)
class Unframed:
    """A page that needs a frame: the name that style sheets give it, the id of the text that it begins in
    ("" where there is none), and the height in points that its text leaves free, where that is for the
    reader's notes.
    """

    kind: str
    begins_in: str
    for_notes: float = 0.0


@dataclass(frozen=True, slots=True)
class Flow:
    """A run of pages. `text` returns its XHTML, with the pages that other flows are on; `frame` returns that
    of as many pages without text, from the place of the first.

    It has at least `least` pages: empty ones fill it, so that the first page of the next flow stays the same.
    It `opens` on a left-hand or a right-hand page, or on any; the page that is left over before it belongs to
    the flow before. What its last page leaves free is for notes if it is `ruled`. A flow whose text depends
    on the side of its pages is `sided`, one that does more with page numbers than to show them is `exact`.
    `length` is about the number of its characters; `sections` are the names that ids in it begin with.
    """

    name: str
    text: Callable[[PageOf], str]
    frame: Callable[[Sequence[Unframed], int], str]
    length: int = 0
    exact: bool = False
    least: int = 1
    opens: Literal["left", "right", "any"] = "any"
    ruled: bool = False
    sided: bool = False
    sections: tuple[str, ...] = ()


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
class Design:
    """What a book is set with: the names of its style sheets, those of its frames, and its pictures by
    name.
    """

    styles: tuple[str, ...]
    frames: tuple[str, ...]
    pictures: Pictures = field(default_factory=dict)

    def text_of(self, name: str, markup: str, begins_left: bool = False) -> Sheet:
        """The sheet of a flow's text, which begins on a left-hand page or as if on a right-hand one."""
        styles = (*self.styles, _BEGINS_LEFT) if begins_left else self.styles
        return Sheet(name, markup, styles, shown_in(markup, self.pictures))

    def frame_of(self, name: str, markup: str) -> Sheet:
        """The sheet of a flow's frame."""
        return Sheet(name, markup, self.frames)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A flow with its pages: what was laid out, and what came of it."""

    text: Sheet
    frame: Sheet
    part: Part


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of every flow, in order, with their paging."""

    flows: tuple[LaidOut, ...]
    paging: Paging
    press: Press

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

    def books(self, page_word: str = "", papers: Sequence[str] = ()) -> list[bytes]:
        """The pages as a PDF/UA-1 file on every one of some papers (without any, as they are), with the first
        flow's metadata. Raises EngineError.

        With a `page_word` ("page") the description of a link, which screen readers read, has that word and
        the page that the link leads to; without it no page.
        """
        sheets = [sheet for flow in self.flows for sheet in (flow.text, flow.frame)]
        numbering = Numbering(self.pages, self.paging.numbers, page_word)
        return self.press.books(sheets, [flow.part for flow in self.flows], numbering, papers)


def lay_out(
    flows: Sequence[Flow],
    design: Design,
    press: Press,
    numbers: PageNumbers = ORDINARY,
    known: PageMap | None = None,
) -> Layout:
    """Lay out the flows of a book. With `known`, the page map of another book, the text names its pages.
    Raises EngineError.
    """
    drafts = [_Draft(flow, design, numbers) for flow in flows]
    firsts = first_pages(flows, [1 + flow.length // _FULL_PAGE for flow in flows])
    page_of = known.get if known is not None else _guess(flows, firsts)
    for _round in range(_ROUNDS):
        places = zip(drafts, firsts, strict=False)
        texts = press.fragments(draft.sheet(page_of, first) for draft, first in places)
        firsts = first_pages(flows, [len(text.pages) for text in texts])
        found = _found(texts, firsts)
        stand = all(draft.stands(first) for draft, first in zip(drafts, firsts, strict=False))
        if stand and (known is not None or all(draft.holds(found.get) for draft in drafts)):
            return _framed(drafts, texts, firsts, design, press, Paging(known or found, (), {}, numbers))
        page_of = known.get if known is not None else found.get
    raise EngineError(f"page numbers did not settle in {_ROUNDS} rounds")


class _Draft:
    """The sheet of a flow's text, and the pages that it was made with."""

    def __init__(self, flow: Flow, design: Design, numbers: PageNumbers) -> None:
        self.flow = flow
        self._design, self._numbers = design, numbers
        self._asked: dict[str, int | None] = {}
        self._text = ""
        self._begins_left = False
        self.laid_out = Sheet(flow.name, "", ())

    def sheet(self, page_of: PageOf, first: int) -> Sheet:
        """The sheet with the pages that are known now, and its own first page."""
        if not self._text or not self.holds(page_of):
            self._asked = {}
            self._text = self.flow.text(lambda name: self._asked.setdefault(name, self._shown(page_of(name))))
        self._begins_left = first % 2 == 0
        self.laid_out = self._design.text_of(
            self.flow.name, self._text, self.flow.sided and self._begins_left
        )
        return self.laid_out

    def stands(self, first: int) -> bool:
        """Whether the pages would be the same from another first page on."""
        return not self.flow.sided or self._begins_left == (first % 2 == 0)

    def holds(self, page_of: PageOf) -> bool:
        """Whether the markup would be the same with some pages."""
        return all(self._shown(page_of(name)) == page for name, page in self._asked.items())

    def _shown(self, page: int | None) -> int | None:
        return page if page is None or self.flow.exact else self._numbers.placeholder(page)


def first_pages(flows: Sequence[Flow], counts: Sequence[int]) -> list[int]:
    """The first page of every flow, if they have so many pages, and the page after the last."""
    firsts, page = list[int](), 1
    for flow, count in zip(flows, counts, strict=True):
        page += flow.opens == ("right" if page % 2 == 0 else "left")
        firsts.append(page)
        page += max(flow.least, count)
    return [*firsts, page]


def _guess(flows: Sequence[Flow], firsts: Sequence[int]) -> PageOf:
    """About the page of an id, by the flow whose name it begins with."""
    first_of = {
        name: first
        for flow, first in zip(flows, firsts, strict=False)
        for name in flow.sections or (flow.name,)
    }

    def page_of(name: str) -> int | None:
        while name and name not in first_of:
            name = name.rpartition("-")[0]
        return first_of.get(name)

    return page_of


def _found(texts: Sequence[Fragment], firsts: Sequence[int]) -> dict[str, int]:
    """The page of every id: one whose box spans two is on the first."""
    found = dict[str, int]()
    for text, first in zip(texts, firsts, strict=False):
        for number, page in enumerate(text.pages, first):
            for anchor in page.anchors:
                found.setdefault(anchor.name, number)
    return found


def _unframed(flow: Flow, text: Fragment, count: int) -> list[Unframed]:
    """The pages of a flow, of which the text may fill fewer."""
    found = [Unframed(page.kind, page.start[0] if page.start else "") for page in text.pages]
    last = text.pages[-1]
    if flow.ruled:
        found[-1] = replace(found[-1], for_notes=last.free)
    return found + [Unframed("", found[-1].begins_in, last.height)] * (count - len(found))


def _framed(
    drafts: Sequence[_Draft],
    texts: Sequence[Fragment],
    firsts: Sequence[int],
    design: Design,
    press: Press,
    paging: Paging,
) -> Layout:
    """The layout of texts whose places are known."""
    sheets = []
    for draft, text, (first, following) in zip(drafts, texts, pairwise(firsts), strict=True):
        pages = _unframed(draft.flow, text, following - first)
        sheets.append(design.frame_of(draft.flow.name, draft.flow.frame(pages, first)))
    frames = press.fragments(sheets)
    laid_out = tuple(
        LaidOut(draft.laid_out, sheet, Part(text, frame))
        for draft, sheet, text, frame in zip(drafts, sheets, texts, frames, strict=True)
    )
    starts = [
        start
        for text, first in zip(texts, firsts, strict=False)
        for number, page in enumerate(text.pages, first)
        if (start := page.start_on(paging.numbers(number)))
    ]
    counts = {draft.flow.name: len(frame.pages) for draft, frame in zip(drafts, frames, strict=True)}
    return Layout(laid_out, Paging(paging.pages, tuple(starts), counts, paging.numbers), press)
