"""`look-back` and `look-ahead` → how a chapter connects to those around it."""

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import Context, StudyDirective


class LookBack(StudyDirective):
    """The text says what in earlier chapters this one builds on."""

    purpose = "what in earlier chapters this one builds on"
    example = """
        .. look-back::

           The key has been in sight since :ref:`the first page <gates>`.
    """

    inside = frozenset({"chapter"})

    def block(self, node: study, context: Context) -> blocks.LookBack:
        return blocks.LookBack(
            id=context.address(None, self.name), origin=self.origin, text=context.text(node.children)
        )


class LookAhead(StudyDirective):
    """The text says what to watch for next, without spoilers."""

    purpose = "what to watch for next, without giving it away"
    example = """
        .. look-ahead::

           Notice who holds the key, and for how long.
    """

    inside = frozenset({"chapter"})

    def block(self, node: study, context: Context) -> blocks.LookAhead:
        return blocks.LookAhead(
            id=context.address(None, self.name), origin=self.origin, text=context.text(node.children)
        )


DIRECTIVES = {"look-back": LookBack, "look-ahead": LookAhead}
