"""Nodes of one file → blocks: sections and study directives become blocks of their own, everything between
them prose.
"""

from collections.abc import Iterator
from itertools import groupby

from docutils import nodes

from builder.model.blocks import Block, Check, Discuss, Prose, Question, Section
from builder.model.text import Text
from builder.reading.addresses import Addresses
from builder.reading.doctree import around, origin, study
from builder.reading.prose import Translator
from builder.reading.study import CHAPTER


class BlockReader:
    """Makes the blocks of one file; directives get it as their `Context`."""

    def __init__(self, document: nodes.document, slug: str) -> None:
        addresses = Addresses(
            slug, (name for node in document.findall(nodes.Element) for name in node.get("ids", ()))
        )
        self.language: str = document.settings.language_code
        self.prose = Translator(document, slug, addresses)
        self.address = addresses.new
        self._document = document
        self._within = ["chapter"]

    def text(self, these: list[nodes.Node]) -> Text:
        """Running text. A directive in it is not allowed and is reported."""
        allowed = [node for node in these if not self._misplaced(node, self._within[-1], text=True)]
        return self.prose.text(allowed)

    def phrase(self, these: list[nodes.Node]) -> Text:
        """The content of a single paragraph without its element; several paragraphs stay paragraphs."""
        alone = len(these) == 1 and isinstance(these[0], nodes.paragraph)
        return self.text(these[0].children if alone else these)

    def blocks(self, these: list[nodes.Node]) -> tuple[Block, ...]:
        """Sections and study directives become blocks of their own, everything between them becomes prose."""
        found: list[Block] = []
        for ordinary, run in groupby(these, key=lambda node: not isinstance(node, nodes.section | study)):
            if ordinary:
                found += self._prose(list(run))
            else:
                found += [block for node in run if (block := self._block(node))]
        return tuple(self._grouped(found))

    def _prose(self, run: list[nodes.Node]) -> Iterator[Prose]:
        text = self.prose.text(run)
        if text:
            yield Prose(id=self.address(None, "prose"), origin=origin(run[0], self._document), text=text)

    def _block(self, node: nodes.Node) -> Block | None:
        if isinstance(node, nodes.section):
            return self._section(node)
        if not isinstance(node, study) or self._misplaced(node, self._within[-1]):
            return None
        self._within.append(node["kind"])
        block: Block = node["directive"].block(node, self)
        self._within.pop()
        return block

    def _section(self, node: nodes.section) -> Section:
        level = sum(isinstance(outer, nodes.section) for outer in around(node)) + 1
        self._within.append("section")
        section = Section(
            id=node["ids"][0],
            origin=origin(node, self._document),
            title=self.prose.inline(node.children[0]),
            level=level,
            blocks=self.blocks(node.children[1:]),
        )
        self._within.pop()
        return section

    def _misplaced(self, node: nodes.Node, within: str, *, text: bool = False) -> bool:
        """Whether a directive is where it is not allowed, which is then reported."""
        if not isinstance(node, study):
            return False
        allowed = node["directive"].inside
        if within in allowed and not text:
            return False
        fix = "move it; it is allowed in: " + ", ".join(sorted(allowed))
        if within in ("chapter", "section") and not allowed & CHAPTER:
            others = " or ".join(sorted(allowed))
            fix = f"indent it by three spaces, so that it is in the {others} above, or write that first"
        elif within == "section" and "chapter" in allowed:
            fix = "write it under the file's title, before the first head below that, or in a file of its own"
        node["directive"].problem("place", f"{node['kind']} is not allowed inside {within}", fix)
        return True

    def _grouped(self, blocks: list[Block]) -> Iterator[Block]:
        """Neighbouring questions with one right answer make a Check box, neighbouring open ones a
        discussion.
        """
        for kind, run in groupby(blocks, key=_question_group):
            these = list(run)
            if kind is None:
                yield from these
            else:
                questions = tuple(block for block in these if isinstance(block, Question))
                yield kind(
                    id=self.address(None, kind.__name__.lower()), origin=these[0].origin, questions=questions
                )


def _question_group(block: Block) -> type[Check] | type[Discuss] | None:
    if not isinstance(block, Question):
        return None
    return Check if block.kind in ("recall", "choice") else Discuss
