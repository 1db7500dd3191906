"""`guide.toml` → typed settings: every unknown key, missing key and wrong value at once, each with its
line.
"""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from builder.diagnostics import Diagnostic, GuideError, Origin
from builder.files import text_of, too_much
from builder.limits import SETTINGS_BYTES, SETTINGS_LINE
from builder.model.book import Calendar
from builder.settings.explained import explained
from builder.settings.lines import Lines
from builder.settings.listed import FILE
from builder.settings.rules import broken_rules
from builder.settings.tables import (
    CalendarTable,
    ClassTable,
    ContentsTable,
    EditionTable,
    EpubTable,
    GuideTable,
    OverlaySettings,
    PartTable,
    PrintTable,
    Settings,
    Table,
    WorkTable,
)
from builder.settings.toml import explained as refused

_Whole = TypeVar("_Whole", bound="Table")


def read_settings(root: Path) -> Settings:
    """Read the settings of the guide in a folder. Raises GuideError with all that is wrong with them."""
    shown = (root / FILE).as_posix()
    settings, lines = _read(root / FILE, Settings)
    if problems := broken_rules(settings, root, shown, lines):
        raise GuideError(problems)
    return settings


def read_calendar(folder: Path) -> Calendar | None:
    """The calendar of the overlay in a folder, where it has one. Raises GuideError with all that is wrong
    with its guide.toml.
    """
    if not (folder / FILE).is_file():
        return None
    settings, _lines = _read(folder / FILE, OverlaySettings)
    return settings.calendar.as_calendar() if settings.calendar else None


def _read(file: Path, kind: type[_Whole]) -> tuple[_Whole, Lines]:
    """A file's settings, and the lines of its keys. Raises GuideError."""
    shown = file.as_posix()
    if not file.is_file():
        raise _error(
            shown, 0, "no-guide", "there is no guide here", f"write a {FILE}, or name the folder that has one"
        )
    source = text_of(file, SETTINGS_BYTES)
    if isinstance(source, Diagnostic):
        raise GuideError([source])
    table, lines = _parsed(source, shown), Lines(source)
    try:
        return kind.model_validate(table), lines
    except ValidationError as wrong:
        raise GuideError(
            explained(dict(problem), lambda loc: _keys_beside(loc, kind), shown, lines)
            for problem in wrong.errors()
        ) from None


def _parsed(source: str, shown: str) -> dict[str, Any]:
    """A TOML source as a table. Raises GuideError."""
    for number, written in enumerate(source.splitlines(), 1):
        if len(written) > SETTINGS_LINE.value:
            what, fix = f"this line has {len(written):,} letters", "write it on several lines"
            raise GuideError([too_much(Origin(shown, number), SETTINGS_LINE, what, fix)])
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as wrong:
        line = int(found[1]) if (found := re.search(r"at line (\d+)", str(wrong))) else source.count("\n") + 1
        all_lines = [*source.splitlines(), ""]
        what, fix = refused(all_lines[min(line, len(all_lines)) - 1], str(wrong))
        raise _error(shown, line, "toml", what, fix) from None
    except RecursionError:
        line, fix = _line_of(r"([\[{][^\[\]{}]*){3}", source), "take some of the brackets out"
        raise _error(shown, line, "toml", "brackets are nested too deeply", fix) from None
    except ValueError:  # Python refuses to read a number with thousands of digits
        line, fix = _line_of(r"[\d_]{1000}", source), "write a shorter number"
        raise _error(shown, line, "toml", "a number is too long", fix) from None


def _line_of(pattern: str, source: str) -> int:
    """The first line in which a pattern is found, or else the first."""
    found = re.search(pattern, source)
    return source.count("\n", 0, found.start()) + 1 if found else 1


def _error(file: str, line: int, code: str, what: str, fix: str) -> GuideError:
    return GuideError([Diagnostic(Origin(file, line), code, what, fix)])


_TABLES: dict[str, type[Table]] = {
    "guide": GuideTable,
    "work": WorkTable,
    "parts": PartTable,
    "contents": ContentsTable,
    "epub": EpubTable,
    "print": PrintTable,
    "editions": EditionTable,
    "class": ClassTable,
    "calendar": CalendarTable,
}


def _keys_beside(loc: tuple[str | int, ...], kind: type[Table]) -> list[str]:
    """The right keys of the table in which a wrong one is."""
    names = [step for step in loc[:-1] if isinstance(step, str)]
    table = _TABLES[names[-1]] if names else kind
    return [field.alias or name for name, field in table.model_fields.items()]
