"""`only` → Only: content for some editions, by their tags."""

from docutils import nodes

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import CHAPTER, Context, StudyDirective
from builder.tags import BOOK, holds, names_formats_alone


class Only(StudyDirective):
    """The argument is a tag expression, “exam and not draft”; the text may hold other directives. One of
    Sphinx's formats alone is decided here: a guide is made for what an EPUB of Sphinx's is made for.
    """

    purpose = "content for the editions that have these tags, in files after the chapters"
    example = """
        .. only:: exam and not draft

           In an examination, begin with the sentence that answers the question.
    """
    title = True
    title_is = "tags with and, or, not, as in “exam and not draft”"
    inside = CHAPTER

    def run(self) -> list[nodes.Node]:
        expression = " ".join(self.arguments[0].split()) if self.arguments else ""
        if not names_formats_alone(expression):
            return super().run()
        if holds(expression, BOOK):
            self.state.nested_parse(self.content, self.content_offset, match_titles=True)
        return []

    def block(self, node: study, context: Context) -> blocks.Only:
        name = context.address(None, self.name)
        inner = context.blocks(node.children)
        return blocks.Only(id=name, origin=self.origin, expression=self._expression(), blocks=inner)

    def _expression(self) -> str:
        try:
            holds(self.argument, frozenset())
        except ValueError:
            fix = "write tags with and, or, not: .. only:: exam and not draft"
            self.problem("tags", f"“{self.argument}” is no tag expression", fix)
            return "student"
        return self.argument


DIRECTIVES = {"only": Only}
