"""`character`, `symbol`, `place` → cards, each with the chapter in which its subject is first met."""

from dataclasses import replace
from typing import Any, ClassVar

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import Context, Option, StudyDirective, name, number, phrase, relations
from builder.reading.typography import typographic


class _Card(StudyDirective):
    """The text is what is known when the subject is first met; what is known later is in a `reveal`."""

    known: ClassVar[dict[str, Option]] = {"name": name, "introduced": number}
    needed: ClassVar[tuple[str, ...]] = ("name", "introduced")
    title = True

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

    known = {**_Card.known, "role": phrase, "relations": relations}
    needed = ("name", "introduced", "role")

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

    def block(self, node: study, context: Context) -> blocks.Symbol:
        return blocks.Symbol(**self._fields(node, context))


class Place(_Card):
    """A place."""

    def block(self, node: study, context: Context) -> blocks.Place:
        return blocks.Place(**self._fields(node, context))


DIRECTIVES = {"character": Character, "symbol": Symbol, "place": Place}
