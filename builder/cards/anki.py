"""Cards → Anki's package.

Anki identifies a note by an id. The id is made from the guide's slug and a name that the author gave, never
from the text, so importing a new edition of the guide corrects the cards that a reader has and keeps the
progress. Of two notes with one id Anki takes the newer one; all notes have the guide's date, those of
a guide without one the same old day.
"""

import io
import re
import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from hashlib import sha256
from itertools import count
from typing import Any

import genanki

from builder.cards.card import LETTERS, Card, padded, tags
from builder.cards.simple_html import escaped
from builder.material.divisions import Divisions, words_of
from builder.material.styles import style
from builder.material.templates import TEMPLATES
from builder.model.book import Guide

_TEMPLATES = TEMPLATES / "cards"

# Anki's note types, by the kind of card. A change to a list of fields needs a new id.
_NOTE_TYPES = {
    "quotation": (1_763_000_000_001, "card"),
    "character": (1_763_000_000_002, "card"),
    "term": (1_763_000_000_003, "card"),
    "vocabulary": (1_763_000_000_004, "card"),
    "recall": (1_763_000_000_005, "card"),
    "choice": (1_763_000_000_006, "choice"),
}
_FIELDS = {
    "card": ("Front", "Ask", "Fact", "Back", "Foot"),
    "choice": ("Front", *LETTERS, "Letter", *(f"Reason {letter}" for letter in LETTERS), "Back", "Foot"),
}


# ------------------------------------------------------------------------------------------------------- Anki


def package(guide: Guide, made: list[Card]) -> bytes:
    """Anki's package: a zip file with a database. It holds no clock time and nothing of the machine."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, content in (("collection.anki2", _database(guide, made)), ("media", b"{}")):
            entry = zipfile.ZipInfo(name)  # dated 1980, the default
            entry.create_system, entry.external_attr, entry.compress_type = (
                3,
                0o100644 << 16,
                zipfile.ZIP_DEFLATED,
            )
            package.writestr(entry, content)
    return stream.getvalue()


def _database(guide: Guide, made: list[Card]) -> bytes:
    # Seconds since 1970, as Anki stores times. Ids count up from this time in milliseconds; 0 is no valid id.
    stamp = max((guide.stamp - date(1970, 1, 1)).days, 1) * 86_400
    with closing(sqlite3.connect(":memory:")) as connection:
        genanki.Package(_decks(guide, made)).write_to_db(connection.cursor(), stamp, count(stamp * 1000))
        connection.commit()
        content = connection.serialize()
    # Bytes 96 to 99 name the release of SQLite that wrote the file, for information only.
    return content[:96] + bytes(4) + content[100:]


def _decks(guide: Guide, made: list[Card]) -> list[Any]:
    """A deck for every chapter, with its cards in reading order."""
    types = {kind: _note_type(kind) for kind in _NOTE_TYPES}
    decks: dict[str, Any] = {}
    numbered = Divisions(guide.work, words_of(guide))
    for place, card in enumerate(made, 1):
        name = _deck(guide, card.chapter)
        deck = decks.setdefault(name, genanki.Deck(_number(f"{guide.slug} {name}"), name))
        foot = escaped(f"{guide.title} · {numbered.span(card.chapter, card.chapter)}")
        deck.add_note(
            genanki.Note(
                model=types[card.kind],
                fields=[*card.front, *card.back, foot],
                tags=tags(card, numbered),
                guid=genanki.guid_for(guide.slug, card.name),
                due=place,
            )
        )
    return list(decks.values())


def _deck(guide: Guide, chapter: int) -> str:
    """A deck's name in Anki's levels: guide, part, chapter. Parts are numbered, and numbers are figures,
    because Anki sorts by names.
    """
    work, levels, number = guide.work, [guide.title], chapter
    if found := work.part_of(chapter):
        place, part = found
        levels.append(f"{place}. {part.title}")
        number = chapter - part.first + 1 if work.restart else chapter
    if not (work.restart and found and found[1].is_undivided):
        levels.append(f"{words_of(guide)['chapter']} {padded(str(number), work.chapters)}")
    return "::".join(re.sub(":{2,}", ":", level) for level in levels)


def _number(name: str) -> int:
    """A deck's id: 48 bits, the same for a name everywhere, and small enough for JavaScript."""
    return int.from_bytes(sha256(name.encode()).digest()[:6])


def _note_type(kind: str) -> Any:
    number, form = _NOTE_TYPES[kind]
    front, back = (
        (_TEMPLATES / f"{form}-{side}.html").read_text(encoding="utf-8") for side in ("front", "back")
    )
    return genanki.Model(
        number,
        f"Study guide: {kind}",
        fields=[{"name": field} for field in _FIELDS[form]],
        templates=[{"name": "Card", "qfmt": front, "afmt": back}],
        css=style("cards.css"),
    )
