"""tomllib's errors in our own words: what is wrong with a line of guide.toml, by the line itself."""

import re
from collections.abc import Callable


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


_RULES: tuple[tuple[str, Callable[[re.Match[str]], tuple[str, str]]], ...] = (
    (r"[“”„‘’«»](?=[^\"]*$)", _curly),
    (r"^\s*([\w-]+)\s*=\s*(True|False|TRUE|FALSE)\s*$", _true),
    (r"^\s*([\w-]+)\s*=\s*(\d{1,4}[./]\d{1,2}[./]\d{1,4})\s*$", _day),
    (r"^\s*([\w-]+)\s*:\s", _colon),
    (r"^\s*([\w-]+)\s*=\s*([^\W\d][^\"]*?|\d+ [^\"]*?)\s*$", _words),
    (r"(\"[^\"]*\")\s+(\"[^\"]*\")", _comma),
    (r"^[^\"#]*\"[^\"]*$", _open),
)
_EXAMPLE = 'title = "The Ferry"'
_SAID = (
    ("twice", "this table is there twice", "write all its keys under the first of the two"),
    ("overwrite", "this key is there twice", "take one of the two lines out"),
    (
        "Unclosed array",
        "a list that begins above is not closed",
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
