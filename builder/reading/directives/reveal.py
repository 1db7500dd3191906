"""`reveal` → Reveal: text that is known only from a chapter on."""

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import CHAPTER, Context, Option, StudyDirective, place


class Reveal(StudyDirective):
    """The text may hold other directives."""

    purpose = "text that is known only from a chapter on; other directives may stand in it"
    example = """
        .. reveal::
           :from: 2

           The steps were her father's.
    """
    known = {"from": Option(place, "the chapter from which on it is known", needed=True)}
    inside = CHAPTER | {"theme", "character", "symbol", "place", "activity"}

    def block(self, node: study, context: Context) -> blocks.Reveal:
        return blocks.Reveal(
            id=context.address(None, self.name),
            origin=self.origin,
            since=self.get("from") or 1,
            blocks=context.blocks(node.children),
        )


DIRECTIVES = {"reveal": Reveal}
