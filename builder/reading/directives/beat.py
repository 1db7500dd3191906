"""`beat` → Beat: one numbered step of a chapter, a summary with its analysis."""

from builder import model
from builder.reading.rst import study
from builder.reading.study import Desk, StudyDirective, name, names, own, part, weights


class Beat(StudyDirective):
    """The text is the summary; the analysis is nested in it."""

    known = {"name": name, "themes": weights, "people": names}
    needed = ("themes",)
    inside = frozenset({"chapter"})

    def block(self, node: study, desk: Desk) -> model.Beat:
        analysis = part(node, "analysis")
        if analysis is None:
            self.problem("missing-analysis", "this beat has no analysis", "nest “.. analysis::” in it")
        return model.Beat(
            id=desk.address(self.get("name"), "beat"),
            origin=self.origin,
            name=self.get("name") or "",
            themes=self.get("themes") or (),
            people=self.get("people") or (),
            summary=desk.text(own(node, "analysis")),
            analysis=desk.text(analysis.children if analysis else []),
        )


DIRECTIVES = {"beat": Beat}
