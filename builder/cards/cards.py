"""Book → cards to learn with: SLUG.apkg for Anki, and SLUG-cards.csv, the same as a table.

Every card belongs to a chapter of the work: the first from which on everything on it is known, or the last
where the guide does not say. Cards are made from the whole book, because the answer to a question is on the
back of its card; other content for teachers is left out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from builder.cards.anki import package
from builder.cards.card import Card
from builder.cards.making import all_cards
from builder.cards.table import table
from builder.material.divisions import divisions
from builder.model.book import Artifact
from builder.pages.publication import Publication


def cards(given: Publication) -> list[Artifact]:
    """The cards of a checked book with its answers, as Anki's package and as a table; an empty list where it
    has none.
    """
    book = given.whole
    made = sorted(_each_once(all_cards(book)), key=lambda card: card.chapter)
    if not made:
        return []
    slug = book.guide.slug
    return [
        Artifact(f"{slug}.apkg", package(book.guide, made)),
        Artifact(f"{slug}-cards.csv", table(made, divisions(book)).encode()),
    ]


def _each_once(made: Iterable[Card]) -> Iterator[Card]:
    """The cards with a front and a back, under unique names: a vocabulary may have one word twice."""
    seen: Counter[str] = Counter()
    for card in made:
        if card.front[0] and any(card.back):
            seen[card.name] += 1
            yield card if seen[card.name] == 1 else replace(card, name=f"{card.name}#{seen[card.name]}")
