"""Strings → which of many sentences and names occur in them, in one pass however many are looked for."""

import re
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w+")
_NO_LETTER = re.compile(r"[\W_]")


def letters_of(string: str) -> str:
    """The letters and digits of a string, in small."""
    return _NO_LETTER.sub("", string).casefold()


class Letters(dict[str, str]):
    """The letters of strings; each string is looked through once, however often it is asked for."""

    def __missing__(self, string: str) -> str:
        self[string] = found = letters_of(string)
        return found


class Sentences:
    """Sentences to be found anywhere in other letters; each is the letters of one.

    Every sentence is known by the runs of letters near its beginning, one from each of `step` places. Of a
    text only the run in every `step`-th place is looked at: wherever a sentence begins, one of its runs is
    in such a place.
    """

    def __init__(self, wanted: Iterable[str]) -> None:
        wanted = tuple(wanted)
        shortest = min(map(len, wanted), default=1)
        self._step = (shortest + 1) // 2
        self._run = shortest + 1 - self._step
        self._begun: dict[str, list[tuple[str, int]]] = {}
        for sentence in wanted:
            for place in range(self._step):
                run = sentence[place : place + self._run]
                self._begun.setdefault(run, []).append((sentence, place))

    def found_in(self, letters: str) -> set[str]:
        """The sentences that occur in letters."""
        if not (known := self._begun):
            return set()
        return {
            sentence
            for at in range(0, len(letters) - self._run + 1, self._step)
            if (run := letters[at : at + self._run]) in known
            for sentence, place in known[run]
            if at >= place and letters.startswith(sentence, at - place)
        }


class Names:
    """Names to be found as words, in their own letters."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self._wanted = frozenset(wanted)
        self._firsts = {name.partition(" ")[0] for name in self._wanted}
        self._longest = max((name.count(" ") + 1 for name in self._wanted), default=0)

    def found_in(self, string: str) -> Iterator[str]:
        """The names that occur in a string."""
        words = _WORD.findall(string) if self._wanted else []
        for at in [at for at, word in enumerate(words) if word in self._firsts]:
            for end in range(at + 1, at + self._longest + 1):
                if (name := " ".join(words[at:end])) in self._wanted:
                    yield name
