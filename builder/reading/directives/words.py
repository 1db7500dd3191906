"""`vocabulary` and `glossary` → terms: a definition list in which a term may have the chapter from which on
it is known.
"""

import re
from typing import ClassVar

from docutils import nodes

from builder.diagnostics import Origin
from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import Context, StudyDirective, number, parts_of_item, whole


class _Words(StudyDirective):
    """The text is a definition list, “term : chapter” over each definition."""

    known = {"from": number}
    term: ClassVar[type[blocks.Term]] = blocks.Term

    def _terms(self, node: study, context: Context) -> tuple[blocks.Term, ...]:
        found = [child for child in node.children if isinstance(child, nodes.definition_list)]
        if len(found) != 1 or len(found) != len(node.children):
            self.problem(
                "terms",
                f"{self.name} holds something other than terms",
                "write a term on a line and its meaning indented on the next",
            )
        return tuple(self._term(item, context) for terms in found for item in terms.children)

    def _term(self, item: nodes.Node, context: Context) -> blocks.Term:
        term, classifiers, definition = parts_of_item(item)
        since = next(iter(classifiers), None)
        if glued := re.search(r":\s*(\d+)$", term.astext()):
            since = glued[0]  # “thaw: 2” has no space before its colon
        origin = Origin(self.origin.file, item.line or self.origin.line)
        if since is not None and whole(since) is None:
            self.problem(
                "term-chapter",
                f"“{since}” is no chapter",
                "write the chapter after the term, with a space on each side of the colon: “complete : 18”",
                origin,
            )
            since = None
        return self.term(
            id=term["ids"][0],
            name=term.astext(),
            since=int(since or self.get("from") or 1),
            text=context.phrase(definition.children),
            origin=origin,
        )


class Vocabulary(_Words):
    """Useful words for talking about a chapter."""

    def block(self, node: study, context: Context) -> blocks.Vocabulary:
        return blocks.Vocabulary(
            id=context.address(None, self.name), origin=self.origin, terms=self._terms(node, context)
        )


class Glossary(_Words):
    """Terms that the work itself uses."""

    term = blocks.GlossaryTerm

    def block(self, node: study, context: Context) -> blocks.Glossary:
        return blocks.Glossary(
            id=context.address(None, self.name), origin=self.origin, terms=self._terms(node, context)
        )


DIRECTIVES = {"vocabulary": Vocabulary, "glossary": Glossary}
