"""`passage` → Passage: verse or dialogue from the work, with the numbers of its lines."""

import re
from collections.abc import Iterator
from itertools import count

from docutils import nodes

from builder.model.passage import Passage as PassageBlock
from builder.model.passage import Speech, Verse
from builder.model.text import Text
from builder.reading.doctree import study
from builder.reading.study import CHAPTER, Context, Option, StudyDirective, lines, place
from builder.reading.typography import typographic


class Passage(StudyDirective):
    """The text is verse, as line blocks, speeches, as a field list of the speakers, and stage directions, as
    paragraphs. A line that begins with “+” completes a line of verse that another speaker has begun.
    """

    purpose = "verse or dialogue from the work: lines of verse, speeches, stage directions"
    becomes = (
        "the lines, every fifth with its number; one that begins with + completes another speaker's line"
    )
    example = """
        .. passage::
           :chapter: 1
           :lines: 14-16

           *At the gate.*

           :Anna: | Who has the key?
           :Porter:
              | + Not I.
              | The key is with the one who has the rain.
              | He does not knock.
    """
    known = {
        "chapter": Option(place, "the chapter in which it stands"),
        "lines": Option(lines, "its lines in the work; the first is the number of the first line here"),
    }
    inside = CHAPTER | {"theme", "character", "symbol", "place", "activity"}

    def block(self, node: study, context: Context) -> PassageBlock:
        given = self.get("lines") or ""
        first = re.match(r"\d+", given)
        self._numbers = count(int(first[0])) if first else None
        return PassageBlock(
            id=context.address(None, self.name),
            origin=self.origin,
            chapter=self.get("chapter"),
            lines=given,
            speeches=tuple(self._speeches(node, context)),
        )

    def _speeches(self, node: study, context: Context) -> Iterator[Speech]:
        for child in node.children:
            if isinstance(child, nodes.field_list):
                for field in child.children:
                    speaker = typographic(field.children[0].astext(), context.language)
                    yield from self._spoken(speaker, field.children[1].children, context)
            else:
                yield from self._spoken("", [child], context)

    def _spoken(self, speaker: str, these: list[nodes.Node], context: Context) -> Iterator[Speech]:
        """What is said, in a speech for every stanza and every run of prose; the speaker is named once."""
        for child in these:
            if isinstance(child, nodes.line_block):
                for verses in self._stanzas(child, context):
                    yield Speech(speaker, verses, Text())
                    speaker = ""
            else:
                if not isinstance(child, nodes.paragraph):
                    fix = "write lines of verse with | before each, “:Speaker: …”, or paragraphs"
                    self.problem("passage", "a passage holds something other than speeches", fix)
                yield Speech(speaker, (), context.text([child]))
                speaker = ""

    def _stanzas(self, block: nodes.line_block, context: Context) -> Iterator[tuple[Verse, ...]]:
        stanza: list[Verse] = []
        for line, level in _lines(block, 0):
            if line.children:
                stanza.append(self._verse(line, level, context))
            elif stanza:
                yield tuple(stanza)
                stanza = []
        if stanza:
            yield tuple(stanza)

    def _verse(self, line: nodes.line, level: int, context: Context) -> Verse:
        first, *rest = line.children
        if isinstance(first, nodes.Text) and first.startswith("+ "):
            return Verse(context.text([nodes.Text(first[2:]), *rest]), None, level)
        number = next(self._numbers) if self._numbers else None
        return Verse(context.text(line.children), number, level)


def _lines(block: nodes.line_block, level: int) -> Iterator[tuple[nodes.line, int]]:
    """The lines of a line block, each with how far it is indented."""
    for child in block.children:
        if isinstance(child, nodes.line_block):
            yield from _lines(child, level + 1)
        else:
            yield child, level


DIRECTIVES = {"passage": Passage}
