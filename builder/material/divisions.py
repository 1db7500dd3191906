"""The divisions of a work, and all words that depend on the work: “chapter 7”, “Stave One”, “Act 2, scene 3”.
Whatever names a division asks here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from builder.material.words import LanguageError, words
from builder.model.book import Book, Chapter, Guide, Part, Work

_ROMAN = tuple(
    zip(
        (900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    )
)


def words_of(guide: Guide) -> Mapping[str, Any]:
    """The program's words in the guide's language, for the kind of its work and the name of its divisions."""
    work = guide.work
    by_title = work.restart or work.numbers == "none"
    return _words_of(guide.language, work.kind, work.division, guide.sources, by_title)


@cache
def _words_of(
    language: str,
    kind: str,
    division: tuple[str, ...],
    sources: tuple[tuple[str, str], ...],
    by_title: bool,
) -> Mapping[str, Any]:
    try:
        table = words(language)
    except LanguageError:
        table = words("en")  # that the language is unknown is reported
    found, noun = {**table, **table["kinds"][kind]}, noun_of(table, division)
    names = {"division": noun["one"], "divisions": noun["many"]}
    names |= {name: found[name] for name in ("kind", "beat", "beats")}
    wanted = ("place", noun["gender"]) if by_title else (noun["gender"],)
    filled = {key: _filled(_fitting(value, wanted), names) for key, value in found.items()}
    filled |= {"chapter": capital(noun["one"]), "chapters": capital(noun["many"]), "noun": noun}
    return filled | {"speaker": {**found["speaker"], **dict(sources)}}


def noun_of(table: Mapping[str, Any], division: tuple[str, ...]) -> Mapping[str, str]:
    """What the divisions are called: `one`, `many`, `short` for a margin, and the `gender` of the noun."""
    own = {"one": division[0], "many": division[-1] if len(division) < 3 else division[1]}
    given = table["divisions"].get(division[0], own) if len(division) == 1 else own
    gender = division[2] if len(division) == 3 else ""
    return {"short": given["one"], "gender": gender, **given}


def _fitting(value: Any, wanted: Iterable[str]) -> Any:
    """Of a sentence that is there for each gender, the one for the noun's, or for places with titles."""
    if not isinstance(value, dict) or not value.keys() <= {"m", "f", "n", "v", "place"}:
        return value
    return next((value[form] for form in wanted if form in value), next(iter(value.values())))


def _filled(value: Any, names: Mapping[str, str]) -> Any:
    """A sentence with the names in it."""
    if not isinstance(value, str):
        return value
    for name, word in names.items():
        value = value.replace(f"{{{name}}}", word)
    return value


