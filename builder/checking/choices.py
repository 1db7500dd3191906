"""Multiple choices and quizzes: nothing but knowledge helps with them."""

from collections.abc import Iterator

from builder.diagnostics import Diagnostic
from builder.editions import student
from builder.model.blocks import Question
from builder.model.book import Book
from builder.model.walking import walk_book
from builder.targets import Targets

# -------------------------------------------------------------------------------------------- multiple choice

_ENOUGH = 8  # fewer questions than this show no pattern


def choices(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """Nothing but knowledge helps with a multiple choice: four options, no favourite letter, no telling
    length.
    """
    asked = [
        block for _chapter, block in walk_book(book) if isinstance(block, Question) and block.kind == "choice"
    ]
    for question in asked:
        if len(question.options) not in (0, 4):
            what = f"this multiple choice has {len(question.options)} options"
            yield Diagnostic(question.origin, "four-options", what, "give it four, A. to D.")
    answered = [
        (question, question.answer.letter)
        for question in asked
        if question.answer and question.answer.letter in tuple("ABCD")
    ]
    if len(answered) >= _ENOUGH:
        yield from _favourite_letter([letter or "" for _question, letter in answered], answered[0][0])
        yield from _telling_length(
            [question for question, letter in answered if _right_is_longest(question, letter or "")],
            len(answered),
        )


def _favourite_letter(letters: list[str], first: Question) -> Iterator[Diagnostic]:
    counts = {letter: letters.count(letter) for letter in "ABCD"}
    even = len(letters) / 4
    if any(abs(count - even) > max(1, len(letters) ** 0.5 / 2) for count in counts.values()):
        shown = ", ".join(f"{letter} {count} times" for letter, count in counts.items())
        yield Diagnostic(
            first.origin,
            "letters",
            f"the right letters are not spread evenly: {shown}",
            "change the order of some options",
        )


def _telling_length(questions: list[Question], of: int) -> Iterator[Diagnostic]:
    if len(questions) > -(-of // 4):
        what = f"the right option is the longest in {len(questions)} of {of} questions"
        yield Diagnostic(
            questions[0].origin,
            "longest",
            what,
            "shorten some right options, or lengthen wrong ones, from here on",
        )


def _right_is_longest(question: Question, letter: str) -> bool:
    lengths = [len(option.plain) for option in question.options]
    right = "ABCD".index(letter)
    return right < len(lengths) and lengths[right] == max(lengths)


def quizzes(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """A quiz asks something that students have in their own book."""
    groups = book.guide.class_pack.groups if book.guide.class_pack else ()
    if not groups:
        return
    asked = {
        chapter.number
        for chapter, block in walk_book(student(book))
        if isinstance(block, Question) and block.kind in ("choice", "recall")
    }
    for place, (first, last) in enumerate(groups, 1):
        if asked.isdisjoint(range(first, last + 1)):
            what = (
                f"quiz {place} has nothing to ask: chapters {first} to "
                f"{last} have neither a multiple choice nor a recall question"
            )
            yield Diagnostic(
                book.guide.origin, "empty-quiz", what, "write one, or take the pair out of quiz-groups"
            )
