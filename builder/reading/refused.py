"""docutils' directives that are refused in guides, and its `include`, limited to the guide's folder."""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.parsers.rst.directives.misc import Include

from builder.diagnostics import Diagnostic, Origin
from builder.reading.source import read_text

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
        settings.looks.at(here.parent / self.arguments[0])
        wanted = (here.parent / self.arguments[0]).resolve()
        if not wanted.is_relative_to(settings.root) or not wanted.is_file():
            what = f"the file to include, {self.arguments[0]}, is not in the guide's folder"
            report(self, "refused", what, "include files from inside the guide's folder only")
            return []
        if isinstance(text := read_text(here.parent / self.arguments[0]), Diagnostic):
            settings.problems.append(text)
            return []
        settings.included.add(wanted)
        settings.file_insertion_enabled = True  # for this one file, which has just been looked at
        try:
            return list(super().run())
        finally:
            settings.file_insertion_enabled = False

    def read_file(self, path: str) -> str:
        """The text of a file, which docutils may have found by another way."""
        self.state.document.settings.looks.at(Path(path))
        return str(super().read_file(path))


def report(directive: Directive, code: str, what: str, fix: str, line: int | None = None) -> None:
    """Add a diagnostic for a mistake at a directive, or at a line of it."""
    source, found = directive.state_machine.get_source_and_line(line or directive.lineno)
    settings = directive.state.document.settings
    settings.problems.append(Diagnostic(Origin(source or settings._source, found or 0), code, what, fix))
