"""`quotation` → Quotation: somebody's words, exactly, with why they matter."""

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import Context, StudyDirective, choice, name, number, own, part, phrase, weights
from builder.reading.typography import typographic


class Quotation(StudyDirective):
    """The text is the words, without quotation marks; the analysis nested in it says why they matter."""

    known = {
        "name": name,
        "speaker": phrase,
        "source": choice("novel", "film", "critic"),
        "chapter": number,
        "themes": weights,
    }
    needed = ("speaker", "source")

    def block(self, node: study, context: Context) -> blocks.Quotation:
        why = part(node, "analysis")
        if why is None:
            self.problem(
                "missing-analysis", "nothing says why this quotation matters", "nest “.. analysis::” in it"
            )
        if self.get("source") == "novel" and self.get("chapter") is None:
            self.problem(
                "missing-option",
                "a quotation from the work has no “:chapter:”",
                "add a line “:chapter: …” under it",
            )
        return blocks.Quotation(
            id=context.address(self.get("name"), "quotation"),
            origin=self.origin,
            speaker=typographic(self.get("speaker") or "", context.language),
            source=self.get("source") or "novel",
            chapter=self.get("chapter"),
            themes=self.get("themes") or (),
            quoted=context.text(own(node, "analysis")),
            why=context.text(why.children if why else []),
        )


DIRECTIVES = {"quotation": Quotation}
