"""`only` → Only: content for some editions, by their tags."""

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import CHAPTER, Context, StudyDirective
from builder.tags import holds


class Only(StudyDirective):
    """The argument is a tag expression, “exam and not draft”; the text may hold other directives."""

    purpose = "content for the editions that have these tags, in files after the chapters"
    example = """
        .. only:: exam and not draft

           In an examination, begin with the sentence that answers the question.
    """
    title = True
    title_is = "tags with and, or, not, as in “exam and not draft”"
    inside = CHAPTER

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
