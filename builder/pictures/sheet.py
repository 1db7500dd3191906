"""Improving an arrangement: what every fault in it costs, and the moves that lower the cost. Lengths are in
points.

The boxes of a group are in a panel of their own, around those of group 0, which are in the middle without a
panel.
"""

from dataclasses import dataclass
from itertools import combinations
from math import cos, fsum, hypot, pi, sin

from builder.pictures.plane import Line, Rectangle, around, between, cosine, cross, inside, outside, overlap

# What a fault costs: for each point by which two things overlap, or for each case.
_COLLISION = 25.0  # of a box, a label or a panel with another, or with the edge of the sheet
_HIDDEN = 10.0  # a line under a box or a label
_CROSSING = 150.0
_NARROW = 4000.0  # two lines that leave a box side by side, by how much their cosine is over _SIDE_BY_SIDE
_SIDE_BY_SIDE = 0.95
_SHORT = 8.0  # for each point by which less than _SEEN of a line is outside its label
_LONG = 0.06  # a point of a line's length
_THROUGH = 0.5  # a line through the panel of a group that it does not lead to
_ASIDE = 0.25  # a point between a box of group 0 and the middle
_SPREAD = 0.003  # a square point of a panel's area

_GAP = 5.0  # between boxes
_BESIDE = 6.0  # between a box and a label
_PADDING = 8.0  # of a panel
_SEEN = 26.0  # of a line beside its label
_ROUNDS = 10
_WAYS, _FIRST_STEP, _LAST_STEP, _SMALLER = 6, 90.0, 3.0, 0.72
_PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)  # of a label on its line


@dataclass(frozen=True, slots=True)
class Box:
    """A thing to place: its size and its group."""

    width: float
    height: float
    group: int


