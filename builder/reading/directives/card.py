"""`character`, `symbol`, `place` → cards, each with the chapter in which its subject is first met."""

from dataclasses import replace
from typing import Any, ClassVar

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.several import relations
from builder.reading.study import Context, Option, StudyDirective, name, phrase, place
from builder.reading.typography import typographic


class _Card(StudyDirective):
    """The text is what is known when the subject is first met; what is known later is in a `reveal`."""

    known: ClassVar[dict[str, Option]] = {
        "name": Option(name, "a name of your own, by which links and lists know it", needed=True),
        "introduced": Option(place, "the chapter in which it is first met", needed=True),
    }
    title = True
    title_is = "its name, as readers see it"

    def _fields(self, node: study, context: Context) -> dict[str, Any]:
        return {
            "id": context.address(self.get("name"), self.name),
            "origin": self.origin,
            "name": self.get("name") or "",
            "title": self.argument,
            "introduced": self.get("introduced") or 1,
            "blocks": context.blocks(node.children),
        }


class Character(_Card):
    """A person, with a role in a few words and relations to others."""

    purpose = "a card for a person; what is known later stands in a reveal"
    becomes = (
        "a card in the book, and a learning card; with ten beats that name them in :people:, a dossier among "
        "the handouts; on the map, who has a third of the most relations is drawn by itself, others with "
        "those under the same heading"
    )
    example = """
        .. character:: Anna Reed
           :name: anna
           :introduced: 1
           :role: the porter's daughter
           :relations:
              tom: trusts him, for a while (1)

           Anna has the key and nobody to ask.

           .. reveal::
              :from: 2

              She has had the second key all along.
    """
    known = {
        **_Card.known,
        "role": Option(phrase, "who that is, in a few words", needed=True),
        "relations": Option(
            relations,
            "a line for each: another's name, a colon, words, (chapter), or for another line on the map "
            "(chapter, power) or (chapter, rumour)",
        ),
    }

    def block(self, node: study, context: Context) -> blocks.Character:
        relations = self.get("relations") or ()
        return blocks.Character(
            **self._fields(node, context),
            role=typographic(self.get("role") or "", context.language),
            relations=tuple(
                replace(relation, label=typographic(relation.label, context.language))
                for relation in relations
            ),
        )


class Symbol(_Card):
    """A symbol or motif."""

    purpose = "a card for a symbol or motif"
    example = """
        .. symbol:: The key
           :name: key
           :introduced: 1

           Whoever has it may leave, and nobody who has it does.
    """

    def block(self, node: study, context: Context) -> blocks.Symbol:
        return blocks.Symbol(**self._fields(node, context))


class Place(_Card):
    """A place."""

    purpose = "a card for a place"
    example = """
        .. place:: The porch
           :name: porch
           :introduced: 1

           Neither inside nor outside: what is said here is not quite a promise.
    """

    def block(self, node: study, context: Context) -> blocks.Place:
        return blocks.Place(**self._fields(node, context))


DIRECTIVES = {"character": Character, "symbol": Symbol, "place": Place}
