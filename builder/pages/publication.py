"""What every renderer is given: one book that is made of a guide, finished and frozen."""

from dataclasses import dataclass

from builder.editions import narrow
from builder.model.book import Book, Edition
from builder.targets import Targets, number
from builder.typesetting.layout import Layout, Paging


@dataclass(frozen=True, slots=True)
class Publication:
    """A book with what depends on the whole of it.

    `whole` is the guide before its edition was cut, answers and all; `book` and `targets` are what the
    edition leaves. For an output that needs page numbers there is `paging`; for one that needs the pages
    themselves there is `layout`, in the process that has laid them out and in no other.
    """

    whole: Book
    book: Book
    targets: Targets
    known_paging: Paging | None = None
    known_layout: Layout | None = None

    @property
    def paging(self) -> Paging:
        """The page numbers of the printed book."""
        assert self.known_paging, "the table of outputs says who needs page numbers"
        return self.known_paging

    @property
    def layout(self) -> Layout:
        """The pages of the printed book."""
        assert self.known_layout, "the table of outputs says who needs pages"
        return self.known_layout


def publish(whole: Book, edition: Edition) -> Publication:
    """The publication of an edition, before it is laid out."""
    book = narrow(whole, edition)
    return Publication(whole, book, number(book))
