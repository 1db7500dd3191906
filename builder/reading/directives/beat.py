"""`beat` → Beat: one numbered step of a chapter, a summary with its analysis; `idea`, the same of a work of
non-fiction.
"""

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.several import weights
from builder.reading.study import Context, Option, StudyDirective, lines, name, names, own, part, phrase
from builder.reading.typography import typographic


class Beat(StudyDirective):
    """The text is the summary; the analysis is nested in it."""

    purpose = "one step of a chapter, numbered: what happens, and nested in it an analysis of what that does"
    example = """
        .. beat::
           :name: gate-locked
           :themes: duty 2, fear 1
           :people: anna

           Anna finds the gate locked and hears steps behind her.

           .. analysis::

              The steps come before we know whose they are, so that we are as afraid as she is.
    """
    known = {
        "name": Option(name, "a name of your own, by which :beat: links to it"),
        "themes": Option(weights, "up to three themes with weights from 1 to 3 (strongest)", needed=True),
        "people": Option(names, "names of characters, with commas"),
        "title": Option(phrase, "a title in a few words, behind the number"),
        "lines": Option(lines, "the lines of the work that it is about, as in 12-14"),
    }
    inside = frozenset({"chapter"})

    def block(self, node: study, context: Context) -> blocks.Beat:
        analysis = part(node, "analysis")
        if analysis is None:
            self.problem(
                "missing-analysis", f"this {self.name} has no analysis", "nest “.. analysis::” in it"
            )
        return blocks.Beat(
            id=context.address(self.get("name"), "beat"),
            origin=self.origin,
            name=self.get("name") or "",
            themes=self.get("themes") or (),
            people=self.get("people") or (),
            lines=self.get("lines") or "",
            title=typographic(self.get("title") or "", context.language),
            summary=context.text(own(node, "analysis")),
            analysis=context.text(analysis.children if analysis else []),
        )


class Idea(Beat):
    """The same of a work that argues: the text says what it says, the analysis how."""

    purpose = "one step of an argument, numbered as a beat is: what it says, and nested in it how it argues"
    example = """
        .. idea::
           :name: tolls
           :themes: duty 1

           A toll is paid twice: once in money, and once in the way that people stay at home.

           .. analysis::

              By a definition that is wider than the word. Whoever grants it has granted the rest.
    """


DIRECTIVES = {"beat": Beat, "idea": Idea}
