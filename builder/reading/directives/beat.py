"""`beat` → Beat: one numbered step of a chapter, a summary with its analysis."""

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import Context, StudyDirective, name, names, own, part, weights


class Beat(StudyDirective):
    """The text is the summary; the analysis is nested in it."""

    known = {"name": name, "themes": weights, "people": names}
    needed = ("themes",)
    inside = frozenset({"chapter"})

    def block(self, node: study, context: Context) -> blocks.Beat:
        analysis = part(node, "analysis")
        if analysis is None:
            self.problem("missing-analysis", "this beat has no analysis", "nest “.. analysis::” in it")
        return blocks.Beat(
            id=context.address(self.get("name"), "beat"),
            origin=self.origin,
            name=self.get("name") or "",
            themes=self.get("themes") or (),
            people=self.get("people") or (),
            summary=context.text(own(node, "analysis")),
            analysis=context.text(analysis.children if analysis else []),
        )


DIRECTIVES = {"beat": Beat}
