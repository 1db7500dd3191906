"""`look-back` and `look-ahead` → what joins a chapter to those around it."""

from builder import model
from builder.reading.rst import study
from builder.reading.study import Desk, StudyDirective


class LookBack(StudyDirective):
    """The text says where in earlier chapters this one has its roots."""

    inside = frozenset({"chapter"})

    def block(self, node: study, desk: Desk) -> model.LookBack:
        return model.LookBack(id=desk.address(None, self.name), origin=self.origin, text=desk.text(node.children))


class LookAhead(StudyDirective):
    """The text says what to watch for next, and gives nothing away."""

    inside = frozenset({"chapter"})

    def block(self, node: study, desk: Desk) -> model.LookAhead:
        return model.LookAhead(id=desk.address(None, self.name), origin=self.origin, text=desk.text(node.children))


DIRECTIVES = {"look-back": LookBack, "look-ahead": LookAhead}
