"""`theme-map`, `character-map`, `clock-map`: the places where the book's maps are shown, each drawn from the book's own data."""

from builder import model
from builder.reading.rst import study
from builder.reading.study import Desk, StudyDirective


class _Map(StudyDirective):
    """Has no text of its own."""

    empty = True
    inside = frozenset({"chapter", "section"})


class ThemeMap(_Map):
    """Themes over chapters."""

    def block(self, node: study, desk: Desk) -> model.ThemeMap:
        return model.ThemeMap(id=desk.address(None, self.name), origin=self.origin)


class CharacterMap(_Map):
    """People and their relations."""

    def block(self, node: study, desk: Desk) -> model.CharacterMap:
        return model.CharacterMap(id=desk.address(None, self.name), origin=self.origin)


class ClockMap(_Map):
    """The order of events against the order of telling."""

    def block(self, node: study, desk: Desk) -> model.ClockMap:
        return model.ClockMap(id=desk.address(None, self.name), origin=self.origin)


DIRECTIVES = {"theme-map": ThemeMap, "character-map": CharacterMap, "clock-map": ClockMap}
