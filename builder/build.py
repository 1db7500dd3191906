"""The whole way, in its seven steps: read → check → edition → number → lay out → write → dist/."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from builder.checks import check
from builder.diagnostics import Diagnostic, GuideError, Origin
from builder.editions import student
from builder.model import Artifact, Book
from builder.output import write
from builder.reading.chapters import read_guide
from builder.settings import FILE
from builder.targets import number
from builder.writing.epub import epub
from builder.writing.fonts import characters
from builder.writing.pdf import lay_out, pdf
from builder.writing.templates import LanguageError, words


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has made: where, how many pages the print book has, and which files."""

    folder: Path
    pages: int
    paths: tuple[Path, ...]


def read_and_check(root: Path) -> Book:
    """The book in a folder. Raises GuideError with everything that is wrong with it."""
    book, problems = read_guide(root)
    problems += check(book, characters())
    problems += _language(book, root)
    if problems:
        raise GuideError(problems)
    return book


def build(root: Path, folder: Path) -> Built:
    """Build the guide in `root` into `folder`. Raises GuideError, and then leaves `folder` as it was."""
    book = student(read_and_check(root))
    targets = number(book)
    layout = lay_out(book, targets)
    printed = pdf(book, layout)
    artifacts: Iterable[Artifact] = (epub(book, targets, layout.starts, printed.path), printed)
    return Built(folder, layout.page_count, write(artifacts, folder))


def _language(book: Book, root: Path) -> list[Diagnostic]:
    try:
        words(book.guide.language)
    except LanguageError as wrong:
        origin = Origin((root / FILE).as_posix(), 0)
        return [Diagnostic(origin, "language", str(wrong), "add a table to builder/templates/words.toml, or write another language")]
    return []
