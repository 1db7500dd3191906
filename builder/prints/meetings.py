"""A teacher's dates and the chapters of the work → which chapters are to be read for which day; as an
iCalendar file (RFC 5545) too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from builder.material.divisions import divisions, words_of
from builder.model.book import Book, Calendar, Chapter


@dataclass(frozen=True, slots=True)
class Meeting:
    """A day with the chapters of the work that are to be read for it, `first` to `last`, inclusive.

    `chapters` are those of them that the guide treats; `minutes` is their reading time together, None where
    one has none; `quizzes` are the numbers, from 1, of the quizzes that these chapters complete.
    """

    day: date
    first: int
    last: int
    chapters: tuple[Chapter, ...]
    minutes: int | None
    quizzes: tuple[int, ...]


def meetings(book: Book, calendar: Calendar) -> list[Meeting]:
    """A meeting for every `per_meeting` chapters of the work, on the calendar's days in their order."""
    last_of_work, days = book.guide.work.chapters, _days(calendar)
    made = []
    for first in range(1, last_of_work + 1, calendar.per_meeting):
        last = min(first + calendar.per_meeting - 1, last_of_work)
        made.append(_meeting(book, next(days), first, last))
    return made


def _days(calendar: Calendar) -> Iterator[date]:
    day = calendar.start
    while True:
        if day.weekday() in calendar.days and day not in calendar.skip:
            yield day
        day += timedelta(days=1)


def _meeting(book: Book, day: date, first: int, last: int) -> Meeting:
    span = range(first, last + 1)
    chapters = tuple(chapter for chapter in book.chapters if chapter.number in span)
    times = [chapter.minutes for chapter in chapters if chapter.minutes is not None]
    groups = book.guide.class_pack.groups if book.guide.class_pack else ()
    quizzes = tuple(number for number, (_first, end) in enumerate(groups, 1) if end in span)
    return Meeting(day, first, last, chapters, sum(times) if len(times) == len(span) else None, quizzes)


def chapters_label(book: Book, first: int, last: int) -> str:
    """“Chapter 3”, or “Chapters 1–4”, in the guide's language."""
    return divisions(book).span(first, last)


def icalendar(book: Book, calendar: Calendar) -> bytes:
    """The meetings as all-day events. An event keeps its UID when the dates change; its stamp is the guide's
    date, not the clock's.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//study-guide builder//reading calendar//EN",
        "CALSCALE:GREGORIAN",
    ]
    for meeting in meetings(book, calendar):
        lines += _event(book, meeting)
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(book: Book, meeting: Meeting) -> list[str]:
    own, label = words_of(book.guide), chapters_label(book, meeting.first, meeting.last)
    return [
        "BEGIN:VEVENT",
        f"UID:{book.guide.slug}-chapters-{meeting.first}-{meeting.last}",
        f"DTSTAMP:{book.guide.stamp:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{meeting.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{meeting.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_calendar_text(own['colon'].join([book.guide.work.title, label]))}",
        f"DESCRIPTION:{_calendar_text(chr(10).join(_description(book, meeting)))}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _description(book: Book, meeting: Meeting) -> Iterator[str]:
    own = words_of(book.guide)
    yield from (divisions(book).titled(chapter) for chapter in meeting.chapters)
    if meeting.minutes is not None:
        yield f"{own['reading-time']}{own['colon']}{meeting.minutes} {own['minutes']}"
    yield from (f"{own['quiz']} {number}" for number in meeting.quizzes)
    yield own["calendar-hint"]


def _calendar_text(text: str) -> str:
    for char, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(char, instead)
    return text


def _folded(line: str) -> bytes:
    """A content line, folded as RFC 5545 requires: at most 75 octets a line, a space before each
    continuation, no character cut in two.
    """
    folded, left = b"", 75
    for char in line:
        octets = char.encode()
        if len(octets) > left:
            folded += b"\r\n "
            left = 74
        folded += octets
        left -= len(octets)
    return folded + b"\r\n"
