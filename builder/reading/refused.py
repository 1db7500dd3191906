"""docutils' directives that are refused in guides, and those that are mended or limited for them."""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.parsers.rst.directives.images import Figure
from docutils.parsers.rst.directives.misc import Include

from builder.diagnostics import Diagnostic, Origin, shown
from builder.files import TooMuchError, text_of, too_much
from builder.limits import CHAPTER_BYTES, CHAPTER_LETTERS, INCLUDES, TAB_WIDTH, Limit

# ------------------------------------------------------------------------------------------------- directives

BANNED = {
    "raw": "write it in reST; a table is a list-table, a symbol is its character",
    "csv-table": "use list-table",
    "contents": "leave it out: the book makes its contents itself",
    "sectnum": "leave it out: beats number themselves",
    "header": "leave it out: running heads come from guide.toml",
    "footer": "leave it out: the foot comes from guide.toml",
    "date": "write the date, so that the same guide gives the same book",
    "target-notes": "write the notes as footnotes",
    "meta": "set it in guide.toml",
    "title": "set it in guide.toml",
    "restructuredtext-test-directive": "leave it out",
}


class Banned(Directive):
    """Refuses a directive of docutils, and says what to use."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        report(self, "refused", f"the directive “{self.name}” is not for guides", BANNED[self.name])
        return []


class SafeFigure(Figure):
    """docutils' figure, which it can't make where what is in it comes to nothing: the definition of a role, a
    directive that is refused.
    """

    def run(self) -> list[nodes.Node]:
        try:
            return list(super().run())
        except UnboundLocalError:
            what, fix = "what is in this figure comes to nothing", "write a caption there, or use “image”"
            report(self, "rst", what, fix)
            return []


class SafeInclude(Include):
    """docutils' include, for reST files inside the guide's folder."""

    option_spec = {
        name: spec
        for name, spec in (Include.option_spec or {}).items()
        if name not in ("parser", "encoding", "code")
    }

    def run(self) -> list[nodes.Node]:
        settings = self.state.document.settings
        here = Path(self.state_machine.get_source_and_line(self.lineno)[0] or settings._source)
        path = here.parent / self.arguments[0]
        settings.looks.at(path)
        wanted = inside(path, settings.root)
        if wanted is None:
            what = f"the file to include, {shown(self.arguments[0])}, is not in the guide's folder"
            report(self, "refused", what, "include files from inside the guide's folder only")
            return []
        text = text_of(path, CHAPTER_BYTES)
        if isinstance(text, Diagnostic):
            settings.problems.append(text)
            return []
        self._count(text)
        settings.included.add(wanted)
        settings.file_insertion_enabled = True  # for this one file, which has just been looked at
        try:
            return list(super().run())
        finally:
            settings.file_insertion_enabled = False

    def _count(self, text: str) -> None:
        """Raise TooMuchError where a chapter includes too much: files that each include others twice, tabs as
        wide as a book.
        """
        settings = self.state.document.settings
        width = self.options.get("tab-width", settings.tab_width)
        settings.inclusions += 1
        settings.letters += len(text) + text.count("\t") * max(0, width - 1)
        self._hold(TAB_WIDTH, width, f"a tab would be {width:,} spaces wide")
        self._hold(INCLUDES, settings.inclusions, "with this one there are more")
        self._hold(
            CHAPTER_LETTERS, settings.letters, f"with this file it would be {settings.letters:,} letters"
        )

    def _hold(self, limit: Limit, found: int, what: str) -> None:
        if found > limit.value:
            source, line = self.state_machine.get_source_and_line(self.lineno)
            at = Origin(source or self.state.document.settings._source, line or 0)
            raise TooMuchError(too_much(at, limit, what, "include less"))

    def read_file(self, path: str) -> str:
        """The text of a file, which docutils may have found by another way."""
        self.state.document.settings.looks.at(Path(path))
        return str(super().read_file(path))


def inside(path: Path, root: Path) -> Path | None:
    """Where a path leads to, if that is a file inside a folder."""
    try:
        wanted = path.resolve()
        return wanted if wanted.is_relative_to(root) and wanted.is_file() else None
    except (OSError, ValueError, RuntimeError):  # a name that no file can have, a circle of links
        return None


def report(directive: Directive, code: str, what: str, fix: str, line: int | None = None) -> None:
    """Add a diagnostic for a mistake at a directive, or at a line of it."""
    source, found = directive.state_machine.get_source_and_line(line or directive.lineno)
    settings = directive.state.document.settings
    settings.problems.append(Diagnostic(Origin(source or settings._source, found or 0), code, what, fix))


SAFE = {"figure": SafeFigure, "include": SafeInclude}
"""Directives in place of docutils' own."""
