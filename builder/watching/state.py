"""What is to be seen of a guide, as values."""

from dataclasses import dataclass

from builder.diagnostics import Diagnostic
from builder.watching.proof import Proof, Spot


@dataclass(frozen=True, slots=True)
class Shown:
    """A chapter: its page in the e-book, its printed pages, and the ids from where its author is writing
    backwards. `is_printed` says that the printed pages are of the same text; until then they are those of an
    earlier one, or none.
    """

    slug: str
    page: str
    proof: Proof | None = None
    is_printed: bool = False
    places: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The id of what has changed last; empty where nothing has."""
        return self.places[0] if self.places else ""

    @property
    def spot(self) -> Spot | None:
        """Where on the printed pages that is, or what comes before it where print has it elsewhere."""
        spots = self.proof.spots if self.proof else {}
        return next((spots[name] for name in self.places if name in spots), None)


@dataclass(frozen=True, slots=True)
class State:
    """All that is to be seen.

    `chapters` are slugs with titles, `shown` is the last that could be made, `saved` the time at which the
    last changed file was saved (0 where none was). `problems` are complete if `checked`; page numbers are
    those of the whole book if `numbered`, or else estimates. `note` says what else an author should know.
    """

    title: str = ""
    chapters: tuple[tuple[str, str], ...] = ()
    shown: Shown | None = None
    problems: tuple[Diagnostic, ...] = ()
    checked: bool = False
    numbered: bool = False
    saved: float = 0.0
    note: str = ""
