"""Boxes and ties → an arrangement without collisions: igraph puts tied boxes near each other, then `Sheet`
moves boxes and labels apart.

The random numbers have a fixed seed: the same graph gives the same drawing. Lengths are in points.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from math import cos, pi, sin
from random import Random

from builder.pictures.sheet import Arrangement, Box, Sheet, Tie

_STARTS, _TRIED = 120, 4
_COHESIONS = (1.0, 1.1, 1.2, 1.3)  # preferred distances of members of a group; that of tied boxes is 1.6


@cache
def arrange(
    boxes: tuple[Box, ...],
    ties: tuple[Tie, ...],
    titles: tuple[tuple[float, float], ...],
    width: float,
    height: float,
) -> Arrangement:
    """The best of several arrangements on a sheet of a width and a height. `titles` are the sizes of the
    panels' titles.
    """
    sheets = [Sheet(boxes, ties, titles, width, height, start) for start in _starts(boxes, ties)]
    for sheet in sorted(sheets, key=Sheet.faults)[:_TRIED]:
        sheet.tidy()
    best = min(sheets, key=Sheet.faults)
    return Arrangement(tuple(best.boxes), tuple(best.lines), tuple(best.labels), tuple(best.panels))


def _starts(boxes: tuple[Box, ...], ties: tuple[Tie, ...]) -> Iterator[list[tuple[float, float]]]:
    """Layouts after Kamada and Kawai, each from another ring of the groups around group 0; x and y run from 0
    to 1.
    """
    random = Random(1)  # noqa: S311 - not for secrets: the same numbers in every run
    tied = [(tie.one, tie.other) for tie in ties]
    mates = [
        (one, other)
        for one, other in combinations(range(len(boxes)), 2)
        if boxes[one].group == boxes[other].group > 0
    ]
    added = [pair for pair in mates if pair not in tied and pair[::-1] not in tied]
    import igraph  # here, since many books have no such map

    graph = igraph.Graph(n=len(boxes), edges=tied + added)
    for count in range(_STARTS):
        lengths = [1.6] * len(tied) + [_COHESIONS[count % len(_COHESIONS)]] * len(added)
        yield _spread(graph.layout_kamada_kawai(seed=_ring(boxes, random), weights=lengths).coords)


def _ring(boxes: tuple[Box, ...], random: Random) -> list[list[float]]:
    """Places in two rings: group 0 in the inner one, in the outer one the others, a group beside a group."""
    places: dict[int, list[float]] = {}
    keys = [random.random() for _box in boxes]
    groups = {group: random.random() for group in sorted({box.group for box in boxes})}
    for radius, group_zero in ((1.0, True), (3.0, False)):
        these = [number for number, box in enumerate(boxes) if (box.group == 0) == group_zero]
        these.sort(key=lambda number: (groups[boxes[number].group], keys[number]))
        turn = random.random()
        for count, number in enumerate(these):
            angle = 2 * pi * (count / len(these) + turn)
            places[number] = [radius * cos(angle), radius * sin(angle)]
    return [places[number] for number in range(len(boxes))]


def _spread(points: list[list[float]]) -> list[tuple[float, float]]:
    lows = [min(point[axis] for point in points) for axis in (0, 1)]
    spans = [max(point[axis] for point in points) - low or 1.0 for axis, low in enumerate(lows)]
    return [((x - lows[0]) / spans[0], (y - lows[1]) / spans[1]) for x, y in points]
