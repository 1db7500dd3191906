"""pydantic's errors → diagnostics in our own words: what stands there, and what to write."""

import datetime
import re
import reprlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from builder.diagnostics import Diagnostic, Origin, near, nearest, one_of, shown
from builder.settings.forms import FORMS
from builder.settings.lines import Lines

Problem = Mapping[str, Any]
Homes = Mapping[str, set[str]]
Beside = Callable[[tuple[str | int, ...]], list[str]]


def all_explained(
    problems: Sequence[Problem], keys_beside: Beside, file: str, lines: Lines, homes: Homes
) -> list[Diagnostic]:
    """All errors of pydantic's. `homes` has for every key the tables that it may stand in: keys of a table
    whose head is missing are told as that.
    """
    problems = _once(problems)
    lost = {
        problem["loc"][0] for problem in problems if problem["type"] == "missing" and len(problem["loc"]) == 1
    }
    strays = [
        problem
        for problem in problems
        if problem["type"] == "extra_forbidden" and lost & homes.get(str(problem["loc"][-1]), set())
    ]
    if not strays:
        return [explained(problem, keys_beside, file, lines, homes) for problem in problems]
    first = min(strays, key=lambda problem: lines.of(problem["loc"]))
    key, table = str(first["loc"][-1]), sorted(lost & homes[str(first["loc"][-1])])[0]
    what = f"“{key}” stands in no table, and there is no [{table}]"
    at = Origin(file, lines.of(first["loc"]))
    others = [problem for problem in problems if problem not in strays and problem["loc"][:1] != (table,)]
    head = Diagnostic(at, "missing-key", what, f"write “[{table}]” on a line of its own above it")
    return [head, *(explained(problem, keys_beside, file, lines, homes) for problem in others)]


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """Of numbers that stand where lists should, those of one list count once."""
    found: dict[object, Problem] = {}
    for problem in problems:
        is_number = problem["type"] in ("list_type", "tuple_type") and isinstance(problem["input"], int)
        found.setdefault(problem["loc"][:-1] if is_number else id(problem), problem)
    return list(found.values())


def explained(problem: Problem, keys_beside: Beside, file: str, lines: Lines, homes: Homes) -> Diagnostic:
    """One error of pydantic's. `keys_beside` gives the right keys of the table that a wrong one is in."""
    loc: tuple[str | int, ...] = problem["loc"]
    origin, key, kind = Origin(file, lines.of(loc)), _named(loc), problem["type"]
    if kind == "extra_forbidden":
        fix = _nearest_key(str(loc[-1]), keys_beside(loc), homes)
        return Diagnostic(origin, "unknown-key", f"there is no key {key}", fix)
    if kind == "missing":
        what, fix = f"{key} is missing", f"write a line “{loc[-1]} = …” in this table"
        return Diagnostic(origin, "missing-key", what, fix)
    written = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
    what, fix = _VALUES.get(kind, _other)(problem, written if isinstance(loc[-1], str) else "")
    return Diagnostic(origin, "key-value", f"{key} {what}", fix)


def _nearest_key(wrong: str, keys: list[str], homes: Homes) -> str:
    close = near(wrong, keys)
    if not close and len(tables := homes.get(wrong, set())) == 1:
        table = next(iter(tables))
        return f"it belongs to [{table}]: write it there, or “[{table}]” on a line of its own above it"
    return f"did you mean “{close}”?" if close else f"take it out; this table has: {', '.join(keys)}"


def _named(loc: tuple[str | int, ...]) -> str:
    """A key as people count: the entries of a list from 1 on."""
    places = [place for place, step in enumerate(loc) if isinstance(step, int)]
    if not places:
        return shown(".".join(map(str, loc)))
    last = places[-1]
    entry = f"entry {int(loc[last]) + 1} of {_named(loc[:last])}"
    inner = shown(".".join(map(str, loc[last + 1 :])))
    return f"{inner} in {entry}" if inner else entry


