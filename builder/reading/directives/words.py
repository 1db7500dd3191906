"""`vocabulary` and `glossary` → terms: a definition list in which a term may have the chapter from which on
it is known.
"""

import re
from collections.abc import Mapping
from typing import ClassVar

from docutils import nodes

from builder.diagnostics import Origin
from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import Context, Option, StudyDirective, as_written, division, parts_of_item, place
from builder.reading.typography import typographic


class _Words(StudyDirective):
    """The text is a definition list, “term : chapter” over each definition."""

    known = {"from": Option(place, "the chapter from which on all its terms are known; 1 if left out")}
    names: Mapping[str, list[str]] = {}
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
        names = (*self.names.get(item.rawsource.partition("\n")[0], ()), term.astext())
        return self.term(
            id=term["ids"][0],
            name=names[0],
            also=names[1:],
            since=since or self.get("from") or 1,
            text=context.phrase(definition.children),
            origin=origin,
        )


def _is_term(line: str) -> bool:
    return bool(line.strip()) and not line.startswith((" ", "\t", ".. "))


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
    """Terms that the work itself uses. Several may have one meaning, each on a line of its own. A glossary is
    sorted with Sphinx's option `sorted`, and without it.
    """

    purpose = "the terms of the work, to which :term: links; “term : 2” is known from chapter 2 on"
    becomes = "a list, and a learning card for each term"
    example = """
        .. glossary::

           second key : 2
              The one of which the porter does not speak.
    """
    known = {**_Words.known, "sorted": Option(as_written, "nothing: a glossary is sorted anyway")}

    term = blocks.GlossaryTerm

    def run(self) -> list[nodes.Node]:
        self.begin()
        self.names = self._take_names()
        return super().run()

    def _name(self, line: str) -> str:
        """A term over another."""
        name, chapter, _number = line.partition(" : ")
        if chapter:
            fix = f"write it after the last term that has this meaning, not after “{name}”"
            self.problem("term-chapter", "a meaning has one chapter from which it is known", fix)
        return typographic(name.strip(), self.language)

    def _take_names(self) -> dict[str, list[str]]:
        """Take out lines of terms that stand over another, which docutils does not know, by that other."""
        above: dict[str, list[str]] = {}
        below = ""
        for at, line in reversed(list(enumerate(self.content))):
            if _is_term(line) and _is_term(below) and at + 1 < len(self.content):
                above.setdefault(below, []).insert(0, self._name(line))
                del self.content[at]
            else:
                below = line
        return above

    def block(self, node: study, context: Context) -> blocks.Glossary:
        return blocks.Glossary(
            id=context.address(None, self.name), origin=self.origin, terms=self._terms(node, context)
        )


DIRECTIVES = {"vocabulary": Vocabulary, "glossary": Glossary}
