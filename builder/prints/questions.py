"""The quotations and questions of the student's book."""

from collections.abc import Iterator

from builder.editions import student
from builder.model.blocks import Question, Quotation
from builder.model.book import Book, Chapter
from builder.model.walking import walk_book


def questions(book: Book) -> Iterator[tuple[Chapter, Question]]:
    yield from ((chapter, block) for chapter, block in asked(book) if isinstance(block, Question))


def asked(book: Book) -> Iterator[tuple[Chapter, Quotation | Question]]:
    """The quotations and questions that students have in their own book, with their answers."""
    known = {block.id for _chapter, block in walk_book(student(book))}
    for chapter, block in walk_book(book):
        if isinstance(block, Quotation | Question) and block.id in known:
            yield chapter, block
