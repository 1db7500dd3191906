"""Every output in one table: its format, the function that makes it, and when."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from builder.cards.cards import cards
from builder.ebook.epub import epub
from builder.ebook.kepub import kepub
from builder.model.book import Artifact, Book, Guide
from builder.pages.publication import Publication
from builder.prints.books import large_print, pdfs, with_crop_marks
from builder.prints.class_pack import class_pack
from builder.prints.handouts import handouts
from builder.progress import CARDS

LARGE_PRINT = "large-print"  # the student's edition in large print: no other pages, so no edition of its own
GUIDE = "guide"  # made once for the whole guide, whatever editions are made
EVERY = "every"


def _always(_guide: Guide) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Output:
    """How some artifacts are made of a publication.

    `of` says of which edition: EVERY, one by its name, or GUIDE. `asked` says whether a guide asks for it.
    `what` tells an author what it is, and `heading` for whom, where not for the edition's readers.
    """

    format: str
    make: Callable[[Publication], list[Artifact]]
    of: str = EVERY
    asked: Callable[[Guide], bool] = _always
    what: str = ""
    heading: str = ""


OUTPUTS = (
    Output("epub", epub, what="e-book"),
    Output("pdf", pdfs, what="PDF"),
    Output("pdf", large_print, of=LARGE_PRINT, what="large print"),
    Output(
        "pdf", with_crop_marks, of="student", asked=lambda guide: guide.print.crop_marks, what="for a press"
    ),
    Output("pdf", handouts, of="student", asked=lambda guide: guide.print.handouts, what="handouts"),
    Output(
        "pdf",
        class_pack,
        of="student",
        asked=lambda guide: bool(guide.class_pack or guide.calendar),
        what="class pack",
        heading="For the class",
    ),
    Output("kepub", kepub, what="Kobo e-book"),
    Output("cards", cards, of=GUIDE, what="decks", heading=CARDS),
)


def wanted(name: str, whole: Book, formats: Collection[str]) -> Iterator[Output]:
    """The outputs of an edition, of GUIDE or of LARGE_PRINT, in some formats."""
    for output in OUTPUTS:
        of_this = output.of == name or (output.of == EVERY and name not in (GUIDE, LARGE_PRINT))
        if of_this and output.format in formats and output.asked(whole.guide):
            yield output