def capital(text: str) -> str:
    """A word or more, with a capital letter first."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Divisions:
    """How the divisions of a work are numbered and named. Each is given by its number, counted through the
    whole work from 1; `titles` are those that the guide has for them.
    """

    work: Work
    words: Mapping[str, Any]
    titles: Mapping[int, str] = field(default_factory=dict)

    @property
    def _style(self) -> str:
        """How divisions are numbered; their parts, where numbers begin anew, may be otherwise."""
        return self.work.numbers.rpartition(".")[2]

    def address(self, number: int) -> str:
        """A number in figures, as in beats and on maps: “7”, “2.3”."""
        return self._number(number, "1", "1")

    def numeral(self, number: int) -> str:
        """A number as the work has it: “7”, “VII”, “2.3”; empty where the work has none."""
        first = self.work.numbers.rpartition(".")[0] or "1"
        return "" if self._style == "none" else self._number(number, first, self._style)

    def listed(self, number: int) -> str:
        """A number as lists have it: in figures where the work has words, or none."""
        return self.address(number) if self._style in ("one", "none") else self.numeral(number)

    def heading(self, number: int) -> str:
        """What stands before a division's title: “7”, “VII”, “Stave One”."""
        if self._style != "one":
            return self.numeral(number)
        found = self.work.part_of(number) if self.work.restart else None
        return " ".join(map(capital, self._alone(number, found[1] if found else None).split(" ")))

    def titled(self, chapter: Chapter, space: str = " ") -> str:
        """A chapter's title with what stands before it."""
        number = self.heading(chapter.number) if chapter.number else ""
        return space.join(filter(None, (number, chapter.title.plain)))

    def name(self, number: int) -> str:
        """A division in running text: “chapter 7”, “Act 2, scene 3”; one without a number by its title."""
        if self.work.restart and (found := self.work.part_of(number)):
            part = found[1]
            return part.title if part.is_undivided else f"{part.title}, {self._alone(number, part)}"
        return self._alone(number)

    def _alone(self, number: int, part: Part | None = None) -> str:
        """A division without the part that it is in."""
        own = number - part.first + 1 if part else number
        if self._style == "none" and number in self.titles:
            return self.titles[number]
        return f"{self.words['noun']['one']} {self._styled(own, self._style)}"

    def brief(self, number: int) -> str:
        """A division in a margin: “ch. 7”, “2.3”."""
        if self.work.restart:
            return self.numeral(number) or self.name(number)
        name, noun = self.name(number), self.words["noun"]
        return f"{noun['short']} {name.removeprefix(noun['one'] + ' ')}" if self.numeral(number) else name

    def span(self, first: int, last: int) -> str:
        """Some divisions as a head: “Chapter 3”, “Chapters 1–4”, “Act 2, scenes 1–3”."""
        if first == last:
            return capital(self.name(first))
        ends = [self.numeral(number) or self.name(number) for number in (first, last)]
        if not self.numeral(first):
            return " – ".join(ends)
        found = self.work.part_of(first) if self.work.restart else None
        if found and last <= found[1].last:
            return f"{found[1].title}, {self._within(found[1], first, last)}"
        return f"{self.words['chapters']} {'–'.join(ends)}"

    def of_part(self, part: Part) -> str:
        """The divisions of a part, under its title: “Chapters 1–9”, “Scenes 1–7”."""
        if not self.work.restart:
            return self.span(part.first, part.last)
        return capital(self._within(part, part.first, part.last)) if not part.is_undivided else ""

    def _within(self, part: Part, first: int, last: int) -> str:
        if first == last:
            return self._alone(first, part)
        ends = [self._styled(number - part.first + 1, self._style) for number in (first, last)]
        return f"{self.words['noun']['many']} {'–'.join(ends)}"

    def reference(self, number: int | None, lines: str = "") -> str:
        """A place in the work: “chapter 7”, “part 2, lines 115–118”, in a play “2.1.33–34”."""
        found = self.work.part_of(number) if number and self.work.restart else None
        if number and lines and found and found[1].year is None:
            return f"{self.numeral(number)}.{lines}"
        return ", ".join(filter(None, (self.name(number) if number else "", self.lines(lines))))

    def lines(self, lines: str, key: str = "lines") -> str:
        """Lines as they are counted in the work: “line 7”, “lines 12–14”."""
        return f"{self.words[key][not lines.isdecimal()]} {lines}" if lines else ""

    def _number(self, number: int, first: str, second: str) -> str:
        found = self.work.part_of(number) if self.work.restart else None
        if found is None:
            return self._styled(number, second)
        at, part = found
        own = self._styled(number - part.first + 1, second)
        return self._styled(at, first) if part.is_undivided else f"{self._styled(at, first)}.{own}"

    def _styled(self, number: int, style: str) -> str:
        styles: Mapping[str, Callable[[int], str]] = {
            "I": roman,
            "i": lambda number: roman(number).lower(),
            "one": partial(_in_words, self.words["numerals"]),
        }
        return styles.get(style, str)(number)


def divisions(book: Book) -> Divisions:
    """The divisions of a book's work, with the titles that the book has for them."""
    titles = {chapter.number: chapter.title.plain for chapter in book.chapters if chapter.number}
    return Divisions(book.guide.work, words_of(book.guide), titles)


def roman(number: int) -> str:
    """A number in Roman figures."""
    left, found = number, ""
    for value, letters in _ROMAN:
        found += letters * (left // value)
        left %= value
    return found


def _in_words(numerals: list[str], number: int) -> str:
    """A number in words; in figures where words.toml has none."""
    return numerals[number - 1] if number <= len(numerals) else str(number)
