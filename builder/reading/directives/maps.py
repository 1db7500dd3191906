"""`theme-map`, `character-map`, `clock-map`: the places where the book's maps are shown, each drawn from the
book's own data.
"""

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import Context, StudyDirective


class _Map(StudyDirective):
    """Takes no text."""

    empty = True
    inside = frozenset({"chapter", "section"})


class ThemeMap(_Map):
    """Themes over chapters."""

    purpose = "a picture of how strong each theme is in each chapter, drawn from the weights of beats"
    example = """
        .. theme-map::
    """

    def block(self, node: study, context: Context) -> blocks.ThemeMap:
        return blocks.ThemeMap(id=context.address(None, self.name), origin=self.origin)


class CharacterMap(_Map):
    """People and their relations."""

    purpose = "a picture of the characters, drawn from their relations"
    example = """
        .. character-map::
    """

    def block(self, node: study, context: Context) -> blocks.CharacterMap:
        return blocks.CharacterMap(id=context.address(None, self.name), origin=self.origin)


class ClockMap(_Map):
    """The order of events against the order of telling."""

    purpose = "a picture of when things happen against when they are told, drawn from the timeline"
    example = """
        .. clock-map::
    """

    def block(self, node: study, context: Context) -> blocks.ClockMap:
        return blocks.ClockMap(id=context.address(None, self.name), origin=self.origin)


DIRECTIVES = {"theme-map": ThemeMap, "character-map": CharacterMap, "clock-map": ClockMap}
