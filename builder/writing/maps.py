"""Book → its maps as pictures: themes over chapters, people and their relations, the two clocks. Lengths are in points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import atan2, degrees

from builder.model import Book
from builder.targets import Targets
from builder.writing import graph
from builder.writing.charts import Bond, Person, bonds, events, people, shown, themes
from builder.writing.fonts import width
from builder.writing.plane import Line, around
from builder.writing.templates import Medium, Templates

WIDTH, HEIGHT = 482.0, 610.0  # 170 × 215 mm: a page of the book with a caption


@dataclass(frozen=True, slots=True)
class Map:
    """A map as SVG, under the name by which pages show it."""

    name: str
    content: bytes


def theme_map(book: Book, targets: Targets) -> Map:
    """Rows are themes, columns the chapters of the work: the stronger a theme, the darker its cell."""
    rows = themes(book, targets)
    code = max((width(row.code, 9, 700) for row in rows), default=0.0) + 5
    return _map("theme-map", book, targets, rows=rows, code=code, left=code + _widest([row.title for row in rows], 9) + 8)


def maps(book: Book, targets: Targets) -> list[Map]:
    """Every map that the book shows."""
    makers = {"theme-map": theme_map, "character-map": _character_map, "clock-map": _clock_map}
    kinds = shown(book, targets)
    return [make(book, targets) for kind, make in makers.items() if kind in kinds]


def _map(kind: str, book: Book, targets: Targets, **values: object) -> Map:
    nowhere = Medium(is_print=True, address=lambda _chapter, _name: None, page=lambda _name: None)
    drawn = Templates(book, targets, nowhere).page(f"{kind}.svg", width=WIDTH, **values)
    return Map(f"images/{kind}.svg", drawn.encode())


# ------------------------------------------------------------------------------------------------------------ people


@dataclass(frozen=True, slots=True)
class _Lettering:
    """Lines of text in one size and weight."""

    lines: tuple[str, ...]
    size: float
    weight: int

    @property
    def width(self) -> float:
        """Of the longest line."""
        return _widest(self.lines, self.size, self.weight)

    @property
    def leading(self) -> float:
        """From line to line."""
        return self.size * 1.13

    @property
    def height(self) -> float:
        """Of all lines."""
        return len(self.lines) * self.leading


def _character_map(book: Book, targets: Targets) -> Map:
    persons, ties = people(book), bonds(book)
    groups = list(dict.fromkeys(person.group for person in persons if person.group))
    names, labels = [_name(person) for person in persons], [_label(bond) for bond in ties]
    drawing = graph.draw(
        tuple(_box(person, name, groups) for person, name in zip(persons, names, strict=True)),
        tuple(_tie(bond, label, persons) for bond, label in zip(ties, labels, strict=True)),
        tuple((width(group, 8, 600), 11.0) for group in groups),
        WIDTH,
        HEIGHT,
    )
    return _map(
        "character-map",
        book,
        targets,
        sheet=around([*drawing.panels, *drawing.boxes, *drawing.labels], 1.5),
        panels=list(zip(groups, drawing.panels, strict=True)),
        lines=list(zip(drawing.lines, map(list, map(_heads, ties, drawing.lines)), strict=True)),
        labels=list(zip(ties, labels, drawing.labels, strict=True)),
        boxes=list(zip(persons, names, drawing.boxes, strict=True)),
    )


def _name(person: Person) -> _Lettering:
    size, weight = (8.5, 600) if person.group else (11.5, 700)
    return _Lettering(_lines(person.title, size, weight, 76.0), size, weight)


def _label(bond: Bond) -> _Lettering:
    more = " …" if bond.count > 1 else ""
    return _Lettering(_lines(f"{bond.number} {bond.first.label} ({bond.first.since}){more}", 7.2, 400, 70.0), 7.2, 400)


def _box(person: Person, name: _Lettering, groups: list[str]) -> graph.Box:
    if not person.group:
        return graph.Box(name.width + 20, name.height + 11, 0)
    return graph.Box(name.width + 11, name.height + 6, groups.index(person.group) + 1)


def _tie(bond: Bond, label: _Lettering, persons: tuple[Person, ...]) -> graph.Tie:
    names = [person.name for person in persons]
    return graph.Tie(names.index(bond.one), names.index(bond.other), label.width + 4, label.height + 1.5)


def _heads(bond: Bond, line: Line) -> Iterator[tuple[float, float, float]]:
    """Where an arrow's head stands and how it is turned, in degrees: at the end of a line to which a relation goes."""
    towards = {saying.other for saying in bond.sayings if not saying.mutual}
    if bond.other in towards:
        yield line.x2, line.y2, degrees(atan2(line.y2 - line.y1, line.x2 - line.x1))
    if bond.one in towards:
        yield line.x1, line.y1, degrees(atan2(line.y1 - line.y2, line.x1 - line.x2))


# ------------------------------------------------------------------------------------------------------------- clocks

_EVENT, _HEAD = 232.0, 20.0  # the width of the events' column, and the height of the columns' heads


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of the scale of telling: a chapter, or the head of a part, which has no number."""

    number: int | None
    title: str


def _clock_map(book: Book, targets: Targets) -> Map:
    told = [(event, _Lettering(_lines(event.moment.text.plain, 8.5, 400, _EVENT), 8.5, 400)) for event in events(book)]
    steps = list(_steps(book))
    left = [lettering.height + 15.0 for _event, lettering in told]
    right = [17.0 if step.number else 22.0 for step in steps]
    height = max(sum(left), sum(right))
    marks = list(zip(steps, _stacked(right, height), strict=True))
    chapters = {step.number: y for step, y in marks}
    return _map(
        "clock-map",
        book,
        targets,
        height=height + _HEAD,
        head=_HEAD,
        event_width=_EVENT,
        told=[(event, text, y, chapters[event.moment.told]) for (event, text), y in zip(told, _stacked(left, height), strict=True)],
        steps=marks,
    )


def _steps(book: Book) -> Iterator[_Step]:
    titles = {chapter.number: chapter.title.plain for chapter in book.chapters}
    heads = {part.first: " · ".join(filter(None, (part.title, part.name))) for part in book.guide.work.parts}
    for number in range(1, book.guide.work.chapters + 1):
        if number in heads:
            yield _Step(None, heads[number])
        yield _Step(number, titles.get(number, ""))


def _stacked(heights: list[float], total: float) -> Iterator[float]:
    """The middles of things one below the other, spread over a height."""
    space = (total - sum(heights)) / len(heights) if heights else 0.0
    top = 0.0
    for height in heights:
        yield top + (height + space) / 2
        top += height + space


# ---------------------------------------------------------------------------------------------------------- lettering


def _widest(lines: Sequence[str], size: float, weight: int = 400) -> float:
    return max((width(line, size, weight) for line in lines), default=0.0)


def _lines(text: str, size: float, weight: int, most: float) -> tuple[str, ...]:
    """A text in as few lines as there must be at a width, all about as long."""
    lines = _broken(text, size, weight, most)
    while most > 0 and len(narrower := _broken(text, size, weight, most - 2)) == len(lines):
        lines, most = narrower, most - 2
    return lines


def _broken(text: str, size: float, weight: int, most: float) -> tuple[str, ...]:
    first, *words = text.split() or [""]
    lines = [first]
    for word in words:
        if width(f"{lines[-1]} {word}", size, weight) > most:
            lines.append(word)
        else:
            lines[-1] += f" {word}"
    return tuple(lines)
