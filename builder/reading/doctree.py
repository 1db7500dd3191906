"""The project's own nodes of docutils' document tree, and the place of a node in a file."""

from collections.abc import Callable, Iterator

from docutils import nodes

from builder.diagnostics import Origin

Role = Callable[..., tuple[list[nodes.Node], list[nodes.system_message]]]

# ------------------------------------------------------------------------------------------------ own nodes


class study(nodes.General, nodes.Element):
    """A study directive after parsing. Its `directive` makes the block when the whole file is parsed."""


class xref(nodes.Inline, nodes.TextElement):
    """A link inside the guide, to be resolved when all chapters are known. One that is `named` has no words
    of its own yet.
    """

    def astext(self) -> str:
        return "" if self.get("named") else str(super().astext())


class index_mark(nodes.Inline, nodes.TextElement):
    """Words in the text that the index points to."""


class caption_number(nodes.Inline, nodes.Element):
    """The place of a number before a caption: its `kind`, and the `name` of what has the caption."""


nodes._add_node_class_names(
    ["study", "xref", "index_mark", "caption_number"]
)  # docutils' own visitors fail on nodes that they don't know


def around(node: nodes.Node) -> Iterator[nodes.Node]:
    """The nodes around a node, from the inside out."""
    while (node := node.parent) is not None:
        yield node


def origin(node: nodes.Node, document: nodes.document) -> Origin:
    """The file and the line of a node, as near as docutils knows."""
    at: nodes.Node | None = node
    while at is not None and at.line is None:
        at = at.parent
    source = (at.source if at is not None else None) or document.settings._source
    return Origin(source, (at.line if at is not None else None) or 0)
