"""The words that the program itself puts into a book, in the guide's language: "Contents", "Look back", "p.";
from templates/words.toml.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

_TABLES = Path(__file__).parent.parent / "templates" / "words.toml"


class LanguageError(Exception):
    """The guide is in a language for which words.toml has no table."""


@cache
def words(language: str) -> Mapping[str, Any]:
    """The words for a language tag; a region's table ("pt-BR") lies over its language's. Raises
    LanguageError.
    """
    tables = tomllib.loads(_TABLES.read_text(encoding="utf-8"))
    plain = language.partition("-")[0]
    if plain not in tables:
        known = ", ".join(sorted(name for name in tables if "-" not in name))
        raise LanguageError(f"there are no words for the language {language}; there are: {known}")
    found: Mapping[str, Any] = tables[plain] | tables.get(f"{plain}-{language[-2:]}", {})
    return found


def written_day(own: Mapping[str, Any], day: date) -> str:
    """A day as it is written out: "Monday 1 March 2027", "lundi 1er mars 2027"."""
    first = own.get("first-day")
    written: str = own["day-form"].format(
        weekday=own["weekdays"][day.weekday()],
        day=first if first and day.day == 1 else day.day,
        month=own["months"][day.month - 1],
        year=day.year,
    )
    return written
