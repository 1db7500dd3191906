"""Every output in one table: its format, the function that makes it, and when."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from builder.cards.cards import cards
from builder.ebook.epub import epub
from builder.ebook.kepub import kepub
from builder.model.book import Artifact, Book, Guide
from builder.pages.publication import Publication
from builder.prints.books import large_print, pdfs, with_crop_marks
from builder.prints.class_pack import class_pack
from builder.prints.handouts import handouts

LARGE_PRINT = "large-print"  # the student's edition in large print: no other pages, so no edition of its own
GUIDE = "guide"  # made once for the whole guide, whatever editions are made
EVERY = "every"


def _always(_guide: Guide) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Output:
    """How some artifacts are made of a publication.

    `of` says of which edition: EVERY, one by its name, or GUIDE. `needs` is what a publication must have for
    it: "book", "page-list" ("paging" where the guide wants a page list, otherwise "book"), "paging" (page
    numbers) or "layout" (the pages themselves, in the process that has laid them out). `asked` says whether a
    guide asks for it.
    """

    format: str
    make: Callable[[Publication], list[Artifact]]
    of: str = EVERY
    needs: Literal["book", "page-list", "paging", "layout"] = "paging"
    asked: Callable[[Guide], bool] = _always

    def is_without_pages(self, guide: Guide) -> bool:
        """Whether nothing has to be laid out for it."""
        return self.needs == "book" or (self.needs == "page-list" and not guide.page_list)


OUTPUTS = (
    Output("epub", epub, needs="page-list"),
    Output("pdf", pdfs, needs="layout"),
    Output("pdf", large_print, of=LARGE_PRINT),
    Output("pdf", with_crop_marks, of="student", asked=lambda guide: guide.print.crop_marks),
    Output("pdf", handouts, of="student", asked=lambda guide: guide.print.handouts),
    Output("pdf", class_pack, of="student", asked=lambda guide: bool(guide.class_pack or guide.calendar)),
    Output("kepub", kepub, needs="page-list"),
    Output("cards", cards, of=GUIDE, needs="book"),
)


def wanted(name: str, whole: Book, formats: Collection[str]) -> Iterator[Output]:
    """The outputs of an edition, of GUIDE or of LARGE_PRINT, in some formats."""
    for output in OUTPUTS:
        of_this = output.of == name or (output.of == EVERY and name not in (GUIDE, LARGE_PRINT))
        if of_this and output.format in formats and output.asked(whole.guide):
            yield output
