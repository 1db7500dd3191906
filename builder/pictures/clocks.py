"""The events of the work: their order in the story and the order of telling."""

from dataclasses import dataclass
from itertools import accumulate

from builder.model.blocks import Moment, Timeline
from builder.model.book import Book
from builder.model.walking import walk_book


@dataclass(frozen=True, slots=True)
class Event:
    """A moment of a timeline. It is `ahead` where it is told before something that happened earlier."""

    moment: Moment
    ahead: bool


# ----------------------------------------------------------------------------------------------------- clocks


def timelines(book: Book) -> tuple[tuple[str, Timeline], ...]:
    """Every timeline with the slug of its chapter."""
    return tuple((chapter.slug, block) for chapter, block in walk_book(book) if isinstance(block, Timeline))


def events(book: Book) -> tuple[Event, ...]:
    """The moments of all timelines, one timeline after the other."""
    moments = [moment for _chapter, timeline in timelines(book) for moment in timeline.moments]
    latest = accumulate((moment.chapter for moment in moments), max)
    return tuple(
        Event(moment, moment.chapter < latest_so_far)
        for moment, latest_so_far in zip(moments, latest, strict=True)
    )
