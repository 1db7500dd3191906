"""docutils' directives that are refused in guides, and those that are mended or limited for them."""

from collections.abc import Mapping

from docutils import nodes
from docutils.parsers.rst import Directive, directives, states
from docutils.parsers.rst.directives.images import Figure
from docutils.parsers.rst.directives.parts import Contents

from builder.diagnostics import Diagnostic, Origin, Severity

# ------------------------------------------------------------------------------------------------- directives

_RAW = "write it in reST; a table is a list-table, a symbol is its character"
BANNED = {
    "raw": _RAW,
    "date": "write the date, so that the same guide gives the same book",
    "restructuredtext-test-directive": "leave it out",
}


class Banned(Directive):
    """Refuses a directive of docutils, and says what to use."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        what = f"the directive “{self.name}” is not for guides"
        report(self, "refused", what, BANNED[self.name], severity=self._severity())
        # Where a substitution is defined, an empty one: otherwise all its uses would be reported too.
        return [nodes.inline()] if isinstance(self.state, states.SubstitutionDef) else []

    def _severity(self) -> Severity:
        formats = " ".join(self.arguments) if self.name == "raw" else ""
        return "warning" if _is_for_others(formats) else "error"


def _is_for_others(formats: str) -> bool:
    """Whether something is for other formats alone, as LaTeX: no page of the web has it either."""
    return bool(formats) and not {"html", "xhtml", "epub"} & set(formats.lower().split())


def raw_role(name, rawtext, text, lineno, inliner, options=None, content=None):  # type: ignore[no-untyped-def]
    """Refuses the role whose text goes into one output as it is, and all that are made of it."""
    source, line = inliner.reporter.get_source_and_line(lineno)
    settings, what = inliner.document.settings, f"the role “{name}” is not for guides"
    at = Origin(source or settings._source, line or 0)
    severity: Severity = "warning" if _is_for_others((options or {}).get("format", "")) else "error"
    settings.problems.append(Diagnostic(at, "refused", what, _RAW, severity))
    return [], []


raw_role.options = {"format": directives.unchanged}  # type: ignore[attr-defined]


class LeftOut(Directive):
    """Takes a directive that asks for what a book has in its own way, and makes nothing of it."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        return []


class SafeContents(Contents):
    """docutils' contents of a section; those of a whole file are left out, since the book has its own."""

    def run(self) -> list[nodes.Node]:
        if "local" not in self.options:
            return []
        made = list(super().run())
        for topic in (node for node in made if isinstance(node, nodes.topic)):
            topic["classes"] = ["local-contents", *self.options.get("class", ())]
        return made


class SafeFigure(Figure):
    """docutils' figure, which it can't make where what is in it comes to nothing: the definition of a role, a
    directive that is refused. Its name is the figure's, as in Sphinx, and not that of the picture in it.
    """

    def run(self) -> list[nodes.Node]:
        own = self.options.pop("name", None)
        try:
            made = list(super().run())
        except UnboundLocalError:
            what, fix = "what is in this figure comes to nothing", "write a caption there, or use “image”"
            report(self, "rst", what, fix)
            return []
        if own is not None:
            self.options["name"] = own
            self.add_name(made[0])
        return made


def report(
    directive: Directive,
    code: str,
    what: str,
    fix: str,
    line: int | None = None,
    severity: Severity = "error",
) -> None:
    """Add a diagnostic for a mistake at a directive, or at a line of it."""
    source, found = directive.state_machine.get_source_and_line(line or directive.lineno)
    settings = directive.state.document.settings
    settings.problems.append(
        Diagnostic(Origin(source or settings._source, found or 0), code, what, fix, severity)
    )


SAFE: Mapping[str, type[Directive]] = {
    "figure": SafeFigure,
    "contents": SafeContents,
    "sectnum": LeftOut,  # chapters and beats have the numbers of the work
    "section-numbering": LeftOut,
}
"""Directives in place of docutils' own."""
