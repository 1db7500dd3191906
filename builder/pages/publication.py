"""The input of every output: one edition of a guide, frozen."""

from dataclasses import dataclass

from builder.editions import narrow
from builder.model.book import Book, Edition
from builder.targets import Targets, number
from builder.typesetting.layout import Layout, Paging
from builder.typesetting.press import Press


@dataclass(frozen=True, slots=True)
class Publication:
    """An edition of a book with what is derived from the whole of it.

    `whole` is the guide with answers, before the edition is cut; `book` and `targets` are those of the
    edition. `press` lays out what is printed. `paging` is there for an output that needs page numbers,
    `layout` for one that needs the pages themselves.
    """

    whole: Book
    book: Book
    targets: Targets
    press: Press
    known_layout: Layout | None = None

    @property
    def paging(self) -> Paging:
        """The page numbers of the printed book."""
        return self.layout.paging

    @property
    def layout(self) -> Layout:
        """The pages of the printed book."""
        assert self.known_layout, "the table of outputs says who needs pages"
        return self.known_layout


def publish(whole: Book, edition: Edition, press: Press | None = None) -> Publication:
    """The publication of an edition, before it is laid out: by a press of its own, or by one that others use
    too.
    """
    book = narrow(whole, edition)
    return Publication(whole, book, number(book), press or Press())
