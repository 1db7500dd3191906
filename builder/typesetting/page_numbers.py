"""Printed page numbers: the place in the book, or, in the reference matter of a read-along edition, R and a
number.
"""

from dataclasses import dataclass

SERIES = "R"


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """Page numbers by places, which count from 1. After the place `last` a series of its own begins: R1,
    R2 …
    """

    last: int | None = None

    def __call__(self, place: int) -> str:
        """A page's number as it is printed: "12", "R3"."""
        return f"{self.series(place)}{self.number(place)}"

    def series(self, place: int) -> str:
        """The prefix of the number: empty, or R."""
        return SERIES if self.last is not None and place > self.last else ""

    def number(self, place: int) -> int:
        """The number without the series."""
        return place - self.last if self.last is not None and place > self.last else place

    def placeholder(self, place: int) -> int:
        """The first place in the same series whose number has as many figures: 10 for 37."""
        first: int = 10 ** (len(str(self.number(place))) - 1)
        return first + (self.last or 0 if self.series(place) else 0)


ORDINARY = PageNumbers()


def order(printed: str) -> tuple[bool, int]:
    """A key that sorts page numbers as they are printed."""
    return printed.startswith(SERIES), int(printed.removeprefix(SERIES))
