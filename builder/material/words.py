"""The words that the program itself puts into a book, in the guide's language: "Contents", "Look back", "p.";
from templates/words.toml.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_TABLES = Path(__file__).parent.parent / "templates" / "words.toml"


class LanguageError(Exception):
    """The guide is in a language for which words.toml has no table."""


@cache
def words(language: str) -> Mapping[str, Any]:
    """The words for a language tag. Raises LanguageError."""
    tables = tomllib.loads(_TABLES.read_text(encoding="utf-8"))
    try:
        found: Mapping[str, Any] = tables[language.partition("-")[0]]
    except KeyError:
        raise LanguageError(
            f"there are no words for the language {language}; there are: {', '.join(sorted(tables))}"
        ) from None
    return found
