"""tomllib's errors in our own words: what is wrong with a line of guide.toml, by the line itself."""

import re
from collections.abc import Callable

_LISTED = ("editions", "work.parts")  # tables of which there may be several
_CLOSED = ('"', "'", "]")


def refused(text: str, number: int, said: str) -> tuple[int, str, str]:
    """The line that is to be mended in a text that tomllib refuses at a line, what is wrong there, and the
    way to write it.
    """
    lines = [*text.splitlines(), ""]
    number = min(number, len(lines))
    if found := _single_bracket(lines) or _no_comma(lines, number):
        return found
    if "Unclosed array" in said:
        number = _beginning(lines, number)
    return number, *explained(lines[number - 1], said)


def _single_bracket(lines: list[str]) -> tuple[int, str, str] | None:
    """The head of a table that is one of several."""
    for at, line in enumerate(lines, 1):
        found = re.match(rf"\s*\[([\w.]+)\]{_END}", line)
        if found and found[1] in _LISTED:
            fix = f"write [[{found[1]}]], with two brackets on each side, over each of them"
            return at, f"“[{found[1]}]” has single brackets, and there may be several", fix
    return None


def _no_comma(lines: list[str], number: int) -> tuple[int, str, str] | None:
    """A line of a list that another follows without a comma between them."""
    for at in range(_beginning(lines, number), number):
        bare = re.sub(r"\s*#[^\"]*$", "", lines[at - 1]).rstrip()
        if bare.endswith(_CLOSED) and re.match(r"\s*[\"'\[]", lines[at]) and "[" in "".join(lines[:at]):
            what = "there is no comma at the end of this line, between two entries of a list"
            return at, what, f"write {bare.split(' ')[-1]},"
    return None


def _beginning(lines: list[str], number: int) -> int:
    """The line on which a list begins that is not closed there, at or before a line."""
    opened = (at for at in range(number, 0, -1) if lines[at - 1].count("[") > lines[at - 1].count("]"))
    return next(opened, number)


def explained(line: str, said: str) -> tuple[str, str]:
    """What is wrong with a line that tomllib refuses, and the way to write it."""
    for pattern, explain in _RULES:
        if found := re.search(pattern, line):
            return explain(found)
    for words, what, fix in _SAID:
        if words in said:
            return what, fix
    return (
        "this line can't be read",
        'write it as key = value, with words in quotation marks: title = "The Ferry"',
    )


def _curly(found: re.Match[str]) -> tuple[str, str]:
    return f"{found[0]} is a round quotation mark", f"write the straight ones, as in {_EXAMPLE}"


def _true(found: re.Match[str]) -> tuple[str, str]:
    return f"“{found[2]}” begins with a capital letter", f"write {found[1]} = {found[2].lower()}"


def _day(found: re.Match[str]) -> tuple[str, str]:
    return f"“{found[2]}” is no date here", f"write year, month and day: {found[1]} = 2026-11-24"


def _no_day(found: re.Match[str]) -> tuple[str, str]:
    return f"“{found[2]}” is no day of the calendar", "write a day that there is, year, month and day"


def _head(found: re.Match[str]) -> tuple[str, str]:
    return f"“{found[0].strip()}” is not closed", f"write {found[1]}{found[2]}{']' * len(found[1])}"


def _words(found: re.Match[str]) -> tuple[str, str]:
    words = found[2].strip("'\"")
    return f"“{words}” is without quotation marks", f'write {found[1]} = "{words}"'


def _colon(found: re.Match[str]) -> tuple[str, str]:
    return f"“{found[1]}” has a colon behind it", f"write an equals sign: {found[1]} = …"


def _comma(found: re.Match[str]) -> tuple[str, str]:
    return f"between {found[1]} and {found[2]} there is no comma", f"write {found[1]}, {found[2]}"


def _open(found: re.Match[str]) -> tuple[str, str]:
    what = "the quotation mark of this line is not closed"
    return what, 'write " at its end too; a text of several lines has """ at each end'


_END = r"\s*(?:#.*)?$"  # of a line: a remark may follow
_RULES: tuple[tuple[str, Callable[[re.Match[str]], tuple[str, str]]], ...] = (
    (r"[“”„‘’«»](?=[^\"]*$)", _curly),
    (rf"^\s*([\w-]+)\s*=\s*(True|False|TRUE|FALSE){_END}", _true),
    (rf"^\s*([\w-]+)\s*=\s*(\d{{1,4}}[./]\d{{1,2}}[./]\d{{1,4}}){_END}", _day),
    (rf"^\s*([\w-]+)\s*=\s*(\d{{4}}-\d{{2}}-\d{{2}}){_END}", _no_day),
    (rf"^\s*(\[\[?)([\w.-]+)(\]?){_END}", _head),
    (r"^\s*([\w-]+)\s*:\s", _colon),
    (rf"^\s*([\w-]+)\s*=\s*([^\W\d][^\"#]*?|\d+ [^\"#]*?){_END}", _words),
    (r"(\"[^\"]*\")\s+(\"[^\"]*\")", _comma),
    (r"^[^\"#]*\"[^\"]*$", _open),
)
_EXAMPLE = 'title = "The Ferry"'
_SAID = (
    ("twice", "this table is there twice", "write all its keys under the first of the two"),
    ("overwrite", "this key is there twice", "take one of the two lines out"),
    (
        "Unclosed array",
        "the list that begins here is not closed",
        "write ] at its end",
    ),
    (
        "Illegal character",
        "a text goes on in the next line",
        'write " at the end of the line, or """ at both ends',
    ),
    ("Expected newline", "something stands behind the value", "write one key on a line, a # before a remark"),
    ("Invalid value", "there is no value that can be read", f"write words in quotation marks: {_EXAMPLE}"),
    ("escape", "a backslash is in the text", "write two, \\\\, or put the text between ' and '"),
)
