"""A guide that has been built: its book, its two files, and what must not be in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from builder.editions import student
from builder.model.blocks import Answer, Question, Teacher
from builder.model.book import Book
from builder.model.walking import texts, walk
from builder.reading.guide import read_guide
from tests.building import findings


@dataclass(frozen=True)
class Built:
    """`root` holds the guide, `folder` what was built from it."""

    root: Path
    folder: Path

    @cached_property
    def book(self) -> Book:
        """The whole guide, answers and all."""
        return read_guide(self.root)[0]

    @cached_property
    def student(self) -> Book:
        """The edition that was built."""
        return student(self.book)

    @property
    def epub(self) -> Path:
        return self.folder / f"{self.book.guide.slug}.epub"

    @property
    def pdf(self) -> Path:
        return self.folder / f"{self.book.guide.slug}.pdf"

    @property
    def prints(self) -> list[Path]:
        """Every PDF: the book, the same on other papers, in large print and with crop marks, and the
        handouts.
        """
        return sorted(self.folder.rglob("*.pdf"))

    @property
    def findings(self) -> list[str]:
        """What is amiss on the pages of the print book."""
        return findings(self.folder).read_text(encoding="utf-8").splitlines()

    @cached_property
    def answers(self) -> list[str]:
        """Every answer, and every reason in one."""
        found = [
            text.plain for answer in self._answers() for text in (answer.text, *answer.reasons) if text.plain
        ]
        assert found
        return found

    @cached_property
    def for_teachers(self) -> list[str]:
        """Every text of some words that is for teachers only."""
        content = [
            block
            for chapter in self.book.chapters
            for block in walk(chapter.blocks)
            if isinstance(block, Teacher)
        ]
        files = [
            block for chapter in self.book.chapters if chapter.role == "teacher" for block in chapter.blocks
        ]
        found = [
            text.plain
            for block in walk([*content, *files])
            for text in texts(block)
            if len(text.plain.split()) > 3
        ]
        assert found
        return found

    def _answers(self) -> Iterator[Answer]:
        for chapter in self.book.chapters:
            for block in walk(chapter.blocks):
                if isinstance(block, Question) and block.answer:
                    yield block.answer
