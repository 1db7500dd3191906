"""Numbers of figures, tables and listings, and formulas that have a label."""

from collections import Counter
from collections.abc import Mapping

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.parsers.rst.directives import flag, unchanged_required
from docutils.parsers.rst.directives.body import MathBlock

from builder.reading.doctree import caption_number

_CAPTIONED = (nodes.figure, nodes.table, nodes.container)
_EQUATION = "equation-"  # targets.EQUATION


def place_numbers(document: nodes.document, slug: str) -> None:
    """Leave a place for a number in every caption."""
    count: Counter[str] = Counter()
    for node in document.findall(_has_caption):
        caption = node[_first_caption(node)]
        kind = "listing" if isinstance(node, nodes.container) else node.tagname
        count[kind] += 1
        name = next(iter(node["ids"]), f"{slug}/{kind}-{count[kind]}")
        caption.insert(0, caption_number(kind=kind, name=name))


def _has_caption(node: nodes.Node) -> bool:
    return isinstance(node, _CAPTIONED) and _first_caption(node) is not None


def _first_caption(node: nodes.Element) -> int | None:
    at: int | None = node.first_child_matching_class((nodes.caption, nodes.title))
    return at


class Formula(MathBlock):
    """A formula that may have a label, by which links name its number."""

    option_spec = {
        **(MathBlock.option_spec or {}),
        "label": unchanged_required,
        "nowrap": flag,
        "no-wrap": flag,
    }

    def run(self) -> list[nodes.Node]:
        if "label" not in self.options:
            return list(super().run())
        return [self._labelled()]

    def _labelled(self) -> nodes.math_block:
        tex = "\n".join(self.content)
        node = nodes.math_block(self.block_text, tex, numbered=True, classes=self.options.get("class", []))
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        node["names"].append(nodes.fully_normalize_name(f"{_EQUATION}{self.options['label']}"))
        self.state.document.note_explicit_target(node, node)
        return node


DIRECTIVES: Mapping[str, type[Directive]] = {"math": Formula}
