"""`theme` → Theme: a theme of the work, with its code, its mark and an essay."""

import re

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import Context, Option, StudyDirective, choice, name, phrase
from builder.reading.typography import typographic

MARKS = ("circle", "square", "triangle", "diamond", "ring", "cross", "frame", "bar")


def code(raw: str) -> str:
    """Two capital letters."""
    if not re.fullmatch(r"[^\W\d_]{2}", raw.strip()) or not raw.isupper():
        raise ValueError("write two capital letters, as in ME")
    return raw.strip()


class Theme(StudyDirective):
    """The text is the essay."""

    purpose = "a theme of the work, with an essay; other directives may stand in it"
    becomes = "an essay in the book, a row of the theme map, and a dossier among the handouts"
    example = """
        .. theme:: Trust
           :name: trust
           :code: TR
           :mark: ring

           Nobody in this story is believed at once, and the key goes to whoever can wait.
    """
    known = {
        "name": Option(name, "a name of your own, by which beats and links know it", needed=True),
        "code": Option(code, "two capital letters, which stand for it on pages", needed=True),
        "mark": Option(choice(*MARKS), ", ".join(MARKS[:-1]) + f" or {MARKS[-1]}", needed=True),
        "claim": Option(phrase, "what the essay claims, in a sentence under its title"),
    }
    inside = frozenset({"chapter", "section"})
    title = True
    title_is = "the theme in a word or two"

    def block(self, node: study, context: Context) -> blocks.Theme:
        return blocks.Theme(
            id=context.address(self.get("name"), "theme"),
            origin=self.origin,
            name=self.get("name") or "",
            title=self.argument,
            code=self.get("code") or "",
            mark=self.get("mark") or "",
            claim=typographic(self.get("claim") or "", context.language),
            blocks=context.blocks(node.children),
        )


DIRECTIVES = {"theme": Theme}
