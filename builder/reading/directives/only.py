"""`only` → Only: content for some editions, by their tags."""

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import CHAPTER, Context, StudyDirective
from builder.tags import holds


class Only(StudyDirective):
    """The argument is a tag expression, “exam and not draft”; the text may hold other directives."""

    title = True
    inside = CHAPTER

    def block(self, node: study, context: Context) -> blocks.Only:
        expression = self.argument
        try:
            holds(expression, frozenset())
        except ValueError:
            self.problem(
                "tags",
                f"“{expression}” is no tag expression",
                "write tags with and, or, not: .. only:: exam and not draft",
            )
            expression = "student"
        return blocks.Only(
            id=context.address(None, self.name),
            origin=self.origin,
            expression=expression,
            blocks=context.blocks(node.children),
        )


DIRECTIVES = {"only": Only}
