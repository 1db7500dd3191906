"""Directives that have no sense in a book: those that only a program could carry out are named, each with the
way out; of those that say nothing to a reader what they hold is left, or nothing.
"""

from collections.abc import Mapping

from docutils import nodes
from docutils.parsers.rst import Directive

from builder.diagnostics import Origin, warning
from builder.reading.refused import report
from builder.reading.sphinx.holders import Holder, Lenient
from builder.reading.sphinx.objects import Description

_DRAWN = (
    "graphviz graph digraph uml plantuml mermaid inheritance-diagram aafig blockdiag seqdiag actdiag nwdiag "
    "drawio-figure drawio-image plot chart"
)
_TOLD = (
    "automodule autoclass autofunction automethod autoattribute autodata autoexception autodecorator "
    "autoproperty autotype autosummary autoprogram automethods argparse click program-output command-output "
    "jinja exec doxygenfile doxygenfunction doxygenclass doxygenstruct apidoc autoconfval autoenum"
)
_NAMED = {
    "ifconfig": "write “.. only::” with a tag of an edition, or take it out",
    "bibliography": "write the sources as citations: “.. [name] …”, called by [name]_",
    **dict.fromkeys(("youtube", "video", "audio", "iframe"), "write a link to it"),
}

_SAY_NOTHING = (
    "sectionauthor moduleauthor codeauthor tabularcolumns cssclass module currentmodule "
    "py:module py:currentmodule js:module js:currentmodule program default-domain "
    "cpp:namespace cpp:namespace-push cpp:namespace-pop c:namespace c:namespace-push c:namespace-pop"
)


class Named(Lenient):
    """Is refused, with the way out."""

    def run(self) -> list[nodes.Node]:
        report(self, "refused", f"the directive “{self.name}” is not for guides", _NAMED[self.name])
        return []


class Told(Description):
    """What Sphinx would find in the code of a program: its name is shown, and what is written under it."""

    def run(self) -> list[nodes.Node]:
        what = f"“{self.name}” would say what stands in a program's code; a guide shows the name alone"
        caution(self, "needs-program", what, "write what it would say under it, or take it out")
        return super().run()


class Drawn(Lenient):
    """What a program would draw: its source is shown."""

    def run(self) -> list[nodes.Node]:
        what = f"“{self.name}” would be drawn by a program; a guide shows what it would draw in words"
        caution(self, "needs-program", what, "draw it, save it as an SVG, and show it with “.. figure::”")
        text = "\n".join(self.content)
        return [self.placed(nodes.literal_block(text, text))] if text else []


def caution(directive: Directive, code: str, what: str, fix: str) -> None:
    """Tell of something at a directive that does not stop a build."""
    source, line = directive.state_machine.get_source_and_line(directive.lineno)
    settings = directive.state.document.settings
    settings.problems.append(warning(Origin(source or settings._source, line or 0), code, what, fix))


class Dropped(Lenient):
    """What a book's own contents say, and what is still to be done: Sphinx leaves that out too."""

    def run(self) -> list[nodes.Node]:
        return []


DIRECTIVES: Mapping[str, type[Directive]] = {
    **dict.fromkeys(_NAMED, Named),
    **dict.fromkeys(_TOLD.split(), Told),
    **dict.fromkeys(_DRAWN.split(), Drawn),
    **dict.fromkeys(_SAY_NOTHING.split(), Holder),
    **dict.fromkeys(("toctree", "todo", "todolist"), Dropped),
}
