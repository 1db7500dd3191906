"""`objectives`, `activity`, `teacher` → the content of lessons."""

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import CHAPTER, Context, Option, StudyDirective, number


class Objectives(StudyDirective):
    """The text is what a student can do after the lesson, usually a list."""

    purpose = "what a student can do after the lesson, usually a list"
    example = """
        .. objectives::

           - Say in one sentence what Anna is afraid of.
           - Find two places where the narrator knows more than she does.
    """

    def block(self, node: study, context: Context) -> blocks.Objectives:
        return blocks.Objectives(
            id=context.address(None, self.name), origin=self.origin, text=context.text(node.children)
        )


class Activity(StudyDirective):
    """The text is what to do."""

    purpose = "something to do in class or at home"
    example = """
        .. activity:: Two voices
           :minutes: 15

           Read the talk at the gate in pairs: one of you only what is said, the other only what is not.
    """
    known = {"minutes": Option(number, "how long it takes")}
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

    purpose = "notes for the teacher's edition only; other directives may stand in it"
    example = """
        .. teacher::

           Expect some to have seen the film. Ask what its first minute leaves out.
    """
    inside = CHAPTER | {"theme", "character", "symbol", "place", "activity"}

    def block(self, node: study, context: Context) -> blocks.Teacher:
        return blocks.Teacher(
            id=context.address(None, self.name), origin=self.origin, blocks=context.blocks(node.children)
        )


DIRECTIVES = {"objectives": Objectives, "activity": Activity, "teacher": Teacher}
