"""Directives that have no sense in a book: those that only a program could carry out are named, each with the
way out; of those that say nothing to a reader what they hold is left, or nothing.
"""

from collections.abc import Mapping

from docutils import nodes
from docutils.parsers.rst import Directive

from builder.reading.refused import report
from builder.reading.sphinx.holders import Holder, Lenient

_DRAW = "draw it, save it as an SVG, and show it with “.. figure::”"
_SAY = "write what it would say: a guide runs no program and reads no code"
_NAMED = {
    **dict.fromkeys(
        ("graphviz", "graph", "digraph", "uml", "plantuml", "mermaid", "inheritance-diagram", "aafig",
         "blockdiag", "seqdiag", "actdiag", "nwdiag", "drawio-figure", "drawio-image", "plot", "chart"),
        _DRAW,
    ),
    **dict.fromkeys(
        ("automodule", "autoclass", "autofunction", "automethod", "autoattribute", "autodata",
         "autoexception", "autodecorator", "autoproperty", "autotype", "autosummary", "autoprogram",
         "automethods", "argparse", "click", "program-output", "command-output", "jinja", "exec",
         "doxygenfile", "doxygenfunction", "doxygenclass", "doxygenstruct", "apidoc", "autoconfval"),
        _SAY,
    ),
    "ifconfig": "write “.. only::” with a tag of an edition, or take it out",
    "bibliography": "write the sources as citations: “.. [name] …”, called by [name]_",
    "youtube": "write a link to it",
    "video": "write a link to it",
}  # fmt: skip

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


class Dropped(Lenient):
    """What a book's own contents say, and what is still to be done: Sphinx leaves that out too."""

    def run(self) -> list[nodes.Node]:
        return []


DIRECTIVES: Mapping[str, type[Directive]] = {
    **dict.fromkeys(_NAMED, Named),
    **dict.fromkeys(_SAY_NOTHING.split(), Holder),
    **dict.fromkeys(("toctree", "todo", "todolist"), Dropped),
}
