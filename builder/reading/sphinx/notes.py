"""`seealso`, and what a version of a program has added or changed."""

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.parsers.rst.directives import admonitions
from docutils.parsers.rst.directives.admonitions import BaseAdmonition

from builder.material.words import LanguageError, words
from builder.reading.sphinx.holders import Lenient


def _words(directive: Directive) -> Mapping[str, Any]:
    """The guide's words; the check of the whole book tells of a language that has none."""
    try:
        return words(directive.state.document.settings.language_code)
    except LanguageError:
        return words("en")


class SeeAlso(Lenient):
    """A box that names what is related: under the directive, on its own line, or both."""

    def run(self) -> list[nodes.Node]:
        title: str = _words(self)["see-also"]
        box = nodes.admonition("", nodes.title("", title[:1].upper() + title[1:]), classes=["seealso"])
        if self.argument:
            box += nodes.paragraph("", "", *self.inline(self.argument))
        box.extend(self.content_nodes())
        return [self.placed(box)]


class Version(Lenient):
    """“Added in version 2.1: words”; the number is the first word on the directive's line."""

    def run(self) -> list[nodes.Node]:
        number, _, rest = self.argument.partition(" ")
        content = self.content_nodes()
        said = self.inline(rest)
        if not said and content and isinstance(content[0], nodes.paragraph):
            said = content.pop(0).children
        head = _words(self)["versions"][_VERSIONS[self.name]].format(version=number) + (":" if said else ".")
        line = nodes.paragraph("", "", nodes.emphasis("", head), *([nodes.Text(" "), *said] if said else ()))
        return [self.placed(nodes.container("", self.placed_line(line), *content, classes=["version"]))]

    def placed_line(self, line: nodes.paragraph) -> nodes.paragraph:
        """The first line with its place in the file."""
        line.source, line.line = self.state_machine.get_source_and_line(self.lineno)
        return line


def _collapsible(kind: type[BaseAdmonition]) -> type[Directive]:
    """An admonition that a web page can fold: a book shows it open."""
    options = {**(kind.option_spec or {}), "collapsible": directives.unchanged}
    return type(kind.__name__, (kind,), {"option_spec": options})


_VERSIONS = {
    "versionadded": "versionadded",
    "version-added": "versionadded",
    "versionchanged": "versionchanged",
    "version-changed": "versionchanged",
    "deprecated": "deprecated",
    "version-deprecated": "deprecated",
    "versionremoved": "versionremoved",
    "version-removed": "versionremoved",
}
_ADMONITIONS = {
    kind.__name__.lower(): kind
    for kind in vars(admonitions).values()
    if isinstance(kind, type) and issubclass(kind, BaseAdmonition) and kind is not BaseAdmonition
}

DIRECTIVES: Mapping[str, type[Directive]] = {
    "seealso": SeeAlso,
    **dict.fromkeys(_VERSIONS, Version),
    **{name: _collapsible(kind) for name, kind in _ADMONITIONS.items()},
}
