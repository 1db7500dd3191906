"""Letters: every character has a shape in the fonts."""

from collections import Counter
from collections.abc import Iterable, Iterator

from builder.diagnostics import Diagnostic
from builder.model.book import Book
from builder.model.text import Formula, Text
from builder.model.walking import strings, texts, walk_book

# ---------------------------------------------------------------------------------------------------- letters


def letters(book: Book, characters: frozenset[int], more_in_code: frozenset[int]) -> Iterator[Diagnostic]:
    """Every character has a shape in the fonts: a missing one would print as an empty box."""

    known, in_code = frozenset(map(chr, characters)), frozenset(map(chr, more_in_code))

    def lacking(found: Iterable[Text], others: Iterable[str] = ()) -> set[str]:
        return (
            set("".join(others)).difference(known).union(*(_lacking(text, known, in_code) for text in found))
        )

    written = [(book.guide.origin, lacking((), strings(book.guide)))]
    written += [(chapter.origin, lacking([chapter.title])) for chapter in book.chapters]
    written += [(block.origin, lacking(texts(block), strings(block))) for _chapter, block in walk_book(book)]
    for origin, missing in written:
        if shown := sorted(char for char in missing if not char.isspace()):  # spaces are everywhere
            named = ", ".join(f"“{char}” (U+{ord(char):04X})" for char in shown)
            yield Diagnostic(
                origin,
                "no-glyph",
                f"no font of the book has {named}",
                "write it in other characters, or as a picture",
            )


def _lacking(text: Text, known: frozenset[str], in_code: frozenset[str]) -> set[str]:
    """The characters of a text that its fonts lack; most texts need no closer look."""
    if not set(text.plain) - known:
        return set()
    return set(_set_as_text(text)) - known | set(text.code) - known - in_code


def _set_as_text(text: Text) -> str:
    """The characters of a text that are set in its own fonts: neither code nor a formula."""
    others = Counter(text.code) + sum(
        (Counter(piece.tex) for piece in text.pieces if isinstance(piece, Formula)), Counter()
    )
    return "".join(Counter(text.plain) - others)
