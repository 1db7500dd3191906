"""Cards → a table as CSV."""

import csv
import io

from builder.cards.card import LETTERS, Card, tags
from builder.cards.simple_html import plain_lines
from builder.material.divisions import Divisions


def table(made: list[Card], numbered: Divisions) -> str:
    """CSV as in RFC 4180, with a header."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(("id", "kind", "chapter", "front", "back", "tags"))
    for card in made:
        front, back = _sides(card)
        writer.writerow(
            map(
                _cell,
                (
                    card.name,
                    card.kind,
                    numbered.address(card.chapter),
                    front,
                    back,
                    " ".join(tags(card, numbered)),
                ),
            )
        )
    return stream.getvalue()


def _sides(card: Card) -> tuple[str, str]:
    """The front and the back of a card in lines."""
    front, back = [plain_lines(field) for field in card.front], [plain_lines(field) for field in card.back]
    if card.kind == "choice":
        front[1:] = [f"{letter}. {option}" for letter, option in zip(LETTERS, front[1:], strict=True)]
        right = LETTERS.index(back[0])
        back = [front[1 + right], back[1 + right], back[-1]]
    return "\n".join(filter(None, front)), "\n".join(filter(None, back))


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
