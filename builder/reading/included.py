"""docutils' directives that read other files, from inside the guide's folder: `include`, `csv-table`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.parsers.rst.directives.misc import Include
from docutils.parsers.rst.directives.tables import CSVTable
from docutils.statemachine import StringList

from builder.diagnostics import Diagnostic, Origin, shown
from builder.files import TooMuchError, text_of, too_much
from builder.limits import BLOCKS, CHAPTER_BYTES, CHAPTER_LETTERS, INCLUDES, TAB_WIDTH, Limit
from builder.reading.refused import report


def text_inside(directive: Directive, name: str, *, from_root: bool = False) -> str | None:
    """The text of a file that a directive names, or None and a diagnostic.

    It is named from the folder of its own file or, with a / before it and if `from_root`, from the guide's.
    Raises TooMuchError where a chapter includes too much.
    """
    settings = directive.state.document.settings
    here = Path(directive.state_machine.get_source_and_line(directive.lineno)[0] or settings._source)
    path = settings.root / name.lstrip("/") if from_root and name.startswith("/") else here.parent / name
    settings.looks.at(path)
    wanted = inside(path, settings.root)
    if wanted is None:
        what = f"the file to include, {shown(name)}, is not in the guide's folder"
        report(directive, "refused", what, "include files from inside the guide's folder only")
        return None
    text = text_of(path, CHAPTER_BYTES)
    if isinstance(text, Diagnostic):
        settings.problems.append(text)
        return None
    _count(directive, text)
    settings.included.add(wanted)
    return text


def inside(path: Path, root: Path) -> Path | None:
    """Where a path leads to, if that is a file inside a folder."""
    try:
        wanted = path.resolve()
        return wanted if wanted.is_relative_to(root) and wanted.is_file() else None
    except (OSError, ValueError, RuntimeError):  # a name that no file can have, a circle of links
        return None


def _count(directive: Directive, text: str) -> None:
    """Raise TooMuchError where a chapter includes too much: files that each include others twice, tabs as
    wide as a book.
    """
    settings = directive.state.document.settings
    width = directive.options.get("tab-width", settings.tab_width)
    settings.inclusions += 1
    settings.letters += len(text) + text.count("\t") * max(0, width - 1)
    _hold(directive, TAB_WIDTH, width, f"a tab would be {width:,} spaces wide")
    _hold(directive, INCLUDES, settings.inclusions, "with this one there are more")
    letters = f"with this file it would be {settings.letters:,} letters"
    _hold(directive, CHAPTER_LETTERS, settings.letters, letters)


def _hold(directive: Directive, limit: Limit, found: int, what: str) -> None:
    if found > limit.value:
        source, line = directive.state_machine.get_source_and_line(directive.lineno)
        at = Origin(source or directive.state.document.settings._source, line or 0)
        raise TooMuchError(too_much(at, limit, what, "include less"))


_ONLY = {
    "encoding": (("utf-8", "utf8", "utf-8-sig"), "save the file as UTF-8"),
    "parser": (("rst", "restructuredtext", "rest"), "write it in reST, or show it as it is with “:literal:”"),
}


def _is_readable(directive: Directive) -> bool:
    """Whether a file is in the one encoding and the one language that guides are written in; if not, that is
    reported.
    """
    for option, (allowed, fix) in _ONLY.items():
        value = directive.options.pop(option, allowed[0])
        if value.strip().lower().replace("_", "-") not in allowed:
            report(directive, "refused", f"the file is in {shown(value)}, not in {allowed[0]}", fix)
            return False
    return True


class SafeInclude(Include):
    """docutils' include, for files inside the guide's folder, and for the definitions of characters that
    docutils brings along.
    """

    option_spec = {**(Include.option_spec or {}), **dict.fromkeys(_ONLY, directives.unchanged)}

    def run(self) -> list[nodes.Node]:
        name, settings = self.arguments[0], self.state.document.settings
        if not _is_readable(self) or not (self._is_standard(name) or text_inside(self, name) is not None):
            return []
        settings.file_insertion_enabled = True  # for this one file, which has just been looked at
        try:
            return list(super().run())
        finally:
            settings.file_insertion_enabled = False

    def _is_standard(self, name: str) -> bool:
        """Whether a name is that of one of docutils' own files, “<isonum.txt>”."""
        return name in {f"<{path.name}>" for path in self.standard_include_path.glob("*.txt")}

    def read_file(self, path: str) -> str:
        """The text of a file, which docutils may have found by another way."""
        self.state.document.settings.looks.at(Path(path))
        return str(super().read_file(path))


class SafeCSVTable(CSVTable):
    """docutils' table of values between commas, in the text or in a file inside the guide's folder."""

    option_spec = {**(CSVTable.option_spec or {}), "encoding": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        if not _is_readable(self):
            return []
        if "url" in self.options:
            what, fix = "the table is on the web", "save it in the guide's folder, and name it with “:file:”"
            report(self, "refused", what, fix)
            return []
        if "file" in self.options and not self.content:
            name = self.options.pop("file")
            text = text_inside(self, name)
            if text is None:
                return []
            self.content: Any = StringList(text.splitlines(), source=name)
        return list(super().run())

    def parse_csv_data_into_rows(self, csv_data: Any, dialect: Any, source: Any) -> Any:
        """The rows. Raises TooMuchError where they hold more cells than can be laid out: each is parsed."""
        rows, columns = super().parse_csv_data_into_rows(csv_data, dialect, source)
        cells = sum(map(len, rows))
        _hold(self, BLOCKS, cells, f"this table has {cells:,} cells")
        return rows, columns


DIRECTIVES: Mapping[str, type[Directive]] = {"include": SafeInclude, "csv-table": SafeCSVTable}
"""Directives in place of docutils' own."""