@dataclass(frozen=True, slots=True)
class Tie:
    """A line between two boxes, and the size of its label."""

    one: int
    other: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The places of boxes, lines and labels, each in the order in which they were given; a panel for each
    group from 1 on.
    """

    boxes: tuple[Rectangle, ...]
    lines: tuple[Line, ...]
    labels: tuple[Rectangle, ...]
    panels: tuple[Rectangle, ...]


def _shared(one: Tie, other: Tie) -> int | None:
    """The box that two ties have in common."""
    return next((box for box in (one.one, one.other) if box in (other.one, other.other)), None)


class Sheet:
    """An arrangement that changes: boxes move, one after the other, to where they cost least, in ever smaller
    steps.
    """

    def __init__(
        self,
        boxes: tuple[Box, ...],
        ties: tuple[Tie, ...],
        titles: tuple[tuple[float, float], ...],
        width: float,
        height: float,
        start: list[tuple[float, float]],
    ) -> None:
        self._groups = [box.group for box in boxes]
        self._ties, self._titles, self._width, self._height = ties, titles, width, height
        self._own = [
            [number for number, tie in enumerate(ties) if box in (tie.one, tie.other)]
            for box in range(len(boxes))
        ]
        self._shared = [[_shared(one, other) for other in ties] for one in ties]
        self._shares = [0.5] * len(ties)
        self.boxes = [
            self._bounded(number, Rectangle(x * width, y * height, box.width, box.height))
            for number, (box, (x, y)) in enumerate(zip(boxes, start, strict=True))
        ]
        self.lines = [between(self.boxes[tie.one], self.boxes[tie.other]) for tie in ties]
        self.labels = [
            Rectangle(*line.at(0.5), tie.width, tie.height)
            for line, tie in zip(self.lines, ties, strict=True)
        ]
        self.panels = [self._panel(group) for group in range(1, len(titles) + 1)]
        self._heads = [self._head(group) for group in range(1, len(titles) + 1)]

    def faults(self) -> float:
        """What everything costs that is not as it should be."""
        ties = fsum(self._tie(number) for number in range(len(self._ties)))
        boxes = fsum(self._box(number) for number in range(len(self.boxes)))
        return ties + boxes + fsum(self._panel_faults(group) for group in range(1, len(self._titles) + 1))

    def tidy(self) -> None:
        """Move boxes and labels, where that lowers the cost, in a fixed number of rounds."""
        step = _FIRST_STEP
        for count in range(_ROUNDS):
            for box in range(len(self.boxes)):
                self._improve(box, step, turn=0.4 * count)
            if count % 3 == 1:
                for one, other in combinations(range(len(self.boxes)), 2):
                    self._exchange(one, other)
            if count % 2:
                for tie in range(len(self._ties)):
                    self._slide(tie)
            step = max(_LAST_STEP, step * _SMALLER)

    # -- moves

    def _improve(self, box: int, step: float, turn: float) -> None:
        """Move a box a step where it costs least, or not at all."""
        best, middle = self._faults_around(box), self.boxes[box][:2]
        at = middle
        for count in range(_WAYS):
            angle = 2 * pi / _WAYS * count + turn
            self._move(box, middle[0] + step * cos(angle), middle[1] + step * sin(angle))
            faults = self._faults_around(box)
            if faults < best:
                best, at = faults, self.boxes[box][:2]
        self._move(box, *at)

    def _exchange(self, one: int, other: int) -> None:
        """Let two boxes of a group change places if that is better."""
        if self._groups[one] != self._groups[other]:
            return
        before = self._faults_around(one) + self._faults_around(other)
        first, second = self.boxes[one][:2], self.boxes[other][:2]
        self._move(one, *second)
        self._move(other, *first)
        if self._faults_around(one) + self._faults_around(other) >= before:
            self._move(one, *first)
            self._move(other, *second)

    def _slide(self, tie: int) -> None:
        """Move a label along its line to where it costs least."""

        def faults(share: float) -> float:
            self._shares[tie] = share
            self._redraw(tie)
            return self._tie(tie)

        self._shares[tie] = min(_PLACES, key=faults)
        self._redraw(tie)

    def _move(self, box: int, x: float, y: float) -> None:
        self.boxes[box] = self._bounded(box, self.boxes[box]._replace(x=x, y=y))
        for tie in self._own[box]:
            self._redraw(tie)
        if group := self._groups[box]:
            self.panels[group - 1] = self._panel(group)
            self._heads[group - 1] = self._head(group)

    def _redraw(self, tie: int) -> None:
        line = between(self.boxes[self._ties[tie].one], self.boxes[self._ties[tie].other])
        x, y = line.at(self._shares[tie])
        self.lines[tie], self.labels[tie] = line, self.labels[tie]._replace(x=x, y=y)

    def _bounded(self, box: int, there: Rectangle) -> Rectangle:
        """A box at whole points, moved so that it and its panel are on the sheet."""
        group = self._groups[box]
        space, title = (_PADDING, self._titles[group - 1][1]) if group else (1.0, 0.0)
        half_width, half_height = there.width / 2 + space, there.height / 2 + space
        x = min(max(there.x, half_width), self._width - half_width)
        y = min(max(there.y, half_height + title), self._height - half_height)
        return there._replace(x=round(x), y=round(y))

    def _panel(self, group: int) -> Rectangle:
        inner = around(
            [box for box, of in zip(self.boxes, self._groups, strict=True) if of == group], _PADDING
        )
        width, height = self._titles[group - 1]
        wider = max(0.0, width + 2 * _PADDING - inner.width)
        return Rectangle(
            inner.x + wider / 2, inner.y - height / 2, inner.width + wider, inner.height + height
        )

    # -- costs

    def _faults_around(self, box: int) -> float:
        """The cost of everything that changes when a box moves."""
        panel = self._panel_faults(self._groups[box]) if self._groups[box] else 0.0
        return self._box(box) + fsum(self._tie(tie) for tie in self._own[box]) + panel

    def _box(self, number: int) -> float:
        box, group = self.boxes[number], self._groups[number]
        faults = (
            fsum(overlap(box, other, _GAP) for at, other in enumerate(self.boxes) if at != number)
            * _COLLISION
        )
        faults += fsum(overlap(box, label, _BESIDE) for label in self.labels) * _COLLISION
        for tie, line in zip(self._ties, self.lines, strict=True):
            if number not in (tie.one, tie.other):
                faults += inside(line, box, 4) * _HIDDEN * 2
        faults += (
            fsum(overlap(box, panel, 4) for of, panel in enumerate(self.panels, 1) if of != group)
            * _COLLISION
        )
        return faults if group else faults + hypot(box.x - self._width / 2, box.y - self._height / 2) * _ASIDE

    def _tie(self, number: int) -> float:
        tie, line, label = self._ties[number], self.lines[number], self.labels[number]
        faults = line.length * _LONG + outside(label, self._width, self._height) * _COLLISION
        faults += max(0.0, _SEEN - (line.length - inside(line, label, 0))) * _SHORT
        for at, box in enumerate(self.boxes):
            faults += overlap(box, label, _BESIDE) * _COLLISION
            if at not in (tie.one, tie.other):
                faults += inside(line, box, 4) * _HIDDEN * 2
        for other, (line2, label2, shared) in enumerate(
            zip(self.lines, self.labels, self._shared[number], strict=True)
        ):
            if other != number:
                faults += (
                    overlap(label, label2, 2) * _COLLISION
                    + (inside(line, label2, 1) + inside(line2, label, 1)) * _HIDDEN
                )
                faults += self._bend(line, line2, shared)
        return faults + self._tie_over_panels(tie, line, label)

    def _bend(self, one: Line, other: Line, shared: int | None) -> float:
        """The cost of two lines: that they cross, or leave a box that they share side by side."""
        if shared is None:
            return _CROSSING if cross(one, other) else 0.0
        return max(0.0, cosine(one, other, self.boxes[shared][:2]) - _SIDE_BY_SIDE) * _NARROW

    def _tie_over_panels(self, tie: Tie, line: Line, label: Rectangle) -> float:
        faults = 0.0
        ends = (self._groups[tie.one], self._groups[tie.other])
        for group, panel in enumerate(self.panels, 1):
            head = self._heads[group - 1]
            faults += overlap(head, label, 2) * _COLLISION + inside(line, head, 2) * _HIDDEN * 2
            if group not in ends:
                faults += (inside(line, panel, 0) + 5 * overlap(label, panel, 0)) * _THROUGH
        return faults

    def _head(self, group: int) -> Rectangle:
        panel, (width, height) = self.panels[group - 1], self._titles[group - 1]
        return Rectangle(
            panel.x - (panel.width - width) / 2 + _PADDING, panel.top + (height + _PADDING) / 2, width, height
        )

    def _panel_faults(self, group: int) -> float:
        panel = self.panels[group - 1]
        faults = panel.width * panel.height * _SPREAD + outside(panel, self._width, self._height) * _COLLISION
        for of, other in enumerate(self.panels, 1):
            if of != group:
                faults += overlap(panel, other, _GAP) * _COLLISION
        for of, box in zip(self._groups, self.boxes, strict=True):
            if of != group:
                faults += overlap(panel, box, 4) * _COLLISION
        head = self._heads[group - 1]
        for tie, line, label in zip(self._ties, self.lines, self.labels, strict=True):
            faults += overlap(head, label, 2) * _COLLISION + inside(line, head, 2) * _HIDDEN * 2
            if group not in (self._groups[tie.one], self._groups[tie.other]):
                faults += (inside(line, panel, 0) + 5 * overlap(label, panel, 0)) * _THROUGH
        return faults
