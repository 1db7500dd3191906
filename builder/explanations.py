"""What every code of a diagnostic means, with an example that is wrong and one that is right."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means. The examples are for the file that `where` names, a chapter without one; “words”
    say what they are where they are no text.
    """

    about: str
    wrong: str
    right: str
    where: str = "chapter"


@cache
def explanations() -> Mapping[str, Explanation]:
    """All of them by their codes, in the order of explanations.toml."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return {code: _explanation(row) for code, row in tomllib.loads(text).items()}


def _explanation(row: Mapping[str, str]) -> Explanation:
    return Explanation(**{name: value.strip("\n") for name, value in row.items()})


def explained(code: str) -> Iterator[str]:
    """The explanation of a code as lines."""
    found = explanations()[code]
    yield from (code, "", " ".join(found.about.split()))
    where = "" if found.where in ("chapter", "words") else f" in {found.where}"
    for head, example in ((f"Wrong{where}:", found.wrong), (f"Right{where}:", found.right)):
        yield from ("", head, "")
        yield from (f"    {line}".rstrip() for line in example.splitlines())


def listed() -> Iterator[str]:
    """A line for each code, with the first sentence about it."""
    width = max(map(len, explanations()))
    for code, found in sorted(explanations().items()):
        first = " ".join(found.about.split()).split(". ")[0].rstrip(".")
        yield f"{code:<{width}}  {first}."
