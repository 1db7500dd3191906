"""The picture on the cover: a record. Every theme is a ring, a chapter of the work a part of the turn, and
the stronger a theme is in a chapter, the wider and lighter is its piece. Lengths are in millimetres.
"""

from collections.abc import Iterator, Sequence
from math import cos, pi, sin
from typing import NamedTuple

from builder.material.fonts import width
from builder.model.book import Book
from builder.pictures.picture import Picture, picture
from builder.pictures.themes import themes
from builder.targets import Targets

_LEAST = 2, 3  # themes and chapters: with fewer, rings alone are drawn
_WIDTHS = (0.0, 0.2, 0.52, 0.86)  # of a ring, by weight
_TINTS = (0.0, 0.4, 0.62, 1.0)  # from the ground to the light colour, by weight
_HOLE = 0.26  # of the radius


class Colours(NamedTuple):
    """The ground and the light on it; white letters on every ground have a contrast of 7 : 1 or more."""

    ground: str
    light: str


COLOURS = {
    "violet": Colours("#3a1b63", "#cdb6f0"),
    "wine": Colours("#571627", "#f2b5b0"),
    "olive": Colours("#36380c", "#dfe0a0"),
    "blue": Colours("#0b2f4f", "#9fd0ee"),
    "brown": Colours("#5a2b06", "#f5c79a"),
    "green": Colours("#0c4034", "#a6dcc4"),
}
"""The colours that a guide may choose; otherwise it has that of its first theme's mark."""
_OF_MARKS = dict(
    zip(("circle", "square", "triangle", "diamond", "ring", "cross"), COLOURS.values(), strict=True)
)


def colours(book: Book, targets: Targets) -> Colours:
    """The colours of a book's cover."""
    if book.guide.colour:
        return COLOURS[book.guide.colour]
    first = next(iter(targets.themes.values()), None)
    return _OF_MARKS.get(first.mark if first else "", COLOURS["blue"])


def cover_rings(book: Book, targets: Targets, across: float, down: float) -> Picture:
    """The record on a ground of a size, its middle under the right half of the title."""
    chosen = colours(book, targets)
    rows = [row.weights for row in themes(book, targets) if any(row.weights)]
    x, y, radius = across * 0.6, down * 0.735, across * 0.6
    pieces = list(_pieces(rows, x, y, radius, chosen)) if _is_enough(rows) else []
    count = len(rows) if pieces else 6
    step = radius * (1 - _HOLE) / count
    lines = [radius - step * (ring + 0.5) for ring in range(count)]
    name = f"images/cover-{across:.0f}.svg"
    return picture(
        "cover", book, name=name, across=across, down=down, colours=chosen, x=x, y=y, pieces=pieces,
        lines=lines, middle=across * 0.032,
    )  # fmt: skip


def _is_enough(rows: Sequence[Sequence[int]]) -> bool:
    return len(rows) >= _LEAST[0] and len(rows[0]) >= _LEAST[1]


def _pieces(
    rows: Sequence[Sequence[int]], x: float, y: float, radius: float, chosen: Colours
) -> Iterator[tuple[str, str]]:
    """The outline of every piece, and its colour."""
    step = radius * (1 - _HOLE) / len(rows)
    for ring, row in enumerate(rows):
        middle, turn = radius - step * (ring + 0.5), 2 * pi / len(row)
        for place, weight in enumerate(row):
            if weight:
                half, gap = step * _WIDTHS[weight] / 2, 0.25 / middle
                first, last = turn * place - pi / 2 + gap, turn * (place + 1) - pi / 2 - gap
                yield _sector(x, y, middle - half, middle + half, first, last), _mixed(chosen, weight)


def _sector(x: float, y: float, inner: float, outer: float, first: float, last: float) -> str:
    ends = [
        (radius, angle) for radius, angle in ((outer, first), (outer, last), (inner, last), (inner, first))
    ]
    points = [f"{x + radius * cos(angle):.2f} {y + radius * sin(angle):.2f}" for radius, angle in ends]
    large = int(last - first > pi)
    return (
        f"M{points[0]}A{outer:.2f} {outer:.2f} 0 {large} 1 {points[1]}"
        f"L{points[2]}A{inner:.2f} {inner:.2f} 0 {large} 0 {points[3]}Z"
    )


def _mixed(chosen: Colours, weight: int) -> str:
    """A colour between the ground and the light."""
    share = _TINTS[weight]
    parts = zip(*(tuple(bytes.fromhex(colour[1:])) for colour in chosen), strict=True)
    return "#" + "".join(f"{round(dark + (light - dark) * share):02x}" for dark, light in parts)


def title_size(title: str, across: float, down: float, most: float) -> float:
    """The size in points, at most `most`, at which a title stands in a box of some points."""
    size = most
    while size > most / 4 and not _fits(title.split(), across, down, size):
        size *= 0.96
    return round(size, 1)


def _fits(words: Sequence[str], across: float, down: float, size: float) -> bool:
    lines, line = 1, ""
    for word in words:
        more = f"{line} {word}".strip()
        if line and width(more, size, 700) > across:
            lines, line = lines + 1, word
        else:
            line = more
        if width(line, size, 700) > across:
            return False
    return lines * size * 1.04 <= down
