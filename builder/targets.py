"""Book → what depends on the whole of it: numbers, link targets and the index. They are values of their own;
the book does not change.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from builder.diagnostics import Diagnostic, Origin
from builder.material.collation import sort_key
from builder.material.divisions import divisions
from builder.model.blocks import (
    AnswerKey,
    Beat,
    Block,
    Character,
    Check,
    Discuss,
    Glossary,
    IndexPointer,
    Place,
    Symbol,
    Term,
    Theme,
)
from builder.model.book import ANSWERS, FOR_TEACHERS, Book, Chapter
from builder.model.text import Formula, IndexMark, Number, Text
from builder.model.walking import pieces, texts, walk, walk_book


@dataclass(frozen=True, slots=True)
class Target:
    """The target of a link: its chapter and id, and the title that a link without words of its own shows.
    What links name by its `number` has one.
    """

    kind: str
    chapter: str
    id: str
    title: str
    origin: Origin
    number: str = ""

    def shown(self, written: str, words: Mapping[str, Any]) -> str:
        """The words of a link to it: those that are written, or its own, in the guide's language: "beat 7.3",
        "Figure 3".
        """
        if self.number:
            form = written or words["numbered"][self.kind]
            return str(form.replace("{number}", self.number).replace("{name}", self.title))
        return written or (f"{words['beat']} {self.title}" if self.kind == "beat" else self.title)


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """A place that an index entry points to; `where` names it for readers without pages ("7.3", or a
    chapter's title).
    """

    chapter: str
    id: str
    where: str


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """An entry with its places, its sub-entries, and the entries to see instead or also."""

    head: str
    places: tuple[IndexPlace, ...]
    entries: tuple["IndexEntry", ...]
    see: tuple[str, ...]
    see_also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """`named` maps "kind:name" to targets, `numbers` a beat's id to "7.3", `themes` a theme's name to the
    theme, `terms` a term's id to the term, `met` a person's name to the ids of the beats in which he or she
    acts, `counted` the name of what has a caption, or of a formula, to its kind and number, `answers` the id
    of a question to its answer's chapter and id, and that of an answer to its question's.
    """

    named: Mapping[str, Target]
    numbers: Mapping[str, str]
    themes: Mapping[str, Theme]
    terms: Mapping[str, Term]
    met: Mapping[str, tuple[str, ...]]
    index: tuple[IndexEntry, ...]
    counted: Mapping[str, tuple[str, str]]
    answers: Mapping[str, tuple[str, str]]


def number(book: Book) -> Targets:
    """Number the beats of a book, and collect everything that can be linked to, and the index."""
    numbers = dict(_numbers(book))
    named: dict[str, Target] = {}
    for name, target in all_targets(book, numbers):
        named.setdefault(name, target)
    counted = dict(_counted(book))
    for name, target in list(_other_names(named, counted)):
        named.setdefault(name, target)
    blocks = [block for _chapter, block in walk_book(book)]
    themes = {block.name: block for block in blocks if isinstance(block, Theme)}
    terms = {term.id: term for block in blocks if isinstance(block, Glossary) for term in block.terms}
    people = {block.name for block in blocks if isinstance(block, Character)}
    beats = [block for block in blocks if isinstance(block, Beat)]
    met = {name: tuple(beat.id for beat in beats if name in beat.people) for name in people}
    answers = dict(_answers(book))
    return Targets(named, numbers, themes, terms, met, tuple(_index(book, numbers)), counted, answers)


def _numbers(book: Book) -> Iterator[tuple[str, str]]:
    numbered = divisions(book)
    for chapter in book.chapters:
        beats = (block for block in walk(chapter.blocks) if isinstance(block, Beat))
        for count, beat in enumerate(beats, 1):
            number = numbered.address(chapter.number) if chapter.number else chapter.number
            yield beat.id, f"{number}.{count}"


def _answers(book: Book) -> Iterator[tuple[str, tuple[str, str]]]:
    """Questions and their answers, where the answers are a part of the book."""
    asked = {
        question.id: chapter.slug
        for chapter, block in walk_book(book)
        for question in (block.questions if isinstance(block, AnswerKey | Check | Discuss) else ())
    }
    for question, slug in asked.items():
        if (answer := f"{ANSWERS}-{question}") in asked:
            yield question, (asked[answer], answer)
            yield answer, (slug, question)


def _counted(book: Book) -> Iterator[tuple[str, tuple[str, str]]]:
    """Kind and number, through the whole book, of figures, tables and listings with a caption, and of
    formulas that have a label, by their names.
    """
    count: Counter[str] = Counter()
    seen: set[str] = set()
    for piece in (piece for chapter in book.chapters for piece in pieces(chapter.blocks)):
        match piece:
            case Number(kind=kind, name=name):
                pass
            case Formula(numbered=True, id=name):
                kind = "equation"
            case _:
                continue
        if name not in seen:  # an answer key has a question's text again
            seen.add(name)
            count[kind] += 1
            yield name, (kind, str(count[kind]))


def _other_names(
    named: Mapping[str, Target], counted: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[str, Target]]:
    """What has a name already, as other roles name it: by its number, or by whatever it is."""
    for name, target in named.items():
        kind, _, plain = name.partition(":")
        if kind in ("ref", "doc", "term"):
            yield f"any:{plain.lower()}", target
        if kind == "ref" and target.id in counted:
            what, number = counted[target.id]
            by_number = replace(target, kind=what, number=number)
            yield f"numref:{plain}", by_number
            if what == "equation":
                yield f"eq:{plain.removeprefix(EQUATION)}", by_number


EQUATION = "equation-"
"""What the label of a formula begins with: its name is one among formulas only."""


def all_targets(book: Book, numbers: Mapping[str, str]) -> Iterator[tuple[str, Target]]:
    """Everything that has a name, in reading order; a name that is given twice comes twice."""
    for chapter in book.chapters:
        if chapter.file:
            title = chapter.title.plain
            yield (
                f"doc:{chapter.file.removesuffix('.rst')}",
                Target("doc", chapter.slug, chapter.slug, title, chapter.origin),
            )
        for label in chapter.labels:
            yield (
                f"ref:{label.name}",
                Target("ref", chapter.slug, label.id, label.title or label.name, label.origin),
            )
        for block in walk(chapter.blocks):
            yield from _targets_of(block, chapter, numbers)


def _targets_of(block: Block, chapter: Chapter, numbers: Mapping[str, str]) -> Iterator[tuple[str, Target]]:
    match block:
        case Beat(name=name) if name:
            yield f"beat:{name}", Target("beat", chapter.slug, block.id, numbers[block.id], block.origin)
        case Theme() | Character() | Symbol() | Place():
            yield (
                f"{block.tagname}:{block.name}",
                Target(block.tagname, chapter.slug, block.id, block.title, block.origin),
            )
        case Glossary():
            for term in block.terms:
                for name in (term.name, *term.also):
                    target = Target("term", chapter.slug, term.id, name, term.origin)
                    yield f"term:{name.casefold()}", target


def duplicates(book: Book) -> Iterator[Diagnostic]:
    """A diagnostic for every name that is given a second time."""
    seen: dict[str, Target] = {}
    for name, target in all_targets(book, dict(_numbers(book))):
        kind, _, plain = name.partition(":")
        if first := seen.get(name):
            what = (
                f"the {'label' if kind == 'ref' else kind} “{plain}” is "
                f"already in {first.origin.file}, line {first.origin.line}"
            )
            yield Diagnostic(target.origin, "name-twice", what, "give one of the two another name")
        seen.setdefault(name, target)


# ------------------------------------------------------------------------------------------------------ index


def _index(book: Book, numbers: Mapping[str, str]) -> Iterator[IndexEntry]:
    places: dict[tuple[str, ...], list[IndexPlace]] = {}
    for key, place in _marks(book, numbers):
        found = places.setdefault(key, [])
        if all(place.where != other.where for other in found):
            found.append(place)
    pointers = [block for _chapter, block in walk_book(book) if isinstance(block, IndexPointer)]
    heads = {key[0] for key in places} | {pointer.heads[0] for pointer in pointers}
    below: dict[str, list[tuple[str, ...]]] = {}
    for key in places:
        if len(key) == 2:
            below.setdefault(key[0], []).append(key)
    order = partial(sort_key, language=book.guide.language)
    for head in sorted(heads, key=order):
        subs = sorted(below.get(head, ()), key=lambda key: order(key[1]))
        yield IndexEntry(
            head,
            tuple(places.get((head,), ())),
            tuple(IndexEntry(key[1], tuple(places[key]), (), (), ()) for key in subs),
            tuple(pointer.to for pointer in pointers if pointer.heads[0] == head and not pointer.also),
            tuple(pointer.to for pointer in pointers if pointer.heads[0] == head and pointer.also),
        )


def _marks(book: Book, numbers: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], IndexPlace]]:
    for chapter in book.chapters:
        if chapter.role in FOR_TEACHERS:
            continue  # the index is the same in every edition
        for block in walk(chapter.blocks):
            where = numbers.get(block.id, chapter.title.plain)
            for mark in _marks_in(texts(block)):
                yield mark.heads, IndexPlace(chapter.slug, mark.id, where)


def _marks_in(found: Iterable[Text]) -> Iterator[IndexMark]:
    for text in found:
        for piece in text.pieces:
            if isinstance(piece, IndexMark):
                yield piece
