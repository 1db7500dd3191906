"""Book → Book: an edition is a narrower book, cut before anything is numbered."""

from dataclasses import replace

from builder.model import Block, Book, Chapter, Footnote, Question, Teacher, Text, ids, reword, rewrite, texts, walk


def student(book: Book) -> Book:
    """The book without answers and without the teacher's matter."""
    return replace(book, chapters=tuple(_for_students(chapter) for chapter in book.chapters if chapter.role != "teacher"))


def _for_students(chapter: Chapter) -> Chapter:
    return _mended(replace(chapter, blocks=rewrite(chapter.blocks, _without_answers)), chapter)


def _without_answers(block: Block) -> Block | None:
    match block:
        case Teacher():
            return None
        case Question():
            return replace(block, answer=None)
        case _:
            return block


def _mended(cut: Chapter, whole: Chapter) -> Chapter:
    """What is left of a chapter: a note stands at the first call that is left, and no label names what is gone."""
    notes = {
        piece.id: piece.text
        for block in walk(whole.blocks)
        for text in texts(block)
        for piece in text.pieces
        if isinstance(piece, Footnote) and piece.text
    }

    def call(text: Text) -> Text:
        pieces = (replace(piece, text=notes.pop(piece.id, Text())) if isinstance(piece, Footnote) else piece for piece in text.pieces)
        return replace(text, pieces=tuple(pieces))

    cut = replace(cut, blocks=reword(cut.blocks, call))
    left = frozenset(ids(cut))
    return replace(cut, labels=tuple(label for label in cut.labels if label.id in left))
