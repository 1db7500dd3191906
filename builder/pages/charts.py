"""What templates may ask about a book's pictures: their data, in words too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.material.divisions import divisions
from builder.model.book import Book
from builder.pictures.character_map import map_name
from builder.pictures.clocks import events, timelines
from builder.pictures.cover_rings import Colours, colours, title_size
from builder.pictures.lettering import broken_evenly, widest
from builder.pictures.people import Cast, casts, whole
from builder.pictures.strips import part_name, presence, presence_name, strips, theme_strip_name
from builder.pictures.themes import themes
from builder.targets import Targets


@dataclass(frozen=True, slots=True)
class Cover:
    """What the words on a cover look like."""

    colours: Colours
    title: str

    def size(self, across: float) -> float:
        """The title's size in points on a cover of so many millimetres."""
        points = across * _POINTS
        return title_size(self.title, points * 0.8, points * 0.3, min(76.0, across * 0.4))

    def width(self, across: float) -> float:
        """The width in points at which its lines are about as long."""
        size = self.size(across)
        lines = broken_evenly(self.title, size, 700, across * _POINTS * 0.8)
        return round(widest(lines, size, 700) + size / 4, 1)


_POINTS = 72 / 25.4  # of a millimetre


def charts(book: Book, targets: Targets) -> Mapping[str, Callable[..., Any]]:
    """Functions by their names in templates."""
    numbered = divisions(book)
    drawn = strips(book, targets)
    rows = dict(zip(targets.themes, themes(book, targets), strict=True))

    def listed(values: Sequence[int]) -> str:
        found = ((numbered.address(number), value) for number, value in enumerate(values, 1) if value)
        return ", ".join(f"{number} ({value})" for number, value in found)

    def strip(name: str, title: str, values: Sequence[int]) -> tuple[str, str] | None:
        """A strip's file and its alternative text; None where there is nothing to be shown."""
        words = f"{title}, {numbered.words['noun']['many']}: {listed(values)}"
        return (name, words) if name in drawn and any(values) else None

    return {
        "themes": lambda: themes(book, targets),
        "casts": lambda poster: [(map_name(cast), cast) for cast in _casts(book, poster)],
        "events": lambda: events(book),
        "timelines": lambda: timelines(book),
        "theme_strip": lambda name: strip(theme_strip_name(name), rows[name].title, rows[name].weights),
        "presence": lambda name, title: strip(presence_name(name), title, presence(book, name)),
        "cover": lambda: Cover(colours(book, targets), book.guide.title),
        "part_strips": lambda part: _part_strips(book, part_name(book.guide.work.parts.index(part)), drawn),
    }


def _casts(book: Book, poster: bool) -> Sequence[Cast]:
    """The maps of a book; on a poster everybody is on one."""
    found = casts(book)
    return (whole(book),) if poster and found else found


def _part_strips(book: Book, name: str, drawn: Mapping[str, object]) -> str | None:
    return name if name in drawn and any(chapter.number for chapter in book.chapters) else None
