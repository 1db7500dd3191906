"""Book → Book: an edition is a narrower book, cut before anything is numbered.

What an edition adds or leaves out is after the chapters, never between them, so chapters have the same pages
in all editions.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape

from builder.material.divisions import Divisions, divisions, words_of
from builder.model.blocks import (
    AnswerKey,
    Block,
    Check,
    Discuss,
    Holder,
    IndexPointer,
    LookAhead,
    Only,
    Question,
    Teacher,
)
from builder.model.book import ANSWERS, Book, Chapter, Edition, Guide, as_through
from builder.model.node import NEVER, Node, inside
from builder.model.text import Piece, Reference, Text
from builder.model.walking import notes, reword, rewrite, settled, walk, without_ids
from builder.tags import holds
from builder.targets import Targets, number

STUDENT = Edition(tags=frozenset({"student"}))


class Unlinked(str):
    """The words of a link to what an edition leaves out. They are no part of the text's plain words."""

    __slots__ = ()


class NoEditionError(Exception):
    """A guide has no edition of that name."""


def edition(guide: Guide, name: str) -> Edition:
    """The edition of a name: student, teacher, through-N for any N, or one that the guide declares. Raises
    NoEditionError.
    """
    language = words_of(guide)
    if name == "student":
        return STUDENT
    if name == "teacher":
        return Edition(name, language["edition-teacher"], frozenset({"teacher"}), answers=True)
    last = guide.work.place(as_through(name) or 0)
    if 1 <= last <= guide.work.chapters:
        title = language["edition-through"].format(place=Divisions(guide.work, language).name(last))
        return Edition(name, title, frozenset({"student", "through"}), last)
    for own in guide.editions:
        if own.name == name:
            return replace(own, tags=own.tags | {"student"})
    raise NoEditionError(f"the guide has no edition “{name}”")


def student(book: Book) -> Book:
    """The book without answers and without content for teachers."""
    return narrow(book, STUDENT)


def narrow(book: Book, chosen: Edition) -> Book:
    """The book of an edition."""
    tagged = [_tagged(chapter, chosen) for chapter in book.chapters]
    chapters = [_for_students(chapter) for chapter in tagged if chapter.role != "teacher"]
    if chosen.answers:
        chapters += [*_keys(book, tagged), *(chapter for chapter in tagged if chapter.role == "teacher")]
    cut = replace(book, chapters=tuple(chapters), edition=chosen)
    if chosen.through is not None:
        cut = _read_along(cut, book, chosen.through)
    return _settled(cut, book)


def _settled(cut: Book, whole: Book) -> Book:
    """A cut book with its notes and labels put right."""
    note_texts = notes(whole.chapters)
    labels = [label for chapter in whole.chapters for label in chapter.labels]
    return replace(cut, chapters=tuple(settled(chapter, note_texts, labels) for chapter in cut.chapters))


def _tagged(chapter: Chapter, chosen: Edition) -> Chapter:
    """A chapter without every `only` that does not apply to the edition. The teacher's edition has the
    student's pages, so in these the student's tags apply.
    """
    tags = STUDENT.tags if chosen.answers and chapter.role != "teacher" else chosen.tags

    def wanted(node: Node) -> Node | None:
        return None if isinstance(node, Only) and not holds(node.expression, tags) else node

    return replace(chapter, blocks=rewrite(chapter.blocks, wanted))


def _for_students(chapter: Chapter) -> Chapter:
    return replace(chapter, blocks=rewrite(chapter.blocks, _without_answers))


def _without_answers(node: Node) -> Node | None:
    return None if node.known_from == NEVER else node


def _keys(book: Book, chapters: list[Chapter]) -> Iterator[Chapter]:
    """The answers to all questions and the content for teachers, box after box: a chapter of answers for each
    that has any, under its title. It is no chapter of the work, and has no number of its own.
    """
    for chapter in chapters:
        if chapter.role != "teacher" and (blocks := tuple(_for_teachers(chapter))):
            title = divisions(book).titled(chapter)
            head = Text((escape(title, quote=False),), title)
            yield Chapter(f"{ANSWERS}-{chapter.slug}", "answers", head, chapter.origin, blocks)


