"""Book → counts of what it holds, which `studyguide check` prints."""

import re
from collections.abc import Iterator

from builder.model.blocks import Beat, Glossary, Question, Quotation, Theme
from builder.model.book import Book
from builder.model.text import Text
from builder.model.walking import texts, walk_book
from builder.targets import Targets


def tally(book: Book, targets: Targets) -> Iterator[tuple[int, str]]:
    """Numbers with what they count. Words are those of running text and titles, in answers and in content for
    teachers too.
    """
    blocks = [block for _chapter, block in walk_book(book)]
    running = [chapter.title for chapter in book.chapters] + [
        text for block in blocks for text in texts(block)
    ]
    yield len(book.chapters), "files"
    yield sum(map(count_words, running)), "words"
    for kind, name in (
        (Beat, "beats"),
        (Theme, "themes"),
        (Question, "questions"),
        (Quotation, "quotations"),
    ):
        yield sum(isinstance(block, kind) for block in blocks), name
    yield sum(count_words(block.quoted) for block in blocks if isinstance(block, Quotation)), "words quoted"
    yield sum(len(block.terms) for block in blocks if isinstance(block, Glossary)), "glossary terms"
    yield sum(1 + len(entry.entries) for entry in targets.index), "index entries"


def count_words(text: Text) -> int:
    """How many words a text has: runs of letters and digits, with hyphens and apostrophes inside."""
    return len(re.findall(r"\w+(?:[-’']\w+)*", text.plain))
