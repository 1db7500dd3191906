"""Words of the command line → values. What makes no sense raises ArgumentTypeError, with what is wrong."""

import argparse
import datetime
from pathlib import Path
from typing import TypeAlias

from builder.limits import WORDS
from builder.settings.beside import FILE
from builder.settings.week import WEEK

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What argparse gathers commands in; it has no public name."""


def as_count(text: str) -> int:
    """A number of things."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no whole number, 1 or more")
    return int(text)


def as_words(text: str) -> str:
    """A title or a name."""
    words = " ".join(text.split())
    if not words or not words.isprintable():
        raise argparse.ArgumentTypeError("write some words, without control characters")
    if len(words) > WORDS.value:
        raise argparse.ArgumentTypeError(f"these are {len(words)} letters: write {WORDS.value} at most")
    return words


def as_port(text: str) -> int:
    """A port, 0 for any."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: write a number up to 65535")
    return int(text)


def as_editor(text: str) -> str:
    """A link that opens an editor at a line."""
    scheme = text.partition(":")[0].lower()
    if not scheme.isalpha() or scheme in ("javascript", "data") or "{path}" not in text:
        raise argparse.ArgumentTypeError(f"{text} is no link such as vscode://file/{{path}}:{{line}}")
    return text


def as_through(text: str) -> str:
    """The name of the read-along edition through a chapter, or through a scene, as in 2.3."""
    return f"through-{'-'.join(str(as_count(number)) for number in text.split('.', 1))}"


def as_date(text: str) -> datetime.date:
    """A day."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no date such as 2027-01-11") from None
    if not 1900 <= day.year < 3000:
        raise argparse.ArgumentTypeError(f"{text} is not between 1900 and 2999")
    return day


def as_days(text: str) -> frozenset[int]:
    """Days of the week, by their numbers."""
    names = text.lower().split(",")
    if wrong := [name for name in names if name not in WEEK]:
        raise argparse.ArgumentTypeError(f"“{wrong[0]}” is none of {', '.join(WEEK)}")
    return frozenset(map(WEEK.index, names))


def as_path(text: str) -> Path:
    """A path. A shell gives none with a NUL, but another program that calls ours may."""
    if "\0" in text:
        raise argparse.ArgumentTypeError("no path can hold a NUL")
    return Path(text)


def as_guide(text: str) -> Path:
    """A guide: a folder, which its guide.toml stands for too, or a file of text."""
    guide = as_path(text)
    return guide.parent if guide.name == FILE and guide.is_file() else guide
