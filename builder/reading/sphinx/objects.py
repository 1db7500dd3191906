"""Descriptions of functions, classes, options: the signature as code, and the text as its definition."""

import re
from collections.abc import Iterator, Mapping

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.parsers.rst.directives.misc import Class

from builder.reading.sphinx.holders import Lenient

_SAID = ("type", "value", "default", "required", "scope", "status", "canonical")
"""Options that tell something of an object; others are for Sphinx."""


class Description(Lenient):
    """One or several signatures, a line each, and the text under them."""

    def run(self) -> list[nodes.Node]:
        signatures = [line.strip() for line in (self.arguments or [""])[0].split("\n") if line.strip()]
        if not signatures:
            return self.content_nodes()
        body = [*self._facts(), *self.content_nodes()]
        shown = [nodes.literal(line, line, classes=["code", "object"]) for line in map(_joined, signatures)]
        if not body:
            return [self.placed(nodes.paragraph("", "", word, classes=["object"])) for word in shown]
        terms = [self.placed_term(word) for word in shown]
        item = nodes.definition_list_item("", *terms, nodes.definition("", *body))
        return [self.placed(nodes.definition_list("", item, classes=["object"]))]

    def placed_term(self, word: nodes.literal) -> nodes.term:
        """A signature as the term of a definition."""
        term = nodes.term("", "", word)
        term.source, term.line = self.state_machine.get_source_and_line(self.lineno)
        return term

    def _facts(self) -> Iterator[nodes.Node]:
        fields = [
            nodes.field(
                "",
                nodes.field_name("", name),
                nodes.field_body("", nodes.paragraph("", "", *self.inline(self.options[name]))),
            )
            for name in _SAID
            if self.options.get(name)
        ]
        if fields:
            yield nodes.field_list("", *fields)


def _joined(signature: str) -> str:
    """A signature in which a backslash makes the next sign plain."""
    return signature.replace("\\", "")


class ClassOrDescription(Description):
    """docutils' `class`, which names a style in small letters, or Sphinx's, which describes one."""

    def run(self) -> list[nodes.Node]:
        if not self.argument or re.search("[A-Z(.]", self.argument):
            return super().run()
        return list(Class(self.name, self.arguments, {}, self.content, self.lineno, self.content_offset,
                          self.block_text, self.state, self.state_machine).run())  # fmt: skip


_PYTHON = (
    "attribute classmethod data decorator decoratormethod exception function method property "
    "staticmethod type"
)
_C = "function macro member struct type union var enum enumerator alias"
_CPP = f"{_C} class concept enum-class enum-struct"
_JS = "function method class data attribute"
_RST = "directive role directive:option"
_PLAIN = (
    f"{_PYTHON} function object describe option envvar confval cmdoption program-option event setting "
    "directive:option"
)
_DOMAINS = {
    "py": f"{_PYTHON} class",
    "c": _C,
    "cpp": _CPP,
    "js": _JS,
    "rst": _RST,
    "std": "option envvar confval",
}

DIRECTIVES: Mapping[str, type[Directive]] = {
    **dict.fromkeys(_PLAIN.split(), Description),
    "class": ClassOrDescription,
    **{f"{domain}:{kind}": Description for domain, kinds in _DOMAINS.items() for kind in kinds.split()},
}
