"""Questions and a seed → versions of a quiz. The order comes from SHA-256 alone, so it is the same on every
machine.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import cycle
from typing import TypeVar

from builder.model.blocks import Question

VERSIONS = "ABC"
_LETTERS = "ABCD"
_TRIES = 16  # with very few questions two versions may come out the same

_CHOICE, _RECALL = 1, 2  # marks

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choice:
    """A multiple choice in a version. `order` has the places of its options in the source, from 0, as
    printed; `letter` is the right letter in this version.
    """

    question: Question
    order: tuple[int, ...]
    letter: str

    @property
    def right(self) -> int:
        """The place of the right option in the source, from 0."""
        return self.order[_LETTERS.index(self.letter)]

    def letter_of(self, place: int) -> str:
        """The letter, in this version, of the option at a place in the source."""
        return _LETTERS[self.order.index(place)]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a quiz: its letter, the multiple choices, and after them the recall questions, which are
    answered in words.
    """

    version: str
    choices: tuple[Choice, ...]
    recalls: tuple[Question, ...]

    @property
    def total(self) -> int:
        """The marks that all questions give together."""
        return sum(map(marks, self.questions))

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order of their numbers."""
        return (*(choice.question for choice in self.choices), *self.recalls)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A question of a quiz with its number in every version, and the places of its wrong options."""

    question: Question
    numbers: tuple[int, ...]
    wrong: tuple[int, ...]


def marks(question: Question) -> int:
    """What a question of a quiz is worth."""
    return _CHOICE if question.kind == "choice" else _RECALL


def key_rows(papers: Sequence[Version]) -> list[KeyRow]:
    """Every question once, in the order of the first version: its reasons are the same in all of them."""
    numbers = [{one.id: place for place, one in enumerate(paper.questions, 1)} for paper in papers]
    return [
        KeyRow(question, tuple(found[question.id] for found in numbers), _wrong(question))
        for question in papers[0].questions
    ]


def _wrong(question: Question) -> tuple[int, ...]:
    right = question.answer.letter if question.answer else None
    return tuple(place for place in range(len(question.options)) if _LETTERS[place] != right)


def quiz_versions(questions: Sequence[Question], seed: int) -> list[Version]:
    """The versions of a quiz from recall questions and from multiple choices that have answers and four
    options.

    In every version each of the four letters is right equally often, or once more or less than another where
    their number is no multiple of four. Two versions differ, unless there is only one way to print the
    questions.
    """
    made: list[Version] = []
    for version in VERSIONS:
        tries = [_version(questions, version, f"{seed} {version} {attempt}") for attempt in range(_TRIES)]
        made.append(
            next(
                (version for version in tries if all(_printed(version) != _printed(other) for other in made)),
                tries[0],
            )
        )
    return made


def _version(questions: Sequence[Question], version: str, salt: str) -> Version:
    choices = _questions((question for question in questions if question.kind == "choice"), f"{salt} order")
    recalls = _questions((question for question in questions if question.kind == "recall"), f"{salt} order")
    letters = _letters(choices, salt)
    return Version(
        version, tuple(_choice(question, letters[question.id], salt) for question in choices), tuple(recalls)
    )


def _printed(version: Version) -> tuple[object, ...]:
    """What makes two versions different: the order of questions and options."""
    choices = tuple((choice.question.id, choice.order) for choice in version.choices)
    return choices, tuple(question.id for question in version.recalls)


def _letters(choices: list[Question], salt: str) -> dict[str, str]:
    """The right letter of every question. The draw depends on the questions, so quizzes of the same length
    have different rows of letters.
    """
    drawn = _questions(choices, f"{salt} letter")
    letters = _shuffled(_LETTERS, f"{salt} {drawn[0].id}") if drawn else []
    return {question.id: letter for question, letter in zip(drawn, cycle(letters), strict=False)}


def _choice(question: Question, letter: str, salt: str) -> Choice:
    assert question.answer
    assert question.answer.letter
    right = _LETTERS.index(question.answer.letter)
    order = _shuffled((place for place in range(len(_LETTERS)) if place != right), f"{salt} {question.id}")
    order.insert(_LETTERS.index(letter), right)
    return Choice(question, tuple(order), letter)


def _questions(questions: Iterable[Question], salt: str) -> list[Question]:
    return sorted(questions, key=lambda question: _draw(salt, question.id))


def _shuffled(items: Iterable[T], salt: str) -> list[T]:
    return sorted(items, key=lambda item: _draw(salt, str(item)))


def _draw(salt: str, item: str) -> bytes:
    return sha256(f"{salt} {item}".encode()).digest()
