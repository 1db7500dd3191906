"""`objectives`, `activity`, `teacher` → the content of lessons."""

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import CHAPTER, Context, StudyDirective, number


class Objectives(StudyDirective):
    """The text is what a student can do after the lesson, usually a list."""

    def block(self, node: study, context: Context) -> blocks.Objectives:
        return blocks.Objectives(
            id=context.address(None, self.name), origin=self.origin, text=context.text(node.children)
        )


class Activity(StudyDirective):
    """The text is what to do."""

    known = {"minutes": number}
    title = True

    def block(self, node: study, context: Context) -> blocks.Activity:
        return blocks.Activity(
            id=context.address(None, self.name),
            origin=self.origin,
            title=self.argument,
            minutes=self.get("minutes"),
            blocks=context.blocks(node.children),
        )


class Teacher(StudyDirective):
    """The text is for the teacher's edition only."""

    inside = CHAPTER | {"theme", "character", "symbol", "place", "activity"}

    def block(self, node: study, context: Context) -> blocks.Teacher:
        return blocks.Teacher(
            id=context.address(None, self.name), origin=self.origin, blocks=context.blocks(node.children)
        )


DIRECTIVES = {"objectives": Objectives, "activity": Activity, "teacher": Teacher}
