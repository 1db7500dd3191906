"""The character map: people in boxes, with lines for their relations. Lengths are in points."""

from collections.abc import Callable, Iterator
from math import atan2, degrees

from builder.material.divisions import divisions
from builder.material.fonts import width
from builder.model.book import Book
from builder.pictures.lettering import Lettering, broken_evenly
from builder.pictures.people import Bond, Cast, Person
from builder.pictures.picture import HEIGHT, WIDTH, Picture, file_name, picture
from builder.pictures.plane import Line, around
from builder.pictures.sheet import Arrangement, Box, Tie

_LARGE = 17.0  # points, a little more than 16 on the page
_PART_HEIGHT = 430.0  # which leaves room for the list under it
Arrange = Callable[..., Arrangement]
"""Places boxes and labels: see graph.arrange."""


def character_map(book: Book, cast: Cast, arrange: Arrange, *, is_large: bool = False) -> Picture:
    """People in boxes, and lines between them with their relations; in large letters with their numbers."""
    persons, ties = cast.people, cast.drawn
    height = HEIGHT if cast.part is None or is_large else _PART_HEIGHT
    title = _LARGE if is_large else 8.0
    groups = list(dict.fromkeys(person.group for person in persons if person.group))
    names, labels = [_name(person, is_large) for person in persons], _labels(book, cast, is_large)
    drawing = arrange(
        tuple(_box(person, name, groups) for person, name in zip(persons, names, strict=True)),
        tuple(_tie(bond, label, persons) for bond, label in zip(ties, labels, strict=True)),
        tuple((width(group, title, 600), title * 1.4) for group in groups),
        WIDTH,
        height,
    )
    return picture(
        "character-map",
        book,
        name=map_name(cast),
        sheet=around([*drawing.panels, *drawing.boxes, *drawing.labels], 1.5),
        title_size=title,
        panels=list(zip(groups, drawing.panels, strict=True)),
        lines=list(zip(ties, drawing.lines, map(list, map(_heads, ties, drawing.lines)), strict=True)),
        labels=list(zip(ties, labels, drawing.labels, strict=True)),
        boxes=list(zip(persons, names, drawing.boxes, strict=True)),
    )


def map_name(cast: Cast) -> str:
    """The file of a cast's map."""
    return file_name("character-map" if cast.part is None else f"character-map-{cast.part + 1}")


def _name(person: Person, is_large: bool) -> Lettering:
    size, weight = (8.5, 600) if person.group else (11.5, 700)
    if is_large:
        return Lettering(broken_evenly(person.title, _LARGE, weight, 110.0), _LARGE, weight)
    return Lettering(broken_evenly(person.title, size, weight, 76.0), size, weight)


def _labels(book: Book, cast: Cast, is_large: bool) -> list[Lettering]:
    """What is written on the lines: the first relation of each, and from where on it is known."""
    if is_large:
        return [Lettering((str(bond.number),), _LARGE, 700) for bond in cast.drawn]
    size = 7.2 if cast.part is None else 8.0
    since = [divisions(book).listed(bond.first.since) for bond in cast.drawn]
    texts = [
        f"{bond.number} {bond.first.label} ({known}){' …' if bond.count > 1 else ''}"
        for bond, known in zip(cast.drawn, since, strict=True)
    ]
    return [Lettering(broken_evenly(text, size, 400, 10 * size), size, 400) for text in texts]


def _box(person: Person, name: Lettering, groups: list[str]) -> Box:
    if not person.group:
        return Box(name.width + 20, name.height + 11, 0)
    return Box(name.width + 11, name.height + 6, groups.index(person.group) + 1)


def _tie(bond: Bond, label: Lettering, persons: tuple[Person, ...]) -> Tie:
    names = [person.name for person in persons]
    return Tie(names.index(bond.one), names.index(bond.other), label.width + 4, label.height + 1.5)


def _heads(bond: Bond, line: Line) -> Iterator[tuple[float, float, float]]:
    """The position of every arrowhead of a line and its rotation, in degrees: at the end to which a relation
    goes.
    """
    towards = {saying.other for saying in bond.sayings if not saying.mutual}
    if bond.other in towards:
        yield line.x2, line.y2, degrees(atan2(line.y2 - line.y1, line.x2 - line.x1))
    if bond.one in towards:
        yield line.x1, line.y1, degrees(atan2(line.y1 - line.y2, line.x1 - line.x2))
