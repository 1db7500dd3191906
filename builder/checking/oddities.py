"""What is odd in a book rather than wrong: files out of order, what nothing uses, names that are nearly one,
answers that tell themselves.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from math import comb

from builder.diagnostics import Diagnostic, near, nearest, warning
from builder.model.blocks import Beat, Character, Glossary, Only, Question, Quotation, Theme
from builder.model.book import Book, Chapter
from builder.model.walking import references, strings, texts, walk_book
from builder.tags import BOOK, names_formats_alone, wanted


def out_of_order(book: Book) -> Iterator[Diagnostic]:
    """The numbers in the names of chapter files go up, among those that differ by numbers alone."""
    chapters = (chapter for chapter in book.chapters if chapter.role == "chapter")
    for before, chapter in pairwise(chapters):
        if _shape(chapter) == _shape(before) and _numbers(chapter) < _numbers(before):
            what = f"this file comes after {before.origin.file}, which has a higher number"
            fix = "put the files in the order of the work in guide.toml, or number them so"
            yield warning(chapter.origin, "chapter-order", what, fix)


def _shape(chapter: Chapter) -> str:
    return re.sub(r"\d+", "0", chapter.slug)


def _numbers(chapter: Chapter) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d{1,6}", chapter.slug)]


def unused_themes(book: Book) -> Iterator[Diagnostic]:
    """Every theme is at work in a beat or a quotation, or linked to."""
    blocks = [block for _chapter, block in walk_book(book)]
    used = {name for block in blocks for kind, name, _origin in references(block) if kind == "theme"}
    for theme in (block for block in blocks if isinstance(block, Theme)):
        if theme.name and theme.name not in used and any(isinstance(block, Beat) for block in blocks):
            what = f"no beat and no quotation has the theme “{theme.name}”"
            fix = "name it in “:themes:” where it is at work, or take the theme out"
            yield warning(theme.origin, "unused-theme", what, fix)


def unused_terms(book: Book) -> Iterator[Diagnostic]:
    """Every term of a glossary is a word of the guide, in whatever form."""
    said = " ".join(_words(book)).casefold()
    for _chapter, block in walk_book(book):
        for term in block.terms if isinstance(block, Glossary) else ():
            stems = [word[: max(4, len(word) - 2)] for word in term.name.casefold().split()]
            if not any(stem in said for stem in stems):
                what = f"nothing in the guide speaks of “{term.name}”"
                fix = "link to it with :term: where it matters, or take it out of the glossary"
                yield warning(term.origin, "unused-term", what, fix)


def _words(book: Book) -> Iterator[str]:
    """All of a book's words, but for the names of the terms that it explains."""
    for _chapter, block in walk_book(book):
        yield from (text.plain for text in texts(block))
        if not isinstance(block, Glossary):
            yield from strings(block)


def nearly_a_name(book: Book) -> Iterator[Diagnostic]:
    """Who speaks a quotation is a character, or somebody else altogether."""
    blocks = [block for _chapter, block in walk_book(book)]
    names = {block.title for block in blocks if isinstance(block, Character)}
    for block in blocks:
        if not isinstance(block, Quotation) or block.speaker in names:
            continue
        if meant := near(block.speaker, names):
            what = f"the speaker “{block.speaker}” is nearly the character “{meant}”"
            yield warning(block.origin, "speaker", what, f"write “:speaker: {meant}”, if it is the same")


def too_early(book: Book) -> Iterator[Diagnostic]:
    """Nobody acts in a chapter before the one in which the card says that he or she is first met."""
    cards = {block.name: block for _chapter, block in walk_book(book) if isinstance(block, Character)}
    told: set[str] = set()
    for chapter, block in walk_book(book):
        for name in block.people if isinstance(block, Beat) else ():
            card = cards.get(name)
            if card and chapter.number and chapter.number < card.introduced and name not in told:
                told.add(name)
                what = f"“{name}” acts here, and is first met in {card.introduced} by the card"
                fix = "correct “:introduced:” on the card, or take the name out of “:people:”"
                yield warning(block.origin, "introduced", what, fix)


_OUR_TAGS = frozenset({"student", "teacher", "through"})


def lost_tags(book: Book) -> Iterator[Diagnostic]:
    """Every tag of `only` is one that an edition has."""
    known = {tag for own in book.guide.editions for tag in own.tags} | _OUR_TAGS | BOOK
    for _chapter, block in walk_book(book):
        for tag in wanted(block.expression) if isinstance(block, Only) else ():
            if tag not in known and not names_formats_alone(tag):
                what = f"no edition has the tag “{tag}”"
                fix = nearest(
                    tag, known - BOOK, otherwise="name it in the “tags” of an edition in guide.toml"
                )
                yield warning(block.origin, "only-tag", what, fix)


_CHANCE = 0.001
_TELLING = 0.75  # of the questions: so many, and a reader sees it


def shortest(book: Book) -> Iterator[Diagnostic]:
    """Among a guide's multiple choices the right option is not nearly always the shortest."""
    asked = [
        block
        for _chapter, block in walk_book(book)
        if isinstance(block, Question) and len(block.options) == 4 and block.answer and block.answer.letter
    ]
    telling = [question for question in asked if _right_is_shortest(question)]
    if len(telling) > _TELLING * len(asked) and _chance(len(telling), len(asked)) < _CHANCE:
        what = f"the right option is the shortest in {len(telling)} of {len(asked)} questions"
        fix = "lengthen some right options, or shorten wrong ones, from here on"
        yield warning(telling[0].origin, "shortest", what, fix)


def _right_is_shortest(question: Question) -> bool:
    lengths = [len(option.plain) for option in question.options]
    right = "ABCD".find(question.answer.letter or "") if question.answer else -1
    return right >= 0 and lengths[right] < min(lengths[:right] + lengths[right + 1 :])


def _chance(found: int, of: int) -> float:
    """How likely it is that so many are found of so many, where each is one of four."""
    return sum(comb(of, count) * 0.25**count * 0.75 ** (of - count) for count in range(found, of + 1))


_RULES: tuple[Callable[[Book], Iterable[Diagnostic]], ...] = (
    out_of_order,
    unused_themes,
    unused_terms,
    nearly_a_name,
    too_early,
    lost_tags,
    shortest,
)


def oddities(book: Book) -> list[Diagnostic]:
    """All that the author of a book may want to look at again, by every rule."""
    return [problem for rule in _RULES for problem in rule(book)]
