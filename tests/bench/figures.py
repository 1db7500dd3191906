"""What was measured, and the arithmetic with it: medians, spreads and ratios."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.measure import Use


@dataclass(frozen=True)
class Spread:
    """The median of some values, the least and the greatest."""

    median: float
    least: float
    greatest: float


@dataclass(frozen=True)
class Figure:
    """What a tool took for a work on so many cores, in every round, and the peak of its memory in bytes."""

    work: str
    tool: str
    cores: int
    uses: tuple[Use, ...]
    memory: int


@dataclass(frozen=True)
class Sized:
    """All figures of one size."""

    name: str
    chapters: int
    words: int
    pages: int
    figures: tuple[Figure, ...]

    def find(self, work: str, tool: str, cores: int) -> Figure | None:
        """The figure of a tool."""
        named = (work, tool, cores)
        return next((one for one in self.figures if (one.work, one.tool, one.cores) == named), None)


def spread(values: Sequence[float]) -> Spread:
    """How values are spread."""
    return Spread(median(values), min(values), max(values))


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """How the ratios of all rounds are spread: each value of ours by the one measured in the same round."""
    return spread([one / other for one, other in zip(ours, theirs, strict=True)])
