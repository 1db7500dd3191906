"""`quotation` → Quotation: somebody's words, exactly, with why they matter."""

import re

from builder.diagnostics import warning
from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.several import weights
from builder.reading.study import Context, Option, StudyDirective, lines, name, own, part, phrase, place
from builder.reading.typography import typographic

WORK_SOURCES = ("work", "novel", "story", "play", "poem", "book")
"""Names for the work itself: words from it are in one of its chapters."""


class Quotation(StudyDirective):
    """The text is the words, without quotation marks; the analysis nested in it says why they matter."""

    purpose = "somebody's words, exactly and without quotation marks; nested in it, why they matter"
    becomes = "a quotation in the book, a learning card, a card for discussion, and a part of dossiers"
    example = """
        .. quotation::
           :name: not-yet
           :speaker: Anna
           :source: novel
           :chapter: 1
           :themes: fear 2

           Not yet.

           .. analysis::

              Two words, and both are a refusal that sounds like a promise.
    """
    known = {
        "speaker": Option(phrase, "who says or has written it", needed=True),
        "source": Option(
            name,
            "work (if left out), novel, story, play, poem or book for the work itself; film; critic; or a "
            "name of [sources] in guide.toml",
        ),
        "chapter": Option(place, "the chapter in which it stands; needed with words of the work"),
        "lines": Option(lines, "the lines of the work in which it stands, as in 12-14"),
        "themes": Option(weights, "up to three themes with weights from 1 to 3 (strongest)"),
        "name": Option(name, "a name of your own, by which cards know it"),
    }

    def block(self, node: study, context: Context) -> blocks.Quotation:
        why = part(node, "analysis")
        if why is None:
            self.problem(
                "missing-analysis", "nothing says why this quotation matters", "nest “.. analysis::” in it"
            )
        source = self.get("source") or "work"
        if source in WORK_SOURCES and "chapter" not in self.options:
            self.problem(
                "missing-option",
                "a quotation from the work has no “:chapter:”",
                "add a line “:chapter: …” under it",
            )
        quoted = context.text(own(node, "analysis"))
        if re.fullmatch("[“‘„«][^“”‘„«»]*[”’“»]", quoted.plain.strip(), re.DOTALL):
            what = "the words of this quotation stand in quotation marks, and would be printed with them"
            fix = "take the marks out: a quotation is set apart from the text"
            self.problems.append(warning(self.origin, "quotation-marks", what, fix))
        return blocks.Quotation(
            id=context.address(self.get("name"), "quotation"),
            origin=self.origin,
            speaker=typographic(self.get("speaker") or "", context.language),
            source=source,
            chapter=self.get("chapter"),
            lines=self.get("lines") or "",
            themes=self.get("themes") or (),
            quoted=quoted,
            why=context.text(why.children if why else []),
        )


DIRECTIVES = {"quotation": Quotation}
