"""Laid-out pages → diagnostics: what the lint of pages finds, at the place in the source."""

from collections.abc import Iterator, Mapping

from builder.diagnostics import Diagnostic, Origin
from builder.material.divisions import words_of
from builder.model.book import Book
from builder.model.walking import ids_in, walk_book
from builder.typesetting.layout import Layout
from builder.typesetting.page_lint import lint

_FIXES = {
    "lone-lines": "lengthen or shorten this paragraph, or one before it, by a line",
    "lone-heading": "lengthen or shorten the text before this head by a few lines",
    "gap": "make what comes next shorter, so that it fits on this page, or move a picture or a table",
    "wide-line": "put spaces or hyphens into the long word, or make the table narrower",
    "beyond-the-page": "make the picture or the table smaller, as with “:width: 100%”",
    "long-head": "shorten the title of the guide, of the part or of the chapter",
    "overprint": "make one of the two texts shorter, and report it: it is the program's fault too",
    "broken-line": "say it in other words, and report it: it is the program's fault too",
    "parted-label": "write a no-break space between the word and its number",
    "small-text": "make the text larger, or leave out the style that makes it small",
    "other-font": "write it in letters that the fonts have",
}


def printed_problems(book: Book, layout: Layout) -> Iterator[Diagnostic]:
    """A diagnostic for everything that is wrong on the pages of a book."""
    origins = _origins(book)
    firsts = {int(start.page): start.id for start in layout.starts if start.page.isdecimal()}
    words = words_of(book.guide)
    nouns = (words["noun"][form] for form in ("one", "many", "short"))
    labels = {name.casefold() for name in (words["beat"], words["page"], *nouns)}
    for found in lint(layout, labels):
        origin = origins.get(found.anchor) or origins.get(firsts.get(found.page, ""), book.guide.origin)
        yield Diagnostic(origin, found.code, f"page {found.page}: {found.what}", _FIXES[found.code])


def _origins(book: Book) -> Mapping[str, Origin]:
    """Where every id of a book was written."""
    found = {chapter.slug: chapter.origin for chapter in book.chapters}
    for _chapter, block in walk_book(book):
        found |= dict.fromkeys(ids_in(block), block.origin)
    return found
