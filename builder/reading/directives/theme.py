"""`theme` → Theme: a theme of the work, with its code, its mark and an essay."""

import re

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import Context, StudyDirective, choice, name

MARKS = ("circle", "square", "triangle", "diamond", "ring", "cross", "frame", "bar")


def code(raw: str) -> str:
    """Two capital letters."""
    if not re.fullmatch(r"[^\W\d_]{2}", raw.strip()) or not raw.isupper():
        raise ValueError("write two capital letters, as in ME")
    return raw.strip()


class Theme(StudyDirective):
    """The text is the essay."""

    known = {"name": name, "code": code, "mark": choice(*MARKS)}
    needed = ("name", "code", "mark")
    inside = frozenset({"chapter", "section"})
    title = True

    def block(self, node: study, context: Context) -> blocks.Theme:
        return blocks.Theme(
            id=context.address(self.get("name"), "theme"),
            origin=self.origin,
            name=self.get("name") or "",
            title=self.argument,
            code=self.get("code") or "",
            mark=self.get("mark") or "",
            blocks=context.blocks(node.children),
        )


DIRECTIVES = {"theme": Theme}
