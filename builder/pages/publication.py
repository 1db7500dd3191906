"""The input of every output: one edition of a guide, frozen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.cache import Cache
from builder.editions import narrow
from builder.model.book import Book, Edition
from builder.targets import Targets, number

if TYPE_CHECKING:  # the layout engine takes long to load, and not every output needs it
    from builder.typesetting.layout import Layout, Paging

_NOTHING_KEPT = Cache()


@dataclass(frozen=True, slots=True)
class Publication:
    """An edition of a book with what is derived from the whole of it.

    `whole` is the guide with answers, before the edition is cut; `book` and `targets` are those of the
    edition. `paging` is there for an output that needs page numbers, `layout` for one that needs the pages
    themselves, and only in the process that has laid them out. In `cache` a renderer keeps what it need not
    make again.
    """

    whole: Book
    book: Book
    targets: Targets
    known_paging: "Paging | None" = None
    known_layout: "Layout | None" = None
    cache: Cache = _NOTHING_KEPT

    @property
    def paging(self) -> "Paging":
        """The page numbers of the printed book."""
        assert self.known_paging, "the table of outputs says who needs page numbers"
        return self.known_paging

    @property
    def layout(self) -> "Layout":
        """The pages of the printed book."""
        assert self.known_layout, "the table of outputs says who needs pages"
        return self.known_layout


def publish(whole: Book, edition: Edition, cache: Cache = _NOTHING_KEPT) -> Publication:
    """The publication of an edition, before it is laid out."""
    book = narrow(whole, edition)
    return Publication(whole, book, number(book), cache=cache)
