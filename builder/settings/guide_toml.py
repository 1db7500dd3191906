"""`guide.toml` → typed settings: every unknown key, missing key and wrong value at once, each with its
line.
"""

from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from builder.diagnostics import GuideError
from builder.model.book import Calendar
from builder.settings.beside import FILE, folder_of
from builder.settings.explained import all_explained
from builder.settings.lines import Lines
from builder.settings.rules import broken_rules
from builder.settings.source import Written, written_for, written_in
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

_Whole = TypeVar("_Whole", bound="Table")


def read_settings(guide: Path) -> Settings:
    """Read the settings of the guide in a folder, or that a file is. Raises GuideError with all that is wrong
    with them.
    """
    return settings_of(written_for(guide), folder_of(guide))


def settings_of(written: Written, root: Path) -> Settings:
    """The settings of the guide in a folder, from what is written or assumed. Raises GuideError with all that
    is wrong with them.
    """
    settings, lines = _understood(written, Settings)
    if problems := broken_rules(settings, root, written.file, lines):
        raise GuideError(problems)
    return settings


def read_calendar(folder: Path) -> Calendar | None:
    """The calendar of the overlay in a folder, where it has one. Raises GuideError with all that is wrong
    with its guide.toml.
    """
    if not (folder / FILE).is_file():
        return None
    settings, _lines = _understood(written_in(folder / FILE), OverlaySettings)
    return settings.calendar.as_calendar() if settings.calendar else None


def _understood(written: Written, kind: type[_Whole]) -> tuple[_Whole, Lines]:
    """The settings in a table, and the lines of its keys: no line of what is assumed. Raises GuideError."""
    lines = Lines(written.text if written.is_file else "")
    try:
        return kind.model_validate(written.table), lines
    except ValidationError as wrong:
        problems = [dict(problem) for problem in wrong.errors()]
        beside = partial(_keys_beside, kind=kind)
        raise GuideError(all_explained(problems, beside, written.file, lines, _homes())) from None


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


def _homes() -> dict[str, set[str]]:
    """The tables that every key may stand in."""
    found: dict[str, set[str]] = {}
    for name, table in _TABLES.items():
        for key, field in table.model_fields.items():
            found.setdefault(field.alias or key, set()).add(name)
    return found


def _keys_beside(loc: tuple[str | int, ...], kind: type[Table]) -> list[str]:
    """The right keys of the table in which a wrong one is."""
    names = [step for step in loc[:-1] if isinstance(step, str)]
    table = _TABLES[names[-1]] if names else kind
    return [field.alias or name for name, field in table.model_fields.items()]
