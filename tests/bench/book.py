"""A number of chapters and a seed → a book: chapters of what every format here can say."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.bench.prose import Prose


@dataclass(frozen=True)
class Reference:
    """A link to a chapter; its words are “Chapter 7”."""

    chapter: int


@dataclass(frozen=True)
class Note:
    """A footnote: its number in its chapter, and its text."""

    number: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text, or a quotation that stands by itself."""

    text: tuple[str | Reference | Note, ...]
    quoted: bool = False


@dataclass(frozen=True)
class Heading:
    """The heading of a section."""

    title: str


@dataclass(frozen=True)
class Items:
    """A list, with numbers or without."""

    items: tuple[str, ...]
    numbered: bool


@dataclass(frozen=True)
class Table:
    """A table of words; the first row is its head."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Figure:
    """The chart of a chapter, and what stands under it."""

    chapter: int
    caption: str


Block = Paragraph | Heading | Items | Table | Figure


@dataclass(frozen=True)
class Chapter:
    """A chapter of the book; the label and the file of chapter 7 are `ch-007`."""

    number: int
    title: str
    blocks: tuple[Block, ...]

    @property
    def label(self) -> str:
        """What links to the chapter name, and how its file is called."""
        return f"ch-{self.number:03}"

    @property
    def notes(self) -> list[Note]:
        """The chapter's footnotes."""
        texts = [block.text for block in self.blocks if isinstance(block, Paragraph)]
        return [piece for text in texts for piece in text if isinstance(piece, Note)]


def make_book(chapters: int, seed: int) -> list[Chapter]:
    """A book of so many chapters. A chapter depends on the seed, its number and how many there are."""
    return [_Writer(number, chapters, seed).chapter() for number in range(1, chapters + 1)]


def touched(chapter: Chapter) -> Chapter:
    """The chapter with one word of its first paragraph changed."""
    first, *others = chapter.blocks
    assert isinstance(first, Paragraph)
    start = re.sub(r"\w+", "Touched", str(first.text[0]), count=1)
    return replace(chapter, blocks=(replace(first, text=(start, *first.text[1:])), *others))


def words(text: str) -> Counter[str]:
    """How often each word is in a text. A word has only letters, so what stands between them is no matter."""
    return Counter(re.findall(r"[^\W\d_]+", text))


def words_of(book: list[Chapter]) -> Counter[str]:
    """How often each word is in a book."""
    return words(" ".join(text for chapter in book for text in (chapter.title, *_texts(chapter))))


def _texts(chapter: Chapter) -> Iterator[str]:
    for block in chapter.blocks:
        match block:
            case Paragraph():
                yield from map(_text, block.text)
            case Heading():
                yield block.title
            case Items():
                yield from block.items
            case Table():
                yield from (block.title, *(cell for row in block.rows for cell in row))
            case Figure():
                yield block.caption


def _text(piece: str | Reference | Note) -> str:
    match piece:
        case Reference():
            return f"Chapter {piece.chapter}"
        case Note():
            return piece.text
        case _:
            return piece


class _Writer:
    """The writer of one chapter."""

    def __init__(self, number: int, chapters: int, seed: int) -> None:
        self.number = number
        self.chapters = chapters
        self.prose = Prose(seed * 1000 + number)
        self.notes = 0

    def chapter(self) -> Chapter:
        """The chapter: five sections, each with something besides paragraphs."""
        title, start = self.prose.phrase(5), Paragraph((self.prose.paragraph(60), self._note()))
        sections = [
            (*self._paragraphs(3), extra)
            for extra in (self._figure(), self._quotation(), self._items(), self._table(), self._steps())
        ]
        headed = [block for section in sections for block in (Heading(self.prose.phrase(4)), *section)]
        return Chapter(self.number, title, (start, *headed))

    def _paragraphs(self, count: int) -> Iterator[Paragraph]:
        """Paragraphs; some have a footnote, and some lead to another chapter."""
        for _ in range(count):
            text: list[str | Reference | Note] = [self.prose.paragraph(66)]
            if self.prose.random.random() < 0.25:
                text += ["Compare", self._reference(), "as well."]
            if self.prose.random.random() < 0.12:
                text.append(self._note())
            yield Paragraph(tuple(text))

    def _note(self) -> Note:
        self.notes += 1
        return Note(self.notes, self.prose.phrase(14) + ".")

    def _reference(self) -> Reference:
        return Reference(self.prose.random.randint(1, self.chapters))

    def _figure(self) -> Figure:
        return Figure(self.number, self.prose.phrase(10) + ".")

    def _quotation(self) -> Paragraph:
        return Paragraph((self.prose.paragraph(40),), quoted=True)

    def _items(self) -> Items:
        return Items(tuple(self.prose.paragraph(8) for _ in range(5)), numbered=False)

    def _steps(self) -> Items:
        return Items(tuple(self.prose.phrase(12) + "." for _ in range(5)), numbered=True)

    def _table(self) -> Table:
        rows = [tuple(self.prose.phrase(size) for size in (1, 2, 3, 2)) for _ in range(6)]
        return Table(self.prose.phrase(6), (("Person", "Place", "Remark", "Matter"), *rows))
