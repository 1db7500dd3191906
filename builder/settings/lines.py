"""Where every key of guide.toml is: tomllib does not say."""

import re
from collections import Counter


class Lines:
    """The line of every key of a TOML source, which tomllib does not give."""

    def __init__(self, source: str) -> None:
        self._source = source.splitlines()
        self._places: dict[tuple[str | int, ...], int] = {}
        table: tuple[str | int, ...] = ()
        counts: Counter[tuple[str | int, ...]] = Counter()
        for number, line in enumerate(self._source, 1):
            if header := re.match(r"\s*(\[\[?)([\w.\s-]+)\]", line):
                table = tuple(step.strip() for step in header[2].split("."))
                if header[1] == "[[":
                    counts[table] += 1
                    table += (counts[table] - 1,)
                self._places[table] = number
            elif key := re.match(r"\s*([\w-]+)\s*=", line):
                self._places[(*table, key[1])] = number

    def of(self, loc: tuple[str | int, ...]) -> int:
        """The line of a key, or of the nearest table around it."""
        while loc and loc not in self._places:
            loc = loc[:-1]
        return self._places.get(loc, 1)

    def of_value(self, value: str, *, last: bool = False) -> int:
        """The first (or last) line with a string."""
        found = [
            number
            for number, line in enumerate(self._source, 1)
            if f'"{value}"' in line or f"'{value}'" in line
        ]
        return (found[-1] if last else found[0]) if found else 1
