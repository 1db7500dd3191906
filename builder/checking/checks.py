"""Book → diagnostics: every rule that needs all chapters, in one list."""

from collections.abc import Callable, Iterable

from builder.checking.choices import choices, quizzes
from builder.checking.letters import letters
from builder.checking.names import addresses, duplicate_names, links, pointers, signals, sources
from builder.checking.pictures import alike, too_many_bytes
from builder.checking.places import beats, chapters, maps, only
from builder.diagnostics import Diagnostic
from builder.model.book import Book
from builder.targets import Targets, number


def check(
    book: Book, characters: frozenset[int], more_in_code: frozenset[int] = frozenset()
) -> list[Diagnostic]:
    """Everything that is wrong with a whole book.

    `characters` are the code points that the fonts of the text can set, `more_in_code` those that the font of
    code has besides.
    """
    targets = number(book)
    found = [problem for rule in _RULES for problem in rule(book, targets)]
    return found + list(letters(book, characters, more_in_code))


Rule = Callable[[Book, Targets], Iterable[Diagnostic]]

_RULES: tuple[Rule, ...] = (
    links,
    duplicate_names,
    addresses,
    signals,
    sources,
    pointers,
    chapters,
    beats,
    only,
    maps,
    choices,
    quizzes,
    alike,
    too_many_bytes,
)
