"""`passage` → Passage: verse or dialogue from the work, with the numbers of its lines."""

import re
from collections.abc import Iterator
from itertools import count, groupby

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
        name = context.address(None, self.name)
        speeches = tuple(self._speeches(node, context))
        self._check_count(given, speeches)
        return PassageBlock(
            id=name, origin=self.origin, chapter=self.get("chapter"), lines=given, speeches=speeches
        )

    def _check_count(self, given: str, speeches: tuple[Speech, ...]) -> None:
        """As many lines are here as are named, where all that is spoken is verse."""
        named = re.fullmatch(r"(\d+)(?:–(\d+))?", given)
        if named is None or any(speech.speaker and not speech.verses for speech in speeches):
            return
        wanted = int(named[2] or named[1]) - int(named[1]) + 1
        found = sum(verse.number is not None for speech in speeches for verse in speech.verses)
        if found and found != wanted:
            what = f"“:lines: {given}” are {wanted} lines, but here are {found}"
            fix = "count again; a line that completes another speaker's begins with “+ ”"
            self.problem("passage", what, fix)

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
        for is_verse, run in groupby(these, key=lambda node: isinstance(node, nodes.line_block)):
            if is_verse:
                for verses in (verses for block in run for verses in self._stanzas(block, context)):
                    yield Speech(speaker, verses, Text())
                    speaker = ""
            else:
                yield Speech(speaker, (), self._prose(list(run), context))
                speaker = ""

    def _prose(self, these: list[nodes.Node], context: Context) -> Text:
        if not all(isinstance(node, nodes.paragraph) for node in these):
            fix = "write lines of verse with | before each, “:Speaker: …”, or paragraphs"
            self.problem("passage", "a passage holds something other than speeches", fix)
        return context.text(these)

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