# ------------------------------------------------------------ wrong values

_Words = tuple[str, str]


def _text(problem: Problem, key: str) -> _Words:
    value = problem["input"]
    if isinstance(value, list):
        one = value[0] if len(value) == 1 and isinstance(value[0], str) else "…"
        return "is a list, and takes one string", f"write it without brackets: {_line(key, _quoted(one))}"
    what = f"is {_kind(value)}, and takes words"
    return what, f"write it in quotation marks: {_line(key, _quoted(_toml(value)))}"


def _list(problem: Problem, key: str) -> _Words:
    value = problem["input"]
    if key == "" and isinstance(value, int):
        return (
            "is a number, and takes a list",
            "write the numbers of each group in brackets: [[1, 3], [4, 6]]",
        )
    if isinstance(value, dict) and key:
        what = "has single brackets, and there may be several"
        return what, f"write [[{key}]], with two brackets on each side, over each of them"
    what = f"is {_kind(value)}, and takes a list"
    return what, f"write it in square brackets: {_line(key, f'[{_toml(value, quoted=True)}]')}"


def _whole(problem: Problem, key: str) -> _Words:
    value = problem["input"]
    if isinstance(value, str) and re.fullmatch(r"\s*-?\d{1,15}\s*", value):
        return (
            f"is {_shown(value)}, words and no number",
            f"write it without quotation marks: {_line(key, value.strip())}",
        )
    return f"is {_shown(value)}, and takes a whole number", f"write one, as in {_line(key, '12')}"


def _yes_or_no(problem: Problem, key: str) -> _Words:
    value = problem["input"]
    meant = _MEANT.get(str(value).strip().lower())
    fix = f"{_BARE}: {_line(key, meant)}" if meant else f"write {_line(key, 'true')} or {_line(key, 'false')}"
    return f"is {_shown(value)}, and takes true or false", fix


_MEANT = dict.fromkeys(("true", "yes", "on", "1"), "true") | dict.fromkeys(
    ("false", "no", "off", "0"), "false"
)
_BARE = "write it without quotation marks"


def _day(problem: Problem, key: str) -> _Words:
    value = problem["input"]
    if isinstance(value, datetime.datetime):
        return "has a time of the day", f"write the day alone: {_line(key, value.date().isoformat())}"
    try:
        day = datetime.date.fromisoformat(str(value).strip()).isoformat()
    except ValueError:
        fix = f"write year, month and day, without quotation marks: {_line(key, '2026-11-24')}"
        return f"is {_shown(value)}, and takes a date", fix
    return f"is {_shown(value)}, words and no date", f"{_BARE}: {_line(key, day)}"


def _table(problem: Problem, key: str) -> _Words:
    what = f"is {_kind(problem['input'])}, and takes a table"
    return what, f"write [{key or '…'}] on a line of its own, and its keys under it"


def _pattern(problem: Problem, _key: str) -> _Words:
    value, pattern = problem["input"], problem["ctx"]["pattern"]
    meant = str(value).replace("_", "-")
    fix = f"write {_quoted(meant)}" if re.fullmatch(pattern, meant) else f"write {FORMS[pattern]}"
    return f"= {_shown(value)} has the wrong form", fix


def _choice(problem: Problem, _key: str) -> _Words:
    valid = re.findall(r"'([^']+)'", problem["ctx"]["expected"])
    value = problem["input"]
    fix = one_of(valid)
    if isinstance(value, str) and len(valid) > _FEW:
        fix = nearest(value, valid, otherwise=fix)
    return f"is {_shown(value)}, and takes one of {len(valid)} words", fix


_FEW = 3  # words that are better listed than guessed among


