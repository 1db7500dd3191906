"""`index` and `genindex`: entries of the index, and the place where it is printed."""

import re
from collections.abc import Iterator

from docutils import nodes

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.entries import entries_of, marks
from builder.reading.study import CHAPTER, Context, Option, StudyDirective, phrase
from builder.reading.typography import typographic


class Index(StudyDirective):
    """Entries, a line each, written as in Sphinx: those for this place, “single: boat; oars”, and pointers,
    “see: entry; other entry” or “seealso: entry; other entry”.
    """

    purpose = (
        "entries of the index for this place, a line each, or one that points to another; words in the text "
        "are marked by the role :index:"
    )
    example = """
        .. index:: see: doors; gates
    """
    title = None
    title_is = "“single: entry; sub-entry”, “pair: one; other”, “see: entry; other entry” …"
    known = {"name": Option(phrase, "a name for the place, to which :ref: can link")}
    empty = True
    inside = CHAPTER

    def run(self) -> list[nodes.Node]:
        self.begin()
        lines = [*(self.arguments[0].split("\n") if self.arguments else ()), *self.content]
        found = [node for line in lines if line.strip() for node in self._nodes(line)]
        if not found:
            self._wrong(" ".join(lines))
        return [*self._target(), *found]

    def _target(self) -> list[nodes.Node]:
        """What makes the place one that can be linked to."""
        if not self.get("name"):
            return []
        target = nodes.target("", "")
        target["names"].append(nodes.fully_normalize_name(self.get("name")))
        self.state.document.note_explicit_target(target, target)
        return [target]

    def _nodes(self, line: str) -> Iterator[nodes.Node]:
        line = typographic(" ".join(line.split()), self.language)
        pointer = re.match(r"(see|seealso) ?:", line)
        if pointer and not re.fullmatch(_POINTER, line):
            self._wrong(line)
        elif pointer:
            yield self.node(pointer=line)
        else:
            try:
                yield from marks(entries_of(line))
            except ValueError:
                self._wrong(line)

    def _wrong(self, line: str) -> None:
        fix = "write “single: entry; sub-entry”, “pair: one; other”, or “see: entry; other entry”"
        self.problem("index-pointer", f"“{line}” is no entry of an index", fix)

    def block(self, node: study, context: Context) -> blocks.IndexPointer:
        found = re.fullmatch(_POINTER, node["pointer"])
        assert found is not None
        return blocks.IndexPointer(
            id=context.address(None, self.name),
            origin=self.origin,
            heads=(found[2],),
            also=found[1] == "seealso",
            to=found[3],
        )


_POINTER = r"(see|seealso) ?: ?(.+?) ?; ?(.+?)"


class Genindex(StudyDirective):
    """Prints the index here."""

    purpose = "the place where the index is printed; a guide needs a file for it, last of all"
    example = """
        .. genindex::
    """

    empty = True
    inside = frozenset({"chapter"})

    def block(self, node: study, context: Context) -> blocks.Genindex:
        return blocks.Genindex(id=context.address(None, self.name), origin=self.origin)


DIRECTIVES = {"index": Index, "genindex": Genindex}
