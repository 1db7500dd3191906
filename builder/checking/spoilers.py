"""Book → what an edition must not hold, and what of that it holds all the same.

The guide itself says from which chapter a thing is known: by the chapter that it is in, by `:from:`,
`:introduced:` and the like. That is gathered here without a look at how editions are cut, so that it can
prove the cut.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from builder.checking.search import Letters, Names, Sentences, letters_of
from builder.diagnostics import Diagnostic, Origin
from builder.editions import Unlinked, narrow
from builder.material.divisions import divisions
from builder.model.book import FOR_TEACHERS, Book, Chapter, Edition
from builder.model.node import NEVER, Node, NodeField, inside
from builder.model.text import Footnote, Text
from builder.model.walking import alternatives, strings, texts, walk

_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_FEWEST = 25  # letters: a shorter sentence may occur elsewhere with another meaning
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
    """What must not occur in the files of an edition: what is learned after its last chapter, answers, the
    teacher's matter.
    """
    return _secrets(book, _known(book), edition)


def _known(book: Book) -> dict[tuple[str, bool], tuple[int, Origin]]:
    """Every sentence and every name with the first chapter that tells it, and the first place where it is."""
    known: dict[tuple[str, bool], tuple[int, Origin]] = {}
    for since, words, name, origin in _facts(book):
        earlier, first = known.get((words, name), (NEVER, origin))
        known[words, name] = min(since, earlier), first
    return known


def _secrets(
    book: Book, known: Mapping[tuple[str, bool], tuple[int, Origin]], edition: Edition
) -> tuple[Secret, ...]:
    first = NEVER + 1 if edition.answers else (edition.through or book.guide.work.chapters) + 1
    hidden = [Secret(*key, *known[key]) for key, (since, _origin) in known.items() if since >= first]
    said = [words for (words, name), (since, _origin) in known.items() if since < first and not name]
    sentences = Sentences(secret.words for secret in hidden if not secret.name)
    told = sentences.found_in("\n".join(said))
    return tuple(secret for secret in hidden if secret.name or secret.words not in told)


def spoilers(book: Book, editions: Iterable[Edition]) -> Iterator[Diagnostic]:
    """A diagnostic for everything that editions hold before its chapter."""
    known, letters, numbered = _known(book), Letters(), divisions(book)
    for edition in editions:
        search = _Search(_secrets(book, known, edition), letters)
        for origin, found in _strings_in(narrow(book, edition)) if search.wanted else ():
            for secret in search.leaks(found):
                since = (
                    "only for teachers"
                    if secret.since == NEVER
                    else f"known from chapter {numbered.address(secret.since)}"
                )
                words = f"“{secret.words}”" if secret.name else "a sentence here"
                said = f"{secret.origin.file}, line {secret.origin.line}"
                what = f"{words} is {since} ({said}), and the edition “{edition.name or 'student'}” has it"
                yield Diagnostic(
                    origin, "spoiler", what, "put it into a “.. reveal::”, or say it in other words"
                )


def _strings_in(book: Book) -> Iterator[tuple[Origin, list[str]]]:
    yield (
        book.guide.origin,
        list(_all_strings(replace(book.guide, editions=()))),
    )  # another edition's title is not in this one
    for chapter in book.chapters:
        yield chapter.origin, list(_of_text(chapter.title))
        for block in walk(chapter.blocks):
            yield block.origin, list(_all_strings(block))


def _all_strings(node: Node) -> Iterator[str]:
    """All words in a node, alternatives of pictures too, but not what is in blocks inside it."""
    yield from strings(node)
    for text in texts(node):
        yield from _of_text(text)


def _of_text(text: Text) -> Iterator[str]:
    yield text.plain
    yield from (piece for piece in text.pieces if isinstance(piece, Unlinked))
    yield from alternatives(text)


def leaks(found: Iterable[str], wanted: Iterable[Secret]) -> list[Secret]:
    """The secrets that occur in strings: the text of a page, a title, an alternative."""
    return _Search(wanted, Letters()).leaks(found)


class _Search:
    """The search for secrets."""

    def __init__(self, wanted: Iterable[Secret], letters: Letters) -> None:
        self.wanted = tuple(wanted)
        self._letters = letters
        self._names = Names(secret.words for secret in self.wanted if secret.name)
        self._sentences = Sentences(secret.words for secret in self.wanted if not secret.name)

    def leaks(self, found: Iterable[str]) -> list[Secret]:
        """The secrets that occur in strings, in their own order."""
        found = list(found)
        names = {name for string in found for name in self._names.found_in(string)}
        sentences = self._sentences.found_in("\n".join(self._letters[string] for string in found))
        if not names and not sentences:
            return []
        return [secret for secret in self.wanted if secret.words in (names if secret.name else sentences)]


Fact = tuple[int, str, bool, Origin]


def _facts(book: Book) -> Iterator[Fact]:
    """From which chapter on something is known: every sentence, and every proper name."""
    for part in book.guide.work.parts:
        yield from _named(part.first, part.name, book.guide.origin)
    for chapter in book.chapters:
        since = (
            NEVER
            if chapter.role in FOR_TEACHERS
            else chapter.number or _opened(book, chapter) or chapter.spoils or 1
        )
        yield from _sentences(since, chapter.title.plain, chapter.origin)
        for block in chapter.blocks:
            yield from _in_node(since, block, block.origin)


def _opened(book: Book, chapter: Chapter) -> int | None:
    return (
        book.guide.work.parts[chapter.part].first
        if chapter.role == "part" and chapter.part is not None
        else None
    )


def _in_node(since: int, node: Node, origin: Origin) -> Iterator[Fact]:
    """What a node and all in it say, known from its own chapter or, where that is later, from the one around
    it.
    """
    since, origin = max(since, node.known_from), getattr(node, "origin", origin)
    for field, value in inside(node):
        yield from _in_value(since, field, value, origin)


def _in_value(since: int, field: NodeField, value: object, origin: Origin) -> Iterator[Fact]:
    match value:
        case Node():
            yield from _in_node(since, value, origin)
        case tuple():
            for item in value:
                yield from _in_value(since, field, item, origin)
        case Text():
            notes = (piece.text.plain for piece in value.pieces if isinstance(piece, Footnote))
            yield from (fact for plain in (value.plain, *notes) for fact in _sentences(since, plain, origin))
        case str() if field.meaning.is_proper_name:
            yield from _named(since, value, origin)
        case str() if field.is_printed:
            yield from _sentences(since, value, origin)


def _sentences(since: int, plain: str, origin: Origin) -> Iterator[Fact]:
    for sentence in _SENTENCE.split(plain):
        letters = letters_of(sentence)
        if len(letters) >= _FEWEST:
            yield since, letters, False, origin


def _named(since: int, title: str, origin: Origin) -> Iterator[Fact]:
    """A proper name. One that is written small is a word like others, and gives nothing away by itself."""
    name = " ".join(re.findall(r"\w+", _ARTICLE.sub("", title)))
    if name[:1].isupper() and len(name.split()) <= 3:
        yield since, name, True, origin
