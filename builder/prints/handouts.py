"""Book → handouts: a worksheet for every chapter, a dossier for every theme and main character, the maps as
posters.

Each is a document of its own, on every paper of the guide. Page numbers in them are the standard book's;
there are no links.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TypeVar

from builder.material.divisions import words_of
from builder.model.blocks import (
    Beat,
    Block,
    Character,
    CharacterMap,
    ClockMap,
    Question,
    Quotation,
    Theme,
    ThemeMap,
)
from builder.model.book import Artifact, Book, Chapter
from builder.model.walking import walk, walk_book
from builder.pages.publication import Publication
from builder.pages.templates import Medium, Templates
from builder.prints.books import chosen_styles, pictures
from builder.prints.dossiers import BeatRow, fitted
from builder.targets import Targets
from builder.typesetting.layout import PageMap
from builder.typesetting.papers import files
from builder.typesetting.press import Press
from builder.typesetting.sheets import Sheet, shown_in

_MAIN = 10  # a character who acts in at least so many beats has a dossier


def handouts(made: Publication) -> list[Artifact]:
    """All handouts of a book, as files under SLUG-handouts/. Raises EngineError."""
    book, targets, pages = made.book, made.targets, made.paging.pages
    sheets = _sheets(book, targets, pages, sheet_page(book, targets, pages))
    return printed(book, targets, sheets, made.press)


def sheet_page(book: Book, targets: Targets, pages: PageMap) -> Callable[..., str]:
    """A function that makes a sheet's page from a template. Links are words there, with the standard book's
    pages.
    """
    templates = Templates(book, targets, Medium(is_print=True, address=lambda _chapter, _name: None))
    return partial(templates.page, page_of=pages.get)


def sheet_heads(book: Book, *notes: str) -> dict[str, object]:
    """The values that every sheet's page gets besides its content: no running heads, and a foot with the
    guide, its version and `notes`.
    """
    foot = " · ".join(filter(None, (book.guide.title, book.guide.version, *notes)))
    return {"first_page": 1, "tab": None, "foot": foot}


_STYLES = ("fonts.css", "shared.css", "print.css", "book.css", "paper-a4.css", "handout.css")


def printed(book: Book, targets: Targets, sheets: Iterable[tuple[str, str]], press: Press) -> list[Artifact]:
    """Sheets, given by name and markup, as files under SLUG-handouts/ on every paper of the guide. Raises
    EngineError.
    """
    styles, shown = chosen_styles(book, *_STYLES), pictures(book, targets, press)
    asked = [
        Sheet(name, markup, styles, shown_in(markup, shown), forms=book.guide.print.forms)
        for name, markup in sheets
    ]
    papers, folder = book.guide.print.papers, f"{book.guide.slug}-handouts"
    made = zip(asked, press.pdfs(asked, papers), strict=True)
    return [file for sheet, pdfs in made for file in files(f"{folder}/{sheet.name}", papers, pdfs)]


def _sheets(
    book: Book, targets: Targets, pages: PageMap, make: Callable[..., str]
) -> Iterator[tuple[str, str]]:
    """Every handout's name and markup."""
    heads = sheet_heads(book)
    for chapter in book.chapters:
        tasks = _tasks(chapter)
        if chapter.number and any(tasks.values()):
            title = chapter.title.plain
            yield chapter.slug, make("worksheet.xhtml", chapter=chapter, title=title, **tasks, **heads)
    for theme in targets.themes.values():
        rows = list(_theme_rows(book, targets, pages, theme))
        dossier = fitted(rows, _quotations(book, theme), _questions(book, rows))
        yield (
            f"theme-{theme.name}",
            make("dossier.xhtml", title=theme.title, subject=theme, dossier=dossier, **heads),
        )
    for block in _posters(book):
        title = words_of(book.guide)[block.tagname]
        yield block.tagname, make("poster.xhtml", title=title, block=block, **heads)
    for character, rows in _main_characters(book, targets, pages):
        spoken = [quotation for quotation in _all(book, Quotation) if quotation.speaker == character.title]
        dossier = fitted(rows, spoken, _questions(book, rows))
        yield (
            f"character-{character.name}",
            make("dossier.xhtml", title=character.title, subject=character, dossier=dossier, **heads),
        )


def _tasks(chapter: Chapter) -> dict[str, list[Block]]:
    blocks = list(walk(chapter.blocks))
    return {
        "closed": [
            block for block in blocks if isinstance(block, Question) and block.kind in ("recall", "choice")
        ],
        "open": [
            block for block in blocks if isinstance(block, Question) and block.kind in ("discussion", "essay")
        ],
        "vocabulary": [block for block in blocks if block.tagname == "vocabulary"],
        "beats": [block for block in blocks if isinstance(block, Beat)],
    }


B = TypeVar("B", bound=Block)


def _all(book: Book, kind: type[B]) -> Iterator[B]:
    return (block for _chapter, block in walk_book(book) if isinstance(block, kind))


def _rows(book: Book, targets: Targets, pages: PageMap) -> Iterator[BeatRow]:
    for beat in _all(book, Beat):
        yield BeatRow(beat, targets.numbers[beat.id], pages.get(beat.id), None)


def _theme_rows(book: Book, targets: Targets, pages: PageMap, theme: Theme) -> Iterator[BeatRow]:
    for row in _rows(book, targets, pages):
        for weight in row.beat.themes:
            if weight.theme == theme.name and weight.weight >= 2:
                yield BeatRow(row.beat, row.number, row.page, weight.weight)


def _quotations(book: Book, theme: Theme) -> list[Quotation]:
    return [
        quotation
        for quotation in _all(book, Quotation)
        if any(weight.theme == theme.name for weight in quotation.themes)
    ]


def _questions(book: Book, rows: list[BeatRow]) -> list[Question]:
    """The open questions about the beats of a dossier."""
    names = {row.beat.name for row in rows}
    return [
        question
        for question in _all(book, Question)
        if question.beat in names and question.kind == "discussion"
    ]


def _posters(book: Book) -> Iterator[Block]:
    """The maps of the book, each once."""
    for kind in (ThemeMap, CharacterMap, ClockMap):
        yield from islice(_all(book, kind), 1)


def _main_characters(
    book: Book, targets: Targets, pages: PageMap
) -> Iterator[tuple[Character, list[BeatRow]]]:
    for character in _all(book, Character):
        rows = [row for row in _rows(book, targets, pages) if character.name in row.beat.people]
        if len(rows) >= _MAIN:
            yield character, rows
