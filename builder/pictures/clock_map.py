"""The clock map: the order of events beside the order of telling. Lengths are in points."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import fsum

from builder.model.book import Book
from builder.pictures.clocks import events
from builder.pictures.lettering import Lettering, broken_evenly
from builder.pictures.picture import Picture, picture

_EVENT, _HEAD = 232.0, 20.0  # the width of the events' column, and the height of the columns' heads


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of the scale of chapters: a chapter, or the heading of a part, which has no number."""

    number: int | None
    title: str


def clock_map(book: Book) -> Picture:
    """Events in the order in which they happen, each with a line to the chapter that tells it."""
    rows = [
        (event, Lettering(broken_evenly(event.moment.text.plain, 8.5, 400, _EVENT), 8.5, 400))
        for event in events(book)
    ]
    steps = list(_steps(book))
    left = [lettering.height + 15.0 for _event, lettering in rows]
    right = [17.0 if step.number else 22.0 for step in steps]
    height = max(fsum(left), fsum(right))
    marks = list(zip(steps, _stacked(right, height), strict=True))
    chapters = {step.number: y for step, y in marks}
    return picture(
        "clock-map",
        book,
        height=height + _HEAD,
        head=_HEAD,
        event_width=_EVENT,
        rows=[
            (event, text, y, chapters[event.moment.chapter])
            for (event, text), y in zip(rows, _stacked(left, height), strict=True)
        ],
        steps=marks,
    )


def _steps(book: Book) -> Iterator[_Step]:
    titles = {chapter.number: chapter.title.plain for chapter in book.chapters}
    heads = {part.first: part.heading for part in book.guide.work.parts}
    for number in range(1, book.guide.work.chapters + 1):
        if number in heads:
            yield _Step(None, heads[number])
        yield _Step(number, titles.get(number, ""))


def _stacked(heights: list[float], total: float) -> Iterator[float]:
    """The middles of things one below the other, spread over a height."""
    space = (total - fsum(heights)) / len(heights) if heights else 0.0
    top = 0.0
    for height in heights:
        yield top + (height + space) / 2
        top += height + space
