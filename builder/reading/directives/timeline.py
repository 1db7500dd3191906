"""`timeline` → Timeline: the order of events, each with the chapter that tells it."""

from docutils import nodes

from builder.diagnostics import Origin
from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import Context, StudyDirective, division, parts_of_item


class Timeline(StudyDirective):
    """The text is a definition list, “time : chapter” over each event."""

    purpose = "what happens in the order in which it happens, each with the chapter that tells it"
    example = """
        .. timeline:: One night

           nine o'clock : 1
              The gate is locked.

           before midnight : 2
              Anna opens it from outside.
    """
    title = True

    def block(self, node: study, context: Context) -> blocks.Timeline:
        found = [child for child in node.children if isinstance(child, nodes.definition_list)]
        if len(found) != 1 or len(found) != len(node.children):
            fix = "write a time on a line, and the event indented on the next"
            self.problem("terms", "timeline holds something other than moments", fix)
        return blocks.Timeline(
            id=context.address(None, self.name),
            origin=self.origin,
            title=self.argument,
            moments=tuple(self._moment(item, context) for moments in found for item in moments.children),
        )

    def _moment(self, item: nodes.Node, context: Context) -> blocks.Moment:
        term, classifiers, definition = parts_of_item(item)
        chapter = division(next(iter(classifiers), ""))
        if chapter is None:
            what = f"nothing says which chapter tells of “{term.astext()}”"
            origin = Origin(self.origin.file, item.line or self.origin.line)
            self.problem("told", what, "write the chapter after the time, as in “about 8 : 3”", origin)
        return blocks.Moment(
            id=term["ids"][0],
            when=term.astext(),
            chapter=chapter or 1,
            text=context.phrase(definition.children),
        )


DIRECTIVES = {"timeline": Timeline}
