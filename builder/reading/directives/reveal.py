"""`reveal` → Reveal: text that is known only from a chapter on."""

from builder import model
from builder.reading.rst import study
from builder.reading.study import CHAPTER, Desk, StudyDirective, number


class Reveal(StudyDirective):
    """The text may hold other directives."""

    known = {"from": number}
    needed = ("from",)
    inside = CHAPTER | {"theme", "character", "symbol", "place", "activity"}

    def block(self, node: study, desk: Desk) -> model.Reveal:
        return model.Reveal(
            id=desk.address(None, self.name),
            origin=self.origin,
            since=self.get("from") or 1,
            blocks=desk.blocks(node.children),
        )


DIRECTIVES = {"reveal": Reveal}
