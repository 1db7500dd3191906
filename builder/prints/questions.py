"""The quotations and questions of the student's book."""

from collections.abc import Iterator

from builder.editions import student
from builder.model.blocks import Question, Quotation
from builder.model.book import Book, Chapter
from builder.model.walking import walk


def questions(book: Book) -> Iterator[tuple[Chapter, Question]]:
    yield from ((chapter, block) for chapter, block in asked(book) if isinstance(block, Question))


def asked(book: Book) -> Iterator[tuple[Chapter, Quotation | Question]]:
    """The quotations and questions that students have in their own book, with their answers."""
    known = {block.id for chapter in student(book).chapters for block in walk(chapter.blocks)}
    for chapter in book.chapters:
        for block in walk(chapter.blocks):
            if isinstance(block, Quotation | Question) and block.id in known:
                yield chapter, block
