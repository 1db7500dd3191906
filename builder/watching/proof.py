"""One chapter of a book → its printed pages, with the page numbers of the last full layout.

This is the one module of the room that knows how print is laid out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal

from builder.cache import Cache
from builder.editions import edition
from builder.model.book import Book
from builder.pages.publication import Publication, publish
from builder.prints.books import lay_out, standard_design, standard_flows
from builder.typesetting.fragment import Anchor, Fragment
from builder.typesetting.layout import Flow, Layout
from builder.typesetting.layout import lay_out as lay_out_flows
from builder.typesetting.papers import opened
from builder.typesetting.press import Press

_LIKELY = 2  # pages: most chapters fill one leaf
_SAME_LINE = 1.0  # points
_LAST = 42.0  # points that the last on a page is shown with: three lines


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page, which counts from 0; `top` and `bottom` are parts of the page's height."""

    page: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Proof:
    """A chapter's printed pages as a PDF: the number of the first, how many there are, and the spot of every
    id. `key` is another one for other pages.
    """

    key: str
    first: int
    count: int
    spots: Mapping[str, Spot]
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Numbering:
    """How many pages each flow has, and the page of every id, as far as they are known."""

    counts: Mapping[str, int]
    pages: Mapping[str, int]

    def first(self, flows: Sequence[str], name: str) -> int:
        """The first page of a flow. One that was never laid out counts as a leaf."""
        return 1 + sum(self.counts.get(other, _LIKELY) for other in flows[: flows.index(name)])

    def corrected(self, flows: Sequence[str], name: str, proof: Proof) -> "Numbering":
        """The numbering after one flow was laid out anew: the pages after it move with its end, if it needs
        more than it had; what it had may have had a page for notes.
        """
        first = self.first(flows, name)
        end = first + self.counts.get(name, _LIKELY)
        count = max(proof.count, self.counts.get(name, 0))
        moved = first + count - end
        kept = {key: page + moved if page >= end else page for key, page in self.pages.items()}
        own = {key: first + spot.page for key, spot in proof.spots.items()}
        return Numbering({**self.counts, name: count}, kept | own)


UNKNOWN = Numbering({}, {})


def full_numbering(book: Book, name: str, cache: Cache) -> Numbering:
    """The numbering of an edition, laid out as a whole. Raises EngineError."""
    made = publish(book, edition(book.guide, name), Press(cache))
    paging = lay_out(made.book, made.targets, made.press).paging
    return Numbering(dict(paging.counts), dict(paging.pages))


class Proofs:
    """Makes the pages of one chapter after the other, and of what shares them, with the numbering of the
    book.
    """

    def __init__(self) -> None:
        self.numbering = UNKNOWN

    def proof(self, made: Publication, slug: str) -> Proof:
        """A chapter's pages. Raises EngineError."""
        flows = list(standard_flows(made.book, made.targets))
        names = [flow.name for flow in flows]
        flow = next(flow for flow in flows if slug in (flow.name, *flow.sections))
        first = self.numbering.first(names, flow.name)
        layout = self._laid_out(made, flow, first)
        proof = _proof(layout, first)
        self.numbering = self.numbering.corrected(names, flow.name, proof)
        return proof

    def _laid_out(self, made: Publication, flow: Flow, first: int) -> Layout:
        """One flow by itself, with its first page where it is in the book."""
        side: Literal["left", "right"] = "left" if first % 2 == 0 else "right"
        alone = replace(flow, frame=lambda pages, _first: flow.frame(pages, first), opens=side)
        design = standard_design(made.book, made.targets, made.press)
        return lay_out_flows([alone], design, made.press, known=self.numbering.pages)


def _proof(layout: Layout, first: int) -> Proof:
    text = layout.flows[0].part.text
    (pdf,) = layout.books()
    with opened(pdf) as book:
        spots = dict(_spots(text, float(book.pages[0].mediabox[3])))
    return Proof(sha256(pdf).hexdigest()[:16], first, len(text.pages), spots, pdf)


def _spots(text: Fragment, height: float) -> Iterator[tuple[str, Spot]]:
    """The spot of every id. What spans two pages is where it begins."""
    for number, page in reversed(list(enumerate(text.pages))):
        for anchor in page.anchors:
            bottom = _bottom(anchor, page.anchors)
            yield anchor.name, Spot(number, 1 - anchor.y / height, 1 - bottom / height)


def _bottom(anchor: Anchor, others: Iterable[Anchor]) -> float:
    """Where the next thing begins below a place. What is farther to the right is inside it, or beside it."""
    below = [
        other.y for other in others if other.y < anchor.y - _SAME_LINE and other.x < anchor.x + _SAME_LINE
    ]
    return max(below, default=anchor.y - _LAST)
