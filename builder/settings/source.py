"""A guide, a folder or one file → the text of its settings and the table in it: guide.toml's, or the one that
is assumed where there is none.
"""

import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from builder.diagnostics import Diagnostic, GuideError, Origin
from builder.files import text_of, too_much
from builder.limits import SETTINGS_BYTES, SETTINGS_LINE, Limit
from builder.settings.assumed import (
    LANGUAGE,
    contents_of,
    contents_table,
    identifier_for,
    slug_for,
    text_for,
    toml,
)
from builder.settings.beside import FILE, folder_of, has_settings
from builder.settings.toml import refused


@dataclass(frozen=True, slots=True)
class Written:
    """Settings before they are understood: the file that they are in, as diagnostics show it, their text and
    the table in it. `assumed` are the contents that a guide.toml leaves out, "" where it has them, or all of
    the text where there is no guide.toml: then `file` is the guide itself.
    """

    file: str
    text: str
    table: dict[str, Any]
    assumed: str = ""

    @property
    def is_file(self) -> bool:
        """Whether somebody has written a guide.toml."""
        return self.assumed != self.text


def written_for(guide: Path) -> Written:
    """The settings of the guide in a folder, or of the one that a file is. Raises GuideError."""
    file = folder_of(guide) / FILE
    if not has_settings(guide):
        text = text_for(guide)
        return Written(guide.as_posix(), text, parsed(text, guide.as_posix()), text)
    return _completed(written_in(file), guide)


def written_in(file: Path) -> Written:
    """The settings in a file. Raises GuideError."""
    text = text_of(file, SETTINGS_BYTES)
    if isinstance(text, Diagnostic):
        raise GuideError([text])
    return Written(file.as_posix(), text, parsed(text, file.as_posix()))


def _completed(written: Written, guide: Path) -> Written:
    """Settings with the chapters that they leave out: all files that are not listed elsewhere in them."""
    own = written.table.get("contents", {})
    if not isinstance(own, dict) or "chapters" in own:
        return written
    found, listed = contents_of(guide), set(_strings((own, written.table.get("work"))))
    chapters = [name for name in found.chapters if name not in listed]
    assumed = {"front": [*found.front], "chapters": chapters, "leave-out": [*found.leave_out]}
    assumed = {key: names for key, names in assumed.items() if names and key not in own}
    table = {**written.table, "contents": own | assumed}
    return replace(written, table=table, assumed=contents_table(assumed))


def _strings(value: object) -> Iterator[str]:
    """All strings in a value of TOML."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


# ------------------------------------------------------------------------------- what an author is told of it

_MOST_LINES = 40


def told(guide: Path, written: Written) -> str:
    """What an author is told of sound settings that are assumed, in a few lines; "" where nothing is."""
    if not written.is_file:
        return f"{_without_file(guide)}:\n\n{_shown(written.text)}\n\n"
    if assumed := _assumed_keys(written.table["guide"]) + written.assumed:
        head = f"{written.file} leaves this out, so it was assumed; written there, it stays as it is:"
        return f"{head}\n\n{_shown(assumed)}\n\n"
    return ""


def _without_file(guide: Path) -> str:
    if (folder_of(guide) / FILE).exists():
        return f"{guide} was taken by itself, without the {FILE} beside it, and this was assumed"
    way = f"to have it written, and change it: studyguide new --from {shlex.quote(str(guide))}"
    return f"{guide} has no {FILE}, so this one was assumed ({way})"


def _assumed_keys(table: Mapping[str, Any]) -> str:
    """The keys of `[guide]` that have a value of ours."""
    title, authors = table["title"].strip(), [author.strip() for author in table.get("authors", ())]
    ours = {
        "slug": slug_for(title),
        "language": LANGUAGE,
        "identifier": identifier_for(title, authors),
    }
    lines = [f"{key} = {toml(value)}\n" for key, value in ours.items() if key not in table]
    return "".join(("[guide]\n", *lines)) if lines else ""


def _shown(text: str) -> str:
    """A text, indented; the end of a long one left out."""
    lines = text.splitlines()
    if more := len(lines[_MOST_LINES:]):
        lines[_MOST_LINES:] = [f"… and {more} more lines"]
    return "\n".join(f"    {line}".rstrip() for line in lines)


# ------------------------------------------------------------------------------------------------------- TOML


def parsed(source: str, shown: str) -> dict[str, Any]:
    """A TOML source as a table. Raises GuideError."""
    if len(source.encode()) > SETTINGS_BYTES.value:
        raise _too_much(shown, 0, SETTINGS_BYTES, "there are too many files", "make several guides of them")
    for number, written in enumerate(source.splitlines(), 1):
        if len(written) > SETTINGS_LINE.value:
            what, fix = f"this line has {len(written):,} letters", "write it on several lines"
            raise _too_much(shown, number, SETTINGS_LINE, what, fix)
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as wrong:
        line = int(found[1]) if (found := re.search(r"at line (\d+)", str(wrong))) else source.count("\n") + 1
        line, what, fix = refused(source, line, str(wrong))
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


def _too_much(file: str, line: int, limit: Limit, what: str, fix: str) -> GuideError:
    return GuideError([too_much(Origin(file, line), limit, what, fix)])


def _error(file: str, line: int, code: str, what: str, fix: str) -> GuideError:
    return GuideError([Diagnostic(Origin(file, line), code, what, fix)])
