"""Book → Book: an edition is a narrower book, cut before anything is numbered."""

from dataclasses import replace

from builder.model import Block, Book, Question, Teacher, rewrite


def student(book: Book) -> Book:
    """The book without answers and without the teacher's matter."""
    kept = (chapter for chapter in book.chapters if chapter.role != "teacher")
    chapters = tuple(replace(chapter, blocks=rewrite(chapter.blocks, _for_students)) for chapter in kept)
    return replace(book, chapters=chapters)


def _for_students(block: Block) -> Block | None:
    match block:
        case Teacher():
            return None
        case Question():
            return replace(block, answer=None)
        case _:
            return block
