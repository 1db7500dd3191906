"""`look-back` and `look-ahead` → what joins a chapter to those around it."""

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import Context, StudyDirective


class LookBack(StudyDirective):
    """The text says where in earlier chapters this one has its roots."""

    inside = frozenset({"chapter"})

    def block(self, node: study, context: Context) -> blocks.LookBack:
        return blocks.LookBack(
            id=context.address(None, self.name), origin=self.origin, text=context.text(node.children)
        )


class LookAhead(StudyDirective):
    """The text says what to watch for next, and gives nothing away."""

    inside = frozenset({"chapter"})

    def block(self, node: study, context: Context) -> blocks.LookAhead:
        return blocks.LookAhead(
            id=context.address(None, self.name), origin=self.origin, text=context.text(node.children)
        )


DIRECTIVES = {"look-back": LookBack, "look-ahead": LookAhead}
