"""Book → cards to learn with: SLUG.apkg for Anki, and SLUG-cards.csv, the same as a table.

A card has a chapter of the work: the first from which nothing on it gives anything away. What says no such chapter belongs to the last.
Cards are made of the whole book, since the answer to a question stands on the back of its card; what else is the teacher's stays away.

Anki tells notes apart by an id. Ours comes from the guide's slug and from a name that the author gave, never from the text, so a new
edition of the guide mends the cards that a reader has, and their progress stays. Anki takes the newer of two notes: the guide's date
is the date of all its notes.
"""

import csv
import io
import re
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from html import escape
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any

import genanki

from builder.editions import student
from builder.model import (
    Answer,
    Artifact,
    Beat,
    Block,
    Book,
    Chapter,
    Character,
    Footnote,
    Formula,
    Glossary,
    Guide,
    IndexMark,
    Place,
    Prose,
    Question,
    Quotation,
    Reference,
    Reveal,
    Symbol,
    Teacher,
    Term,
    Text,
    Vocabulary,
    children,
    walk,
)
from builder.targets import number
from builder.words import words
from builder.writing.styles import style

_TEMPLATES = Path(__file__).parent.parent / "templates" / "cards"

# Anki's note types, by the kind of card. An id stands for its fields: whoever changes a list of fields takes another id.
_NOTE_TYPES = {
    "quotation": (1_763_000_000_001, "card"),
    "character": (1_763_000_000_002, "card"),
    "term": (1_763_000_000_003, "card"),
    "vocabulary": (1_763_000_000_004, "card"),
    "recall": (1_763_000_000_005, "card"),
    "choice": (1_763_000_000_006, "choice"),
}
_LETTERS = ("A", "B", "C", "D")
_FIELDS = {
    "card": ("Front", "Ask", "Fact", "Back", "Foot"),
    "choice": ("Front", *_LETTERS, "Letter", *(f"Reason {letter}" for letter in _LETTERS), "Back", "Foot"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A card. `name` is its own in the guide, `front` and `back` hold its note type's fields as simple HTML, but for the foot."""

    name: str
    kind: str
    chapter: int
    themes: tuple[str, ...]
    front: tuple[str, ...]
    back: tuple[str, ...]


def cards(book: Book) -> list[Artifact]:
    """The cards of a whole and sound book, answers and all, as Anki's package and as a table; nothing where it has none."""
    made = sorted(_each_once(all_cards(book)), key=lambda card: card.chapter)
    if not made:
        return []
    slug = book.guide.slug
    return [
        Artifact(f"{slug}.apkg", _package(book.guide, made)),
        Artifact(f"{slug}-cards.csv", _table(made, book.guide.work.chapters).encode()),
    ]


def _each_once(made: Iterable[Card]) -> Iterator[Card]:
    """The cards that have two sides, no two with one name: a word may stand twice among a chapter's words."""
    seen: Counter[str] = Counter()
    for card in made:
        if card.front[0] and any(card.back):
            seen[card.name] += 1
            yield card if seen[card.name] == 1 else replace(card, name=f"{card.name}#{seen[card.name]}")


# ------------------------------------------------------------------------------------------------- what is on a card


def all_cards(book: Book) -> Iterator[Card]:
    """The cards of a book in reading order."""
    desk = _Desk(book)
    for chapter in book.chapters:
        if chapter.role != "teacher":
            for block, since in _standing(chapter.blocks, _known_from(chapter, book.guide)):
                yield from _cards_of(block, since, chapter, desk)


def _known_from(chapter: Chapter, guide: Guide) -> int:
    """The chapter of the work up to which a file gives things away; 0 where it does not say."""
    opens = guide.work.parts[chapter.part].first if chapter.part is not None else 0
    return max(chapter.number or opens, chapter.spoils or 0)


def _standing(blocks: Iterable[Block], since: int) -> Iterator[tuple[Block, int]]:
    """Every block that students see, with the chapter from which on what stands around it and its own option let it be known."""
    for block in blocks:
        match block:
            case Teacher():
                continue
            case Reveal(since=own) | Character(introduced=own) | Symbol(introduced=own) | Place(introduced=own):
                known = max(since, own)
            case _:
                known = since
        yield block, known
        yield from _standing(children(block), known)


class _Desk:
    """What cards ask of the book: the words of its language, the words that links show, its beats."""

    def __init__(self, book: Book) -> None:
        self.words = words(book.guide.language)
        self.work = book.guide.work
        # Beats have the numbers that students see; an answer may also link to what they don't see.
        named = {**number(book).named, **number(student(book)).named}
        self._links = {name: target.shown(self.words["beat"]) for name, target in named.items()}
        beats = ((block, chapter.number or 0) for chapter in book.chapters for block in walk(chapter.blocks) if isinstance(block, Beat))
        self.beats = {beat.name: (beat, chapter) for beat, chapter in beats if beat.name}

    def html(self, *these: Text) -> str:
        """Running text as simple HTML, without links and notes."""
        return "".join(_simple(text, self._links).markup.strip() for text in these)


def _cards_of(block: Block, since: int, chapter: Chapter, desk: _Desk) -> Iterator[Card]:
    match block:
        case Quotation():
            yield _quotation(block, since, desk)
        case Character():
            yield from _character(block, since, desk)
        case Glossary():
            for term in block.terms:
                ask = desk.words["card-term"].format(work=desk.work.title)
                yield _term(term, "term", f"term:{term.name.casefold()}", since, ask, desk)
        case Vocabulary():
            for term in block.terms:
                name = f"vocabulary:{chapter.slug}:{term.name.casefold()}"
                yield _term(term, "vocabulary", name, since, desk.words["card-vocabulary"], desk)
        case Question(sort="recall" | "choice", answer=Answer() as answer):
            yield _question(block, answer, since, desk)


def _quotation(block: Quotation, since: int, desk: _Desk) -> Card:
    chapter = max(since, block.chapter or 0) or desk.work.chapters
    source = [block.speaker, desk.words["speaker"][block.source]]
    if block.chapter:
        source.append(f"{desk.words['chapter'].lower()} {block.chapter}")
    front = desk.html(block.words), _escaped(desk.words["card-quotation"])
    back = _escaped(", ".join(filter(None, source))), desk.html(block.why)
    return Card(block.id, "quotation", chapter, tuple(weight.theme for weight in block.themes), front, back)


def _character(block: Character, since: int, desk: _Desk) -> Iterator[Card]:
    """A card with what is known when the person is first met, and one for every chapter that reveals more."""
    told: dict[int, list[Text]] = {since: []}
    for chapter, text in _told(block.blocks, since):
        told.setdefault(chapter, []).append(text)
    name, title = f"character:{block.name}", _escaped(block.title)
    ask = _escaped(desk.words["card-character"])
    yield Card(name, "character", since, (), (title, ask), (_escaped(block.role), desk.html(*told.pop(since))))
    for chapter, found in told.items():
        ask = _escaped(desk.words["card-character-later"].format(chapter=chapter))
        yield Card(f"{name}:{chapter}", "character", chapter, (), (title, ask), ("", desk.html(*found)))


def _told(blocks: Iterable[Block], since: int) -> Iterator[tuple[int, Text]]:
    """The paragraphs of a card, each with the chapter from which it is known."""
    for block in blocks:
        match block:
            case Prose():
                yield since, block.text
            case Reveal():
                yield from _told(block.blocks, max(since, block.since))


def _term(term: Term, kind: str, name: str, since: int, ask: str, desk: _Desk) -> Card:
    return Card(name, kind, max(since, term.since), (), (_escaped(term.name), _escaped(ask)), ("", desk.html(term.text)))


def _question(block: Question, answer: Answer, since: int, desk: _Desk) -> Card:
    beat, told = desk.beats.get(block.beat or "", (None, 0))
    chapter = max(since, told) or desk.work.chapters
    themes = tuple(weight.theme for weight in beat.themes) if beat else ()
    task, more = desk.html(block.text), desk.html(answer.text)
    if block.sort == "recall":
        return Card(block.id, "recall", chapter, themes, (task, ""), ("", more))
    options, reasons = map(desk.html, block.options), map(desk.html, answer.reasons)
    return Card(block.id, "choice", chapter, themes, (task, *options), (answer.letter or "", *reasons, more))


# -------------------------------------------------------------------------------------------------------- simple HTML

_BREAKING = frozenset(["blockquote", "br", "caption", "dd", "div", "dl", "dt", "li", "ol", "p", "pre", "table", "td", "th", "tr", "ul"])
_KEPT = _BREAKING | frozenset(["b", "cite", "code", "em", "i", "q", "small", "strong", "sub", "sup", "tbody", "thead"])


def _escaped(text: str) -> str:
    """Text as HTML. A square bracket could open one of Anki's own marks, such as [sound:…]; behind a backslash it is a formula's."""
    return re.sub(r"(?<!\\)\[", "&#91;", escape(text, quote=False))


class _Simple(HTMLParser):
    """Markup with the elements a card can show and without attributes; a picture becomes its alternative. `plain` is it in lines."""

    def __init__(self) -> None:
        super().__init__()
        self.markup = self._words = ""

    @property
    def plain(self) -> str:
        """The words alone, each block on a line of its own."""
        lines = (" ".join(line.split()) for line in self._words.split("\n"))
        return "\n".join(filter(None, lines))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag, or what stands for it."""
        self._tag(tag, f"<{tag}>")
        if tag == "img":
            self.handle_data(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        """Keep an end tag."""
        self._tag(tag, "" if tag == "br" else f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.markup += _escaped(data)
        self._words += re.sub(r"\s+", " ", data)

    def _tag(self, tag: str, written: str) -> None:
        self.markup += written if tag in _KEPT else ""
        self._words += "\n" if tag in _BREAKING else ""


def _simple(text: Text, links: Mapping[str, str]) -> _Simple:
    simple = _Simple()
    for piece in text.pieces:
        match piece:
            case str():
                simple.feed(piece)
            case Reference(target=name, text=shown):
                simple.handle_data(shown or links[name])
            case IndexMark(text=shown):
                simple.handle_data(shown)
            case Formula(tex=tex, display=True):  # Anki sets what stands in these brackets
                simple.feed("<div>")
                simple.handle_data(rf"\[{tex}\]")
                simple.feed("</div>")
            case Formula(tex=tex):
                simple.handle_data(rf"\({tex}\)")
            case Footnote():
                pass
    simple.close()
    return simple


def _plain(markup: str) -> str:
    simple = _Simple()
    simple.feed(markup)
    simple.close()
    return simple.plain


# ------------------------------------------------------------------------------------------------------------- tables


def _tags(card: Card, last: int) -> list[str]:
    """Anki's tags, in levels. A card is the student's in every edition."""
    return [f"chapter::{_padded(card.chapter, last)}", "edition::student", *(f"theme::{theme}" for theme in card.themes)]


def _padded(chapter: int, last: int) -> str:
    """A chapter's number in as many digits as the last one's, two at least, so that names sort by it."""
    return str(chapter).zfill(max(2, len(str(last))))


def _table(made: list[Card], last: int) -> str:
    """CSV as in RFC 4180, with a header."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(("id", "kind", "chapter", "front", "back", "tags"))
    for card in made:
        front, back = _sides(card)
        writer.writerow(map(_cell, (card.name, card.kind, str(card.chapter), front, back, " ".join(_tags(card, last)))))
    return stream.getvalue()


def _sides(card: Card) -> tuple[str, str]:
    """The front and the back of a card in lines."""
    front, back = [_plain(field) for field in card.front], [_plain(field) for field in card.back]
    if card.kind == "choice":
        front[1:] = [f"{letter}. {option}" for letter, option in zip(_LETTERS, front[1:], strict=True)]
        right = _LETTERS.index(back[0])
        back = [front[1 + right], back[1 + right], back[-1]]
    return "\n".join(filter(None, front)), "\n".join(filter(None, back))


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


# --------------------------------------------------------------------------------------------------------------- Anki


def _package(guide: Guide, made: list[Card]) -> bytes:
    """Anki's package: a zip file with a database. Nothing in it tells the hour or the machine."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, content in (("collection.anki2", _database(guide, made)), ("media", b"{}")):
            entry = zipfile.ZipInfo(name)  # of 1980
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o100644 << 16, zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return stream.getvalue()


def _database(guide: Guide, made: list[Card]) -> bytes:
    # Seconds since 1970, as Anki counts; ids are counted on from there in milliseconds, and 0 is no id.
    stamp = max((guide.date - date(1970, 1, 1)).days, 1) * 86_400
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
    for place, card in enumerate(made, 1):
        name = _deck(guide, card.chapter)
        deck = decks.setdefault(name, genanki.Deck(_number(f"{guide.slug} {name}"), name))
        foot = _escaped(f"{guide.title} · {words(guide.language)['chapter']} {card.chapter}")
        deck.add_note(
            genanki.Note(
                model=types[card.kind],
                fields=[*card.front, *card.back, foot],
                tags=_tags(card, guide.work.chapters),
                guid=genanki.guid_for(guide.slug, card.name),
                due=place,
            )
        )
    return list(decks.values())


def _deck(guide: Guide, chapter: int) -> str:
    """A deck's name in Anki's levels: guide, part, chapter. Anki sorts by names, so parts are numbered."""
    part = [f"{place}. {part.title}" for place, part in enumerate(guide.work.parts, 1) if part.first <= chapter <= part.last]
    levels = [guide.title, *part, f"{words(guide.language)['chapter']} {_padded(chapter, guide.work.chapters)}"]
    return "::".join(re.sub(":{2,}", ":", level) for level in levels)


def _number(name: str) -> int:
    """A deck's id: 48 bits, the same for a name everywhere, and small enough for JavaScript."""
    return int.from_bytes(sha256(name.encode()).digest()[:6])


def _note_type(kind: str) -> Any:
    number, form = _NOTE_TYPES[kind]
    front, back = ((_TEMPLATES / f"{form}-{side}.html").read_text(encoding="utf-8") for side in ("front", "back"))
    return genanki.Model(
        number,
        f"Study guide: {kind}",
        fields=[{"name": field} for field in _FIELDS[form]],
        templates=[{"name": "Card", "qfmt": front, "afmt": back}],
        css=style("cards.css"),
    )
