"""Book → what a teacher hands out and keeps: quizzes with their keys, a reading calendar, exit tickets,
discussion cards.

It is made from the whole book, because keys and cards hold answers. It asks only what the student's book
asks.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from html import escape

from builder.material.divisions import words_of
from builder.material.words import written_day
from builder.model.blocks import Question
from builder.model.book import Artifact, Book, Calendar, Chapter, ClassPack
from builder.model.text import Footnote, Piece, Text
from builder.model.walking import notes, reword, without_ids
from builder.pages.publication import Publication
from builder.prints.discussion_cards import card_sheets, discussion_cards
from builder.prints.handouts import printed, sheet_heads, sheet_page
from builder.prints.meetings import chapters_label, icalendar, meetings
from builder.prints.questions import questions
from builder.prints.quiz import key_rows, marks, quiz_versions
from builder.targets import number
from builder.typesetting.layout import PageMap

Page = Callable[..., str]
Sheet = tuple[str, str]


def class_pack(given: Publication) -> list[Artifact]:
    """The files of a class under SLUG-handouts/, from the whole guide and the standard book's pages.

    Quizzes, keys, tickets and cards are made where the guide has a `class_pack`, the calendar where it has a
    `calendar`. Raises EngineError.
    """
    targets, book = number(given.whole), _self_contained(given.whole)
    make = sheet_page(book, targets, given.paging.pages)
    made = printed(book, targets, _sheets(book, make, given.paging.pages), given.press)
    if book.guide.calendar:
        made.append(
            Artifact(f"{book.guide.slug}-handouts/calendar.ics", icalendar(book, book.guide.calendar))
        )
    return made


def _sheets(book: Book, make: Page, pages: PageMap) -> Iterator[Sheet]:
    """Every sheet's name and markup."""
    if book.guide.class_pack:
        yield from _quizzes(book, book.guide.class_pack, make)
        yield _tickets(book, book.guide.class_pack, make)
        yield from _cards(book, make)
    if book.guide.calendar:
        yield _calendar(book, book.guide.calendar, make, pages)


def _quizzes(book: Book, pack: ClassPack, make: Page) -> Iterator[Sheet]:
    own = words_of(book.guide)
    for place, (first, last) in enumerate(pack.groups, 1):
        versions = quiz_versions(
            [question for chapter, question in questions(book) if chapter.number in range(first, last + 1)],
            pack.seed,
        )
        given = {"number": place, "label": chapters_label(book, first, last)}
        for paper in versions:
            heads = sheet_heads(book, f"{own['seed']} {pack.seed} · {paper.version}")
            yield (
                f"quiz-{place:02}-{paper.version}",
                make(
                    "quiz.xhtml", **heads, **given, paper=paper, marks=marks, title=_quiz_title(book, place)
                ),
            )
        heads = sheet_heads(book, f"{own['seed']} {pack.seed}", own["teacher"])
        title = f"{own['quiz-key']} {place} · {own['teacher']}"
        content = {"papers": versions, "rows": key_rows(versions), "title": title}
        yield f"key-{place:02}", make("quiz-key.xhtml", **heads, **given, **content)
        if versions[0].choices:
            title = f"{_quiz_title(book, place)} · {own['answer-grid']}"
            content = {"papers": versions, "title": title}
            yield f"grid-{place:02}", make("quiz-grid.xhtml", **sheet_heads(book), **given, **content)


def _quiz_title(book: Book, number: int) -> str:
    return f"{words_of(book.guide)['quiz']} {number}"


def _tickets(book: Book, pack: ClassPack, make: Page) -> Sheet:
    """A ticket, or four of the same, for every chapter of the work that the guide treats, with the chapter's
    first question for discussion.
    """
    asked: dict[str, Question] = {}
    for chapter, question in questions(book):
        if question.kind == "discussion":
            asked.setdefault(chapter.slug, question)
    copies = 4 if pack.tickets == "four" else 1
    tickets = [
        (chapter, asked.get(chapter.slug), copy)
        for chapter in book.chapters
        if chapter.number
        for copy in range(copies)
    ]
    title = words_of(book.guide)["exit-tickets"]
    return "exit-tickets", make("exit-tickets.xhtml", **sheet_heads(book), tickets=tickets, title=title)


def _cards(book: Book, make: Page) -> Iterator[Sheet]:
    own = words_of(book.guide)
    sheets = list(card_sheets(discussion_cards(book)))
    if sheets:
        heads = sheet_heads(book, own["teacher"])
        yield (
            "discussion-cards",
            make(
                "discussion-cards.xhtml", **heads, sheets=sheets, title=f"{own['cards']} · {own['teacher']}"
            ),
        )


def _calendar(book: Book, calendar: Calendar, make: Page, pages: PageMap) -> Sheet:
    own = words_of(book.guide)
    rows = [(written_day(own, meeting.day), meeting) for meeting in meetings(book, calendar)]
    begun = [", ".join(_pages(meeting.chapters, pages)) for _day, meeting in rows]
    content = {"rows": rows, "label": partial(chapters_label, book), "pages": begun if any(begun) else None}
    return "calendar", make("calendar.xhtml", **sheet_heads(book), **content, title=own["calendar"])


def _pages(chapters: Iterable[Chapter], pages: PageMap) -> Iterator[str]:
    """The pages of the standard book on which some chapters begin."""
    yield from (str(pages[chapter.slug]) for chapter in chapters if chapter.slug in pages)


# ------------------------------------------------------------------------------------- texts without the book


def _self_contained(book: Book) -> Book:
    """The book with texts that can be printed on any sheet, and twice on one: without ids, and with notes in
    brackets at their calls.
    """
    note_texts = notes(book.chapters)

    def contained(text: Text) -> Text:
        return replace(text, pieces=tuple(_notes_in_brackets(without_ids(text), note_texts)))

    return replace(
        book,
        chapters=tuple(
            replace(chapter, blocks=reword(chapter.blocks, contained)) for chapter in book.chapters
        ),
    )


def _notes_in_brackets(text: Text, note_texts: dict[str, Text]) -> Iterator[Piece]:
    for piece in text.pieces:
        if isinstance(piece, Footnote) and piece.apart:  # no lists in brackets
            plain = note_texts.get(piece.id, Text()).plain
            yield f" ({escape(plain, quote=False)})"
        elif isinstance(piece, Footnote):
            yield from (
                " (",
                *_notes_in_brackets(without_ids(note_texts.get(piece.id, Text())), note_texts),
                ")",
            )
        else:
            yield piece
