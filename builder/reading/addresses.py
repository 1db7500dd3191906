"""The ids of one file: each begins with the file's slug and is given once."""

from collections import Counter
from collections.abc import Iterable


class Addresses:
    """Makes new ids. `taken` are those that docutils has made already: of labels, headings, paragraphs,
    notes.
    """

    def __init__(self, slug: str, taken: Iterable[str]) -> None:
        self._slug = slug
        self._taken = set(taken)
        self._count: Counter[str] = Counter()

    def new(self, name: str | None, kind: str) -> str:
        """The slug with a name; with the kind before the name where that is taken; or with the kind and a
        running number.
        """
        self._count[kind] += 1
        for wanted in (name, name and f"{kind}-{name}"):
            if wanted and (address := f"{self._slug}-{wanted}") not in self._taken:
                return self._take(address)
        while (address := f"{self._slug}-{kind}-{self._count[kind]}") in self._taken:
            self._count[kind] += 1
        return self._take(address)

    def _take(self, address: str) -> str:
        self._taken.add(address)
        return address
