"""Book → what an edition must not hold, and what of that it holds all the same.

The guide itself says from which chapter a thing is known: by the chapter in which it stands, by `:from:`, `:introduced:` and the
like. That is gathered here without a look at how editions are cut, so that it can prove the cut.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from builder.diagnostics import Diagnostic, Origin
from builder.editions import narrow
from builder.model.blocks import Answer, Block, Character, Glossary, Moment, Place, Quotation, Relation, Reveal, Symbol, Teacher, Term
from builder.model.book import Book, Chapter, Edition, Guide, Part, Work
from builder.model.text import Footnote, IndexMark, Text
from builder.model.walking import children, walk

NEVER = 1_000  # a chapter that no reader has read: answers and the teacher's matter
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_FEWEST = 25  # letters: a shorter sentence may stand elsewhere with another meaning
_ARTICLE = re.compile(r"^(The|A|An) ")


@dataclass(frozen=True, slots=True)
class Secret:
    """Words that are not for a reader before chapter `since`, and where they are written.

    A `name` is looked for as words, in its own letters; anything else is the letters of a sentence.
    """

    words: str
    name: bool
    since: int
    origin: Origin


def secrets(book: Book, edition: Edition) -> tuple[Secret, ...]:
    """What must not occur in the files of an edition: what is learned behind its last chapter, answers, the teacher's matter."""
    last = edition.through or book.guide.work.chapters
    known: dict[tuple[str, bool], int] = {}
    origins: dict[tuple[str, bool], Origin] = {}
    for since, words, name, origin in _facts(book):
        key = (words, name)
        known[key] = min(since, known.get(key, NEVER))
        origins.setdefault(key, origin)
    first = NEVER + 1 if edition.answers else last + 1
    told = "\n".join(words for (words, name), since in known.items() if since < first and not name)
    hidden = [key for key, since in known.items() if since >= first]
    return tuple(Secret(*key, known[key], origins[key]) for key in hidden if key[1] or key[0] not in told)


def spoilers(book: Book, editions: Iterable[Edition]) -> Iterator[Diagnostic]:
    """A diagnostic for everything that editions hold before its chapter."""
    for edition in editions:
        hidden = secrets(book, edition)
        for origin, strings in _strings_in(narrow(book, edition)):
            for secret in leaks(strings, hidden):
                known = "only for teachers" if secret.since == NEVER else f"known from chapter {secret.since}"
                words = f"“{secret.words}”" if secret.name else "a sentence here"
                told = f"{secret.origin.file}, line {secret.origin.line}"
                what = f"{words} is {known} ({told}), and the edition “{edition.name or 'student'}” has it"
                yield Diagnostic(origin, "spoiler", what, "put it into a “.. reveal::”, or say it in other words")


def _strings_in(book: Book) -> Iterator[tuple[Origin, list[str]]]:
    yield book.guide.origin, list(strings(book.guide))
    for chapter in book.chapters:
        yield chapter.origin, list(strings(chapter.title))
        for block in walk(chapter.blocks):
            yield block.origin, list(strings(block))


def strings(value: object) -> Iterator[str]:
    """All words in a value of the model, alternatives of pictures too, but not what stands in blocks inside it."""
    match value:
        case str():
            yield value
        case Text(plain=plain, pieces=pieces):
            yield plain
            for piece in pieces:
                match piece:
                    case str():
                        yield from re.findall(r'\b(?:alt|title)="([^"]*)"', piece)
                    case IndexMark(heads=heads):
                        yield from heads
                    case Footnote(text=text):
                        yield from strings(text)
        case tuple():
            for item in value:
                yield from () if isinstance(item, Block) else strings(item)
        case Guide() | Work() | Part() | Block() | Relation() | Term() | Moment() | Answer():
            for field in fields(value):
                if field.name not in _NOT_READ:
                    yield from strings(getattr(value, field.name))


_NOT_READ = ("id", "origin", "editions", "people", "themes", "beat", "to")


def leaks(strings: Iterable[str], wanted: Iterable[Secret]) -> list[Secret]:
    """The secrets that occur in strings: the text of a page, a title, an alternative."""
    found = list(strings)
    letters = "\n".join(map(_letters, found))
    words = frozenset(word for string in found for word in _words(string))
    return [secret for secret in wanted if (secret.words in words if secret.name else secret.words in letters)]


def _words(string: str) -> Iterator[str]:
    """Runs of one, two and three words."""
    single = re.findall(r"\w+", string)
    for count in (1, 2, 3):
        yield from (" ".join(single[at : at + count]) for at in range(len(single) - count + 1))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


# ------------------------------------------------------------------------------------------------------------- facts

Fact = tuple[int, str, bool, Origin]


def _facts(book: Book) -> Iterator[Fact]:
    """From which chapter on something is known: every sentence, and every name of a person, place, symbol or term."""
    for part in book.guide.work.parts:
        yield from _named(part.first, part.name, book.guide.origin)
    for chapter in book.chapters:
        since = NEVER if chapter.role == "teacher" else chapter.number or _opened(book, chapter) or chapter.spoils or 1
        yield from _said(since, chapter.title, chapter.origin)
        for block in chapter.blocks:
            yield from _of_block(since, block)


def _opened(book: Book, chapter: Chapter) -> int | None:
    return book.guide.work.parts[chapter.part].first if chapter.role == "part" and chapter.part is not None else None


def _of_block(since: int, block: Block) -> Iterator[Fact]:
    match block:
        case Reveal(since=own) | Character(introduced=own) | Symbol(introduced=own) | Place(introduced=own):
            since = max(since, own)
        case Quotation(chapter=int(own)):
            since = max(since, own)
        case Teacher():
            since = NEVER
    if isinstance(block, Character | Symbol | Place):
        yield from _named(since, block.title, block.origin)
    for field in fields(block):
        yield from _in_value(since, getattr(block, field.name), block)
    for inner in children(block):
        yield from _of_block(since, inner)


def _in_value(since: int, value: object, block: Block) -> Iterator[Fact]:
    match value:
        case Text():
            yield from _said(since, value, block.origin)
        case Answer():
            yield from (fact for text in (value.text, *value.reasons) for fact in _said(NEVER, text, block.origin))
        case Term():
            own = max(since, value.since)
            if isinstance(block, Glossary):
                yield from _named(own, value.name, value.origin)
            yield from _said(own, value.text, value.origin)
        case Moment():
            yield from _said(max(since, value.told), value.text, block.origin)
        case Relation():
            yield from _sentences(max(since, value.since), value.label, block.origin)
        case tuple():
            for item in value:
                if not isinstance(item, Block):
                    yield from _in_value(since, item, block)


def _said(since: int, text: Text, origin: Origin) -> Iterator[Fact]:
    yield from _sentences(since, text.plain, origin)


def _sentences(since: int, plain: str, origin: Origin) -> Iterator[Fact]:
    for sentence in _SENTENCE.split(plain):
        letters = _letters(sentence)
        if len(letters) >= _FEWEST:
            yield since, letters, False, origin


def _named(since: int, title: str, origin: Origin) -> Iterator[Fact]:
    """A proper name. One that is written small is a word like others, and gives nothing away by itself."""
    name = " ".join(re.findall(r"\w+", _ARTICLE.sub("", title)))
    if name[:1].isupper() and len(name.split()) <= 3:
        yield since, name, True, origin
