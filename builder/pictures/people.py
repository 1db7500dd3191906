"""The people of the work and their relations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.model.blocks import Block, Character, Relation, Section
from builder.model.book import Book
from builder.model.walking import children

_ROOM = 10  # lines on a map of a part
_PARTS = 2
_MAIN = 3  # a main character has at least a third as many relations as the person who has most


@dataclass(frozen=True, slots=True)
class Person:
    """A person with a relation to another. `group` is the heading that the person's card is under; it is
    empty for a main character.
    """

    name: str
    title: str
    group: str


@dataclass(frozen=True, slots=True)
class Saying:
    """The relations of one person to another; `mutual` are those that both cards have in the same words."""

    one: str
    other: str
    mutual: bool
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """All relations between two people, by their names, under one number. `first` is the first in reading
    order.
    """

    number: int
    one: str
    other: str
    first: Relation
    sayings: tuple[Saying, ...]

    @property
    def count(self) -> int:
        """How many relations there are."""
        return sum(len(saying.relations) for saying in self.sayings)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is on one map: the people with what binds them, as far as it becomes known in a part of the work,
    which counts from 0; None is the whole work. `drawn` are the bonds for which the map has room.
    """

    part: int | None
    people: tuple[Person, ...]
    bonds: tuple[Bond, ...]
    drawn: tuple[Bond, ...]


# ----------------------------------------------------------------------------------------------------- people


def casts(book: Book) -> tuple[Cast, ...]:
    """The maps of a book: one of the whole work if there is room for all lines, or else one a part."""
    every = bonds(book)
    parts = book.guide.work.parts
    if len(every) <= _ROOM or len(parts) < _PARTS:
        return (whole(book),) if every else ()
    found = (_cast(number, book, bonds(book, part.first, part.last)) for number, part in enumerate(parts))
    return tuple(cast for cast in found if cast.bonds)


def whole(book: Book) -> Cast:
    """The map of the whole work, with all lines."""
    every = bonds(book)
    return Cast(None, people(book, every), every, every)


def _cast(part: int, book: Book, found: tuple[Bond, ...]) -> Cast:
    """The map of a part: of more bonds than there is room for, those that say most are drawn."""
    most = sorted(found, key=lambda bond: (-bond.count, bond.number))[:_ROOM]
    drawn = tuple(sorted(most, key=lambda bond: bond.number))
    return Cast(part, people(book, drawn), found, drawn)


def people(book: Book, bonds: tuple[Bond, ...]) -> tuple[Person, ...]:
    """Everyone with a relation to somebody, in reading order."""
    counts: dict[str, int] = {}
    for bond in bonds:
        for name in (bond.one, bond.other):
            counts[name] = counts.get(name, 0) + bond.count
    most = max(counts.values(), default=0)
    found = (
        _person(card, "" if counts[card.name] * _MAIN >= most else group)
        for card, group in _cards(book)
        if card.name in counts
    )
    return tuple({person.name: person for person in found}.values())


def _person(card: Character, group: str) -> Person:
    return Person(card.name, card.title, group)


def bonds(book: Book, first: int = 1, last: int | None = None) -> tuple[Bond, ...]:
    """Every two people with relations between them, and all of these, in reading order: those that become
    known from one chapter to another.
    """
    cards = [card for card, _group in _cards(book)]
    order = {card.name: place for place, card in enumerate(cards)}
    pairs: dict[tuple[str, str], dict[tuple[str, str], list[Relation]]] = {}
    for card in cards:
        for relation in card.relations:
            if relation.to not in order:
                continue  # that there is nobody of that name is told elsewhere
            one, other = sorted((card.name, relation.to), key=lambda name: order[name])
            is_in = relation.since >= first and (last is None or relation.since <= last)
            if one != other and is_in:
                pairs.setdefault((one, other), {}).setdefault((card.name, relation.to), []).append(relation)
    return tuple(_bond(number, *pair, found) for number, (pair, found) in enumerate(pairs.items(), 1))


def _bond(number: int, one: str, other: str, found: dict[tuple[str, str], list[Relation]]) -> Bond:
    first = next(iter(found.values()))[0]
    forth, back = found.get((one, other), []), found.get((other, one), [])
    words = [relation.label for relation in back]
    both = [relation for relation in forth if relation.label in words]
    shared = [relation.label for relation in both]
    parts = [
        (one, other, True, both),
        (one, other, False, [relation for relation in forth if relation.label not in shared]),
        (other, one, False, [relation for relation in back if relation.label not in shared]),
    ]
    sayings = tuple(
        Saying(who, whom, mutual, tuple(relations)) for who, whom, mutual, relations in parts if relations
    )
    return Bond(number, one, other, first, sayings)


def _cards(book: Book) -> Iterator[tuple[Character, str]]:
    for chapter in book.chapters:
        yield from _cards_in(chapter.blocks, chapter.title.plain)


def _cards_in(blocks: Iterable[Block], group: str) -> Iterator[tuple[Character, str]]:
    for block in blocks:
        if isinstance(block, Character):
            yield block, group
        yield from _cards_in(children(block), block.title.plain if isinstance(block, Section) else group)
