"""Strips: how strong something is in every chapter of the work, in one row of cells. Lengths are in points.

A cell holds a stack of one to three blocks, and so can be counted; grey loses nothing of it.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

from builder.material.fonts import width
from builder.model.blocks import Beat
from builder.model.book import Book, Part
from builder.model.walking import walk
from builder.pictures.lettering import Lettering, broken_evenly, widest
from builder.pictures.picture import WIDTH, Picture, picture
from builder.pictures.themes import themes
from builder.targets import Targets

_MOST = 3  # blocks in a cell
_FEW = 6  # beats that need no strip: their numbers say more


def strips(book: Book, targets: Targets) -> Mapping[str, Callable[[], Picture]]:
    """Every strip that a book's pages may show, by the name of its file: a function that draws it."""
    count = book.guide.work.chapters
    found: dict[str, Callable[[], Picture]] = {}
    for name, row in zip(targets.themes, themes(book, targets), strict=True):
        file = theme_strip_name(name)
        found[file] = partial(_strip, book, file, row.title, row.weights)
    for name in targets.met:
        row_of = presence(book, name)
        if sum(row_of) > _FEW:
            most = max(row_of)
            weights = tuple(-(-acts * _MOST // most) if acts else 0 for acts in row_of)
            title = targets.named[f"character:{name}"].title
            file = presence_name(name)
            found[file] = partial(_strip, book, file, title, weights)
    if count and targets.themes:
        for number, part in enumerate(book.guide.work.parts):
            found[part_name(number)] = partial(_part, book, targets, number, part)
    return found


def theme_strip_name(theme: str) -> str:
    """The file of a theme's strip."""
    return f"images/strip-theme-{theme}.svg"


def presence_name(person: str) -> str:
    """The file of the strip of the chapters in which a person acts."""
    return f"images/strip-person-{person}.svg"


def part_name(number: int) -> str:
    """The file of the strips of all themes in a part, which counts from 0."""
    return f"images/strips-part-{number + 1}.svg"


def presence(book: Book, person: str) -> tuple[int, ...]:
    """In how many beats of each chapter of the work a person acts."""
    acts = Counter(
        chapter.number
        for chapter in book.chapters
        for block in walk(chapter.blocks)
        if isinstance(block, Beat) and person in block.people
    )
    return tuple(acts[number] for number in range(1, book.guide.work.chapters + 1))


def _strip(book: Book, name: str, title: str, weights: tuple[int, ...]) -> Picture:
    """Cells as wide as a page, with the numbers of chapters under them."""
    return picture("strip", book, name=name, title=title, weights=weights, cell=WIDTH / len(weights))


def _part(book: Book, targets: Targets, number: int, part: Part) -> Picture:
    """The chapters of a part with their titles, and how strong every theme is in each of them."""
    rows = themes(book, targets)
    left = widest([row.title for row in rows], 8) + 22
    cell = min((WIDTH - left) / part.count, 72)
    titles = {chapter.number: chapter.title.plain for chapter in book.chapters if chapter.number}
    heads = [
        Lettering(broken_evenly(titles.get(number, ""), 7.5, 400, cell - 4), 7.5, 400)
        for number in range(part.first, part.last + 1)
    ]
    code = max((width(row.code, 8, 700) for row in rows), default=0.0) + 5
    sizes = {"left": left, "cell": cell, "code": code}
    return picture("part-strips", book, name=part_name(number), rows=rows, part=part, heads=heads, **sizes)
