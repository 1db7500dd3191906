"""Rectangles and straight lines on a sheet: how far they overlap. Lengths are in points."""

from math import hypot
from typing import NamedTuple


class Rectangle(NamedTuple):
    """By its middle and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """Its upper edge; y grows downwards."""
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height / 2


class Line(NamedTuple):
    """From one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def length(self) -> float:
        """Its length."""
        return hypot(self.x2 - self.x1, self.y2 - self.y1)

    def at(self, share: float) -> tuple[float, float]:
        """The point on it at a share of its length."""
        return self.x1 + (self.x2 - self.x1) * share, self.y1 + (self.y2 - self.y1) * share


def around(rectangles: list[Rectangle], space: float) -> Rectangle:
    """The rectangle around others, with some space."""
    left, right = (
        min(each.left for each in rectangles) - space,
        max(each.right for each in rectangles) + space,
    )
    top, bottom = (
        min(each.top for each in rectangles) - space,
        max(each.bottom for each in rectangles) + space,
    )
    return Rectangle((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)


def between(one: Rectangle, other: Rectangle) -> Line:
    """The line that joins two rectangles, from edge to edge."""
    return Line(*_towards(one, other), *_towards(other, one))


def _towards(one: Rectangle, other: Rectangle) -> tuple[float, float]:
    across, down = other.x - one.x, other.y - one.y
    shares = [1.0]
    if across:
        shares.append(one.width / 2 / abs(across))
    if down:
        shares.append(one.height / 2 / abs(down))
    return one.x + across * min(shares), one.y + down * min(shares)


def overlap(one: Rectangle, other: Rectangle, space: float) -> float:
    """How far one of two rectangles must move to be apart from the other by some space; 0 if it is."""
    across = (one[2] + other[2]) / 2 + space - abs(one[0] - other[0])
    if across <= 0:
        return 0.0
    down = (one[3] + other[3]) / 2 + space - abs(one[1] - other[1])
    return 0.0 if down <= 0 else min(across, down)


def outside(rectangle: Rectangle, width: float, height: float) -> float:
    """How far a rectangle reaches beyond a sheet that begins at 0, 0."""
    over = max(0.0, -rectangle.left) + max(0.0, rectangle.right - width)
    return over + max(0.0, -rectangle.top) + max(0.0, rectangle.bottom - height)


def inside(line: Line, rectangle: Rectangle, space: float) -> float:
    """The length of a line inside a rectangle with some space around it (Liang–Barsky clipping)."""
    x, y, width, height = rectangle
    half_width, half_height = width / 2 + space, height / 2 + space
    x1, y1, x2, y2 = line[0] - x, line[1] - y, line[2] - x, line[3] - y
    if (x1 < -half_width and x2 < -half_width) or (x1 > half_width and x2 > half_width):
        return 0.0
    if (y1 < -half_height and y2 < -half_height) or (y1 > half_height and y2 > half_height):
        return 0.0
    first, last = 0.0, 1.0
    for start, way, half in ((x1, x2 - x1, half_width), (y1, y2 - y1, half_height)):
        if way:
            enters, leaves = (-half - start) / way, (half - start) / way
            if enters > leaves:
                enters, leaves = leaves, enters
            first, last = enters if enters > first else first, leaves if leaves < last else last
    return (last - first) * hypot(x2 - x1, y2 - y1) if last > first else 0.0


def cross(one: Line, other: Line) -> bool:
    """Whether two lines cross."""
    return _parted(one, other) and _parted(other, one)


def _parted(line: Line, ends: Line) -> bool:
    """Whether the ends of a line are on different sides of another line."""
    x, y = line[2] - line[0], line[3] - line[1]
    first = x * (ends[1] - line[1]) - y * (ends[0] - line[0])
    second = x * (ends[3] - line[1]) - y * (ends[2] - line[0])
    return (first > 0) != (second > 0)


def cosine(one: Line, other: Line, at: tuple[float, float]) -> float:
    """The cosine of the angle between two lines that leave the same thing at `at`, seen from there."""
    x1, y1 = _away(one, at)
    x2, y2 = _away(other, at)
    return (x1 * x2 + y1 * y2) / ((hypot(x1, y1) * hypot(x2, y2)) or 1.0)


def _away(line: Line, at: tuple[float, float]) -> tuple[float, float]:
    """From `at` to the farther end of a line."""
    first, second = (line[0] - at[0], line[1] - at[1]), (line[2] - at[0], line[3] - at[1])
    return second if hypot(*second) > hypot(*first) else first