def _for_teachers(chapter: Chapter) -> Iterator[Block]:
    for block in walk(chapter.blocks):
        match block:
            case Check(questions=questions) | Discuss(questions=questions):
                asked = tuple(_asked_again(question) for question in questions)
                yield AnswerKey(
                    id=f"{ANSWERS}-{block.id}", origin=block.origin, box=block.tagname, questions=asked
                )
            case Teacher():
                yield block


def _asked_again(question: Question) -> Question:
    """A question for the answer key, without ids in its texts, because the chapter has the same texts."""
    return replace(
        question,
        id=f"{ANSWERS}-{question.id}",
        text=without_ids(question.text),
        options=tuple(map(without_ids, question.options)),
    )


def _read_along(book: Book, whole: Book, through: int) -> Book:
    """The book with what is known up to a chapter of the work, and nothing that is learned later."""
    kept = [_known(chapter, through) for chapter in book.chapters if _begun(chapter, book, through)]
    book = _settled(replace(book, chapters=tuple(chapter for chapter in kept if chapter.blocks)), whole)
    left = number(book)
    kept = [
        replace(chapter, blocks=rewrite(chapter.blocks, lambda block: _linked(block, left)))
        for chapter in book.chapters
    ]
    parts = tuple(part if part.first <= through else replace(part, name="") for part in book.guide.work.parts)
    book = replace(book, guide=replace(book.guide, work=replace(book.guide.work, parts=parts)))
    unlinked = _unlinking(book.guide, number(whole), left)
    return replace(
        book,
        chapters=tuple(
            replace(chapter, blocks=reword(chapter.blocks, unlinked)) for chapter in kept if chapter.blocks
        ),
    )


def _begun(chapter: Chapter, book: Book, through: int) -> bool:
    """Whether a reader has reached a chapter, or the part that it opens."""
    if chapter.role == "part" and chapter.part is not None:
        return book.guide.work.parts[chapter.part].first <= through
    return (chapter.number or chapter.spoils or 1) <= through


def _known(chapter: Chapter, through: int) -> Chapter:
    def known(node: Node) -> Node | None:
        if node.known_from > through or (isinstance(node, LookAhead) and chapter.number == through):
            return None
        return _unless_empty(node)

    return replace(chapter, blocks=rewrite(chapter.blocks, known))


def _unless_empty(node: Node) -> Node | None:
    return (
        None
        if isinstance(node, Holder)
        and not any(isinstance(inner, tuple) and inner for _field, inner in inside(node))
        else node
    )


def _linked(node: Node, left: Targets) -> Node | None:
    """A node without the names of what is left out; None for a node that is about nothing else: a relation, a
    question about a later beat.
    """
    kept: dict[str, tuple[str, ...]] = {}
    for field, value in inside(node):
        kind = field.meaning.naming
        if kind and isinstance(value, str) and f"{kind}:{value}" not in left.named:
            return None
        if kind and isinstance(value, tuple):
            kept[field.name] = tuple(name for name in value if f"{kind}:{name}" in left.named)
    if isinstance(node, IndexPointer) and node.to not in {
        entry.head for entry in left.index if entry.places or entry.entries
    }:
        return None
    return _unless_empty(replace(node, **kept) if kept else node)


def _unlinking(guide: Guide, whole: Targets, left: Targets) -> Callable[[Text], Text]:
    """A function that turns a text's links to what is left out into plain words."""
    language = words_of(guide)

    def plain(piece: Piece) -> Piece:
        if not isinstance(piece, Reference) or piece.target in left.named:
            return piece
        return Unlinked(escape(whole.named[piece.target].shown(piece.text, language), quote=False))

    return lambda text: replace(text, pieces=tuple(map(plain, text.pieces)))
