"""What is on a card: quotations, characters, terms, vocabulary and closed questions."""

from collections.abc import Iterable, Iterator

from builder.cards.card import Card
from builder.cards.simple_html import escaped, simple
from builder.editions import student
from builder.material.divisions import divisions, words_of
from builder.model.blocks import (
    Answer,
    Beat,
    Block,
    Character,
    Glossary,
    Prose,
    Question,
    Quotation,
    Reveal,
    Term,
    Vocabulary,
)
from builder.model.book import FOR_TEACHERS, Book, Chapter, Guide
from builder.model.node import NEVER
from builder.model.text import Text
from builder.model.walking import children, walk_book
from builder.targets import number

# ------------------------------------------------------------------------------------------ what is on a card


def all_cards(book: Book) -> Iterator[Card]:
    """The cards of a book in reading order."""
    facts = _BookFacts(book)
    for chapter in book.chapters:
        if chapter.role not in FOR_TEACHERS:
            for block, since in _student_blocks(chapter.blocks, _known_from(chapter, book.guide)):
                yield from _cards_of(block, since, chapter, facts)


def _known_from(chapter: Chapter, guide: Guide) -> int:
    """The last chapter of the work that a file may speak of; 0 where it does not say."""
    opens = guide.work.parts[chapter.part].first if chapter.part is not None else 0
    return max(chapter.number or opens, chapter.spoils or 0)


def _student_blocks(blocks: Iterable[Block], since: int) -> Iterator[tuple[Block, int]]:
    """Every block of the student's edition with the chapter from which it is known: its own or that of the
    block around it, whichever is later.
    """
    for block in blocks:
        if block.known_from != NEVER:
            known = max(since, block.known_from)
            yield block, known
            yield from _student_blocks(children(block), known)


class _BookFacts:
    """What cards need of the book: the words of its language, the texts of links, the beats by name."""

    def __init__(self, book: Book) -> None:
        self.words = words_of(book.guide)
        self.divisions = divisions(book)
        self.work = book.guide.work
        # Beats have the student's edition's numbers; an answer may also link to what only the whole book has.
        named = {**number(book).named, **number(student(book)).named}
        self._named = named
        beats = (
            (block, chapter.number or 0) for chapter, block in walk_book(book) if isinstance(block, Beat)
        )
        self.beats = {beat.name: (beat, chapter) for beat, chapter in beats if beat.name}

    def html(self, *these: Text) -> str:
        """Running text as simple HTML, without links and notes."""
        return "".join(simple(text, self._link).markup.strip() for text in these)

    def _link(self, name: str, written: str) -> str:
        return self._named[name].shown(written, self.words)


def _cards_of(block: Block, since: int, chapter: Chapter, facts: _BookFacts) -> Iterator[Card]:
    match block:
        case Quotation():
            yield _quotation(block, since, facts)
        case Character():
            yield from _character(block, since, facts)
        case Glossary():
            for term in block.terms:
                ask = facts.words["card-term"].format(work=facts.work.title)
                yield _term(term, "term", f"term:{term.name.casefold()}", since, ask, facts)
        case Vocabulary():
            for term in block.terms:
                name = f"vocabulary:{chapter.slug}:{term.name.casefold()}"
                yield _term(term, "vocabulary", name, since, facts.words["card-vocabulary"], facts)
        case Question(kind="recall" | "choice", answer=Answer() as answer):
            yield _question(block, answer, since, facts)


def _quotation(block: Quotation, since: int, facts: _BookFacts) -> Card:
    chapter = max(since, block.chapter or 0) or facts.work.chapters
    source = [block.speaker, facts.words["speaker"][block.source]]
    source.append(facts.divisions.reference(block.chapter, block.lines))
    front = facts.html(block.quoted), escaped(facts.words["card-quotation"])
    back = escaped(", ".join(filter(None, source))), facts.html(block.why)
    return Card(block.id, "quotation", chapter, tuple(weight.theme for weight in block.themes), front, back)


def _character(block: Character, since: int, facts: _BookFacts) -> Iterator[Card]:
    """A card with what is known when the person is first met, and one for every chapter that reveals more."""
    known: dict[int, list[Text]] = {since: []}
    for chapter, text in _known_paragraphs(block.blocks, since):
        known.setdefault(chapter, []).append(text)
    name, title = f"character:{block.name}", escaped(block.title)
    ask = escaped(facts.words["card-character"])
    yield Card(
        name, "character", since, (), (title, ask), (escaped(block.role), facts.html(*known.pop(since)))
    )
    for chapter, found in known.items():
        ask = escaped(facts.words["card-character-later"].format(place=facts.divisions.name(chapter)))
        yield Card(f"{name}:{chapter}", "character", chapter, (), (title, ask), ("", facts.html(*found)))


def _known_paragraphs(blocks: Iterable[Block], since: int) -> Iterator[tuple[int, Text]]:
    """The paragraphs of a card, each with the chapter from which it is known."""
    for block in blocks:
        match block:
            case Prose():
                yield since, block.text
            case Reveal():
                yield from _known_paragraphs(block.blocks, max(since, block.since))


def _term(term: Term, kind: str, name: str, since: int, ask: str, facts: _BookFacts) -> Card:
    return Card(
        name,
        kind,
        max(since, term.since),
        (),
        (escaped(term.name), escaped(ask)),
        ("", facts.html(term.text)),
    )


def _question(block: Question, answer: Answer, since: int, facts: _BookFacts) -> Card:
    beat, in_chapter = facts.beats.get(block.beat or "", (None, 0))
    chapter = max(since, in_chapter) or facts.work.chapters
    themes = tuple(weight.theme for weight in beat.themes) if beat else ()
    task, more = facts.html(block.text), facts.html(answer.text)
    if block.kind == "recall":
        return Card(block.id, "recall", chapter, themes, (task, ""), ("", more))
    options, reasons = map(facts.html, block.options), map(facts.html, answer.reasons)
    return Card(block.id, "choice", chapter, themes, (task, *options), (answer.letter or "", *reasons, more))