def _bounds(problem: Problem, _key: str) -> _Words:
    (kind, bound), *_others = problem["ctx"].items()
    value = problem["input"]
    is_day = isinstance(bound, datetime.date)
    needed = (_DAYS if is_day else _NUMBERS)[kind].format(bound)
    now = value.isoformat() if isinstance(value, datetime.date) else _shown(value)
    return f"is {now}, and has to be {needed}", f"write a {'day' if is_day else 'number'}: {needed}"


_NUMBERS = {"ge": "{} or more", "gt": "more than {}", "le": "{} or less", "lt": "less than {}"}
_DAYS = {"ge": "{} or later", "gt": "later than {}", "le": "{} or earlier", "lt": "before {}"}


def _few(problem: Problem, _key: str) -> _Words:
    least = problem["ctx"]["min_length"]
    return (
        f"has {len(problem['input'])} entries, and needs {least}",
        f"write {least} or more, with commas between them",
    )


def _many(problem: Problem, _key: str) -> _Words:
    most = problem["ctx"]["max_length"]
    return f"has {len(problem['input'])} entries, and takes {most}", "take some of them out"


def _empty(_problem: Problem, _key: str) -> _Words:
    return "is empty", "write some words between the quotation marks"


def _long(problem: Problem, _key: str) -> _Words:
    most = problem["ctx"]["max_length"]
    return f"has {len(problem['input']):,} letters", f"write {most:,} at most"


def _other(problem: Problem, _key: str) -> _Words:
    return f"is {_shown(problem['input'])}, which it does not take", "see the table of keys in the README"


_VALUES: Mapping[str, Callable[[Problem, str], _Words]] = {
    "string_type": _text,
    "list_type": _list,
    "tuple_type": _list,
    "int_type": _whole,
    "int_from_float": _whole,
    "int_parsing": _whole,
    "bool_type": _yes_or_no,
    "bool_parsing": _yes_or_no,
    "date_type": _day,
    "date_parsing": _day,
    "date_from_datetime_parsing": _day,
    "date_from_datetime_inexact": _day,
    "model_type": _table,
    "model_attributes_type": _table,
    "dict_type": _table,
    "string_pattern_mismatch": _pattern,
    "literal_error": _choice,
    "greater_than_equal": _bounds,
    "greater_than": _bounds,
    "less_than_equal": _bounds,
    "less_than": _bounds,
    "too_short": _few,
    "too_long": _many,
    "string_too_short": _empty,
    "string_too_long": _long,
}


def _line(key: str, value: str) -> str:
    """A line of guide.toml, or a value that is in a list."""
    return f"{key} = {value}" if key else value


def _quoted(words: str) -> str:
    return f'"{words}"'


def _toml(value: object, *, quoted: bool = False) -> str:
    """A value as guide.toml writes it, where that is short."""
    match value:
        case bool():
            return str(value).lower()
        case str() if quoted:
            return _quoted(shown(value))
        case datetime.date():
            return value.isoformat()
        case int() if abs(value) >= _READABLE:
            return "…"
        case str() | int() | float():
            return shown(str(value))
        case _:
            return "…"


def _kind(value: object) -> str:
    """What somebody has written."""
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "one string"
        case datetime.date() | datetime.time():
            return "a date"
        case list():
            return "a list"
        case _:
            return "a table"


class _Short(reprlib.Repr):
    """Shows a wrong value, the middle of a long one left out."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel, self.maxstring, self.maxother = 2, 80, 80

    def repr_int(self, value: int, _level: int) -> str:
        """A number; Python refuses to write out one of thousands of digits."""
        return repr(value) if abs(value) < _READABLE else "a number of many digits"

    def repr_bool(self, value: bool, _level: int) -> str:
        """True and false, as guide.toml writes them."""
        return str(value).lower()

    def repr_str(self, value: str, level: int) -> str:
        """Words, in the quotation marks of guide.toml."""
        short = super().repr_str(value, level)
        return _quoted(short[1:-1]) if '"' not in short else short


_READABLE = 10**40
_shown = _Short().repr
