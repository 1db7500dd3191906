"""`vocabulary` and `glossary` → terms: a definition list in which a term may have the chapter from which on
it is known.
"""

import re
from typing import ClassVar

from docutils import nodes

from builder.diagnostics import Origin
from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import Context, Option, StudyDirective, division, parts_of_item, place


class _Words(StudyDirective):
    """The text is a definition list, “term : chapter” over each definition."""

    known = {"from": Option(place, "the chapter from which on all its terms are known; 1 if left out")}
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
        written = next(iter(classifiers), None)
        if glued := re.search(r":\s*(\d+)$", term.astext()):
            written = glued[0]  # “thaw: 2” has no space before its colon
        since = None if written is None else division(written)
        origin = Origin(self.origin.file, item.line or self.origin.line)
        if written is not None and since is None:
            self.problem(
                "term-chapter",
                f"“{written}” is no chapter",
                "write the chapter after the term, with a space on each side of the colon: “complete : 18”",
                origin,
            )
        return self.term(
            id=term["ids"][0],
            name=term.astext(),
            since=since or self.get("from") or 1,
            text=context.phrase(definition.children),
            origin=origin,
        )


class Vocabulary(_Words):
    """Useful words for talking about a chapter."""

    purpose = "useful words for talking about a chapter; “word : 2” is known from chapter 2 on"
    becomes = "a box in the chapter, a part of its worksheet, and a learning card for each word"
    example = """
        .. vocabulary::

           threshold
              The strip of floor under a door; where something is about to begin.
    """

    def block(self, node: study, context: Context) -> blocks.Vocabulary:
        return blocks.Vocabulary(
            id=context.address(None, self.name), origin=self.origin, terms=self._terms(node, context)
        )


class Glossary(_Words):
    """Terms that the work itself uses."""

    purpose = "the terms of the work, to which :term: links; “term : 2” is known from chapter 2 on"
    becomes = "a list, and a learning card for each term"
    example = """
        .. glossary::

           second key : 2
              The one of which the porter does not speak.
    """
    term = blocks.GlossaryTerm

    def block(self, node: study, context: Context) -> blocks.Glossary:
        return blocks.Glossary(
            id=context.address(None, self.name), origin=self.origin, terms=self._terms(node, context)
        )


DIRECTIVES = {"vocabulary": Vocabulary, "glossary": Glossary}
