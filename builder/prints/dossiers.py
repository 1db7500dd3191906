"""What of a theme or a character fits a dossier of four pages: two leaves, printed on both sides.

Lengths are in points.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, fsum
from typing import TypeVar

from builder.material.fonts import width
from builder.model.blocks import Beat, Question, Quotation

_ROOM = 4 * 717 - 6 * 91 - 170  # four pages, less the six slots of the essay plan and what stays empty
_HEADS = 90 + 4 * 34  # the sheet's own, and those of its sections
_QUESTIONS = 0.4  # of what beats and questions share, the most that questions take

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BeatRow:
    """A beat as a dossier lists it: number, page of the standard book, weight of the theme where there is
    one.
    """

    beat: Beat
    number: str
    page: int | None
    weight: int | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """The content of a dossier. Of what there is no room for it has the numbers alone."""

    rows: list[BeatRow]
    further: list[BeatRow]
    quotations: list[Quotation]
    questions: list[Question]
    further_questions: list[Question]


def fitted(rows: list[BeatRow], quotations: list[Quotation], questions: list[Question]) -> Dossier:
    """A dossier of what fits: of beats those that matter most, of questions the first."""
    room = _ROOM - _HEADS - fsum(map(_quotation_height, quotations))
    beats_need = fsum(map(_row_height, rows))
    for_questions = max(room * _QUESTIONS, room - beats_need)
    asked, further_questions = _split(questions, questions, _question_height, for_questions)
    left = room - fsum(map(_question_height, asked))
    told, further = _split(rows, sorted(rows, key=_rank, reverse=True), _row_height, left)
    return Dossier(told, further, quotations, asked, further_questions)


def _split(
    items: Sequence[T], by_rank: Iterable[T], height: Callable[[T], float], room: float
) -> tuple[list[T], list[T]]:
    """Those items that fit, the first of a rank first, and the others; both in their own order."""
    kept: set[int] = set()
    for item in by_rank:
        room -= height(item)
        if room < 0:
            break
        kept.add(id(item))
    return [item for item in items if id(item) in kept], [item for item in items if id(item) not in kept]


def _rank(row: BeatRow) -> int:
    """How much a beat matters: by the theme's weight in it, or else by those of all of its themes."""
    return row.weight or sum(weight.weight for weight in row.beat.themes)


def _row_height(row: BeatRow) -> float:
    return 5 + 12.5 * _lines(row.beat.summary.plain, 9, 345)


def _quotation_height(quotation: Quotation) -> float:
    return 28 + 16 * _lines(quotation.quoted.plain, 12, 450)


def _question_height(question: Question) -> float:
    return 16 * _lines(f"{question.text.plain} (beat 12.3, p. 123)", 11, 440)


def _lines(text: str, size: float, measure: float) -> int:
    """About how many lines a text takes."""
    return max(1, ceil(1.05 * width(text, size) / measure))
