"""Directives of which the content is what counts: what Sphinx shows in tabs, in a grid, in columns or behind
a button stands in a book one after the other, each under its title.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive

from builder.reading.study import AnyOption, as_written


class Lenient(Directive):
    """Takes any option and drops it: what it says is for a screen, or for a program."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = AnyOption(name=as_written)

    @property
    def argument(self) -> str:
        """What stands on the directive's own line."""
        return " ".join(self.arguments[0].split()) if self.arguments else ""

    def inline(self, text: str) -> list[nodes.Node]:
        """Nodes of running text."""
        found, messages = self.state.inline_text(text, self.lineno)
        return [*found, *messages]

    def content_nodes(self) -> list[nodes.Node]:
        """The nodes of the content. A heading in it is none of the chapter's: it becomes a line in bold."""
        holder = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, holder, match_titles=True)
        for section in reversed(list(holder.findall(nodes.section))):
            self._flatten(section)
        return list(holder.children)

    def _flatten(self, section: nodes.section) -> None:
        title, *rest = section.children
        rubric = nodes.rubric("", "", *title.children, ids=section["ids"], names=section["names"])
        rubric.source, rubric.line = section.source, section.line
        self.state.document.ids.update(dict.fromkeys(section["ids"], rubric))
        section.replace_self([rubric, *rest])

    def placed(self, node: nodes.Element) -> nodes.Element:
        """A node with the place of the directive, and its name."""
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        if "name" in self.options:
            self.add_name(node)
        return node


class Holder(Lenient):
    """Its argument says how it is shown."""

    titled: ClassVar[bool] = False

    def run(self) -> list[nodes.Node]:
        return [*self._title(), *self.content_nodes()]

    def _title(self) -> Iterator[nodes.Node]:
        if self.titled and self.argument:
            yield self.placed(nodes.rubric("", "", *self.inline(self.argument)))


class Titled(Holder):
    """Its argument is a title."""

    titled = True


class CodeTab(Lenient):
    """Code in a tab that has its language as a title, or another."""

    def run(self) -> list[nodes.Node]:
        language, _, title = self.argument.partition(" ")
        rubric = self.placed(nodes.rubric("", "", nodes.Text(title or language)))
        text = "\n".join(self.content)
        return [rubric, nodes.literal_block(text, text, classes=["code", language])]


class Centered(Lenient):
    """A line in the middle, in bold."""

    def run(self) -> list[nodes.Node]:
        strong = nodes.strong("", "", *self.inline(self.argument))
        return [self.placed(nodes.paragraph("", "", strong, classes=["centered"]))]


class Grammar(Lenient):
    """The rules of a grammar, as they are written."""

    def run(self) -> list[nodes.Node]:
        lines = [line.strip() for line in (self.arguments[0].split("\n") if self.arguments else ())]
        text = "\n".join(line for line in (*lines, *self.content) if line.strip())
        return [self.placed(nodes.literal_block(text, text, classes=["grammar"]))] if text else []


DIRECTIVES: Mapping[str, type[Directive]] = {
    **dict.fromkeys(("hlist", "tabs", "tab-set", "grid", "card-carousel", "div", "acks"), Holder),
    **dict.fromkeys(
        ("tab", "group-tab", "tab-item", "grid-item", "grid-item-card", "card", "dropdown", "details",
         "collapse", "toggle"),
        Titled,
    ),
    "code-tab": CodeTab,
    "centered": Centered,
    "productionlist": Grammar,
}  # fmt: skip
