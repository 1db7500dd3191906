"""`objectives`, `activity`, `teacher` → lesson matter."""

from builder import model
from builder.reading.rst import study
from builder.reading.study import CHAPTER, Desk, StudyDirective, number


class Objectives(StudyDirective):
    """The text is what a student can do after the lesson, usually a list."""

    def block(self, node: study, desk: Desk) -> model.Objectives:
        return model.Objectives(id=desk.address(None, self.name), origin=self.origin, text=desk.text(node.children))


class Activity(StudyDirective):
    """The text is what to do."""

    known = {"minutes": number}
    title = True

    def block(self, node: study, desk: Desk) -> model.Activity:
        return model.Activity(
            id=desk.address(None, self.name),
            origin=self.origin,
            title=self.argument,
            minutes=self.get("minutes"),
            blocks=desk.blocks(node.children),
        )


class Teacher(StudyDirective):
    """The text is for the teacher's edition only."""

    inside = CHAPTER | {"theme", "character", "symbol", "place", "activity"}

    def block(self, node: study, desk: Desk) -> model.Teacher:
        return model.Teacher(id=desk.address(None, self.name), origin=self.origin, blocks=desk.blocks(node.children))


DIRECTIVES = {"objectives": Objectives, "activity": Activity, "teacher": Teacher}
