"""`index` and `genindex`: entries that point to other entries, and the place where the index is printed."""

import re

from builder.model import blocks
from builder.reading.doctree import study
from builder.reading.study import CHAPTER, Context, StudyDirective


class Index(StudyDirective):
    """One “see: entry; other entry” or “seealso: entry; other entry”, written as in Sphinx. Places are marked
    by the role.
    """

    purpose = (
        "an entry of the index that points to another; places in the text are marked by the role :index:"
    )
    example = """
        .. index:: see: doors; gates
    """
    title = True
    title_is = "“see: entry; other entry” or “seealso: entry; other entry”"
    empty = True
    inside = CHAPTER

    def block(self, node: study, context: Context) -> blocks.IndexPointer:
        found = re.fullmatch(r"(see|seealso)\s*:\s*(.+?)\s*;\s*(.+?)", self.argument)
        if found is None:
            what = f"“{self.argument}” is no index pointer"
            self.problem(
                "index-pointer", what, "write “see: entry; other entry” or “seealso: entry; other entry”"
            )
        heads = (found[2],) if found else ("",)
        return blocks.IndexPointer(
            id=context.address(None, self.name),
            origin=self.origin,
            heads=heads,
            also=bool(found and found[1] == "seealso"),
            to=found[3] if found else "",
        )


class Genindex(StudyDirective):
    """Prints the index here."""

    purpose = "the place where the index is printed; a guide needs a file for it, last of all"
    example = """
        .. genindex::
    """

    empty = True
    inside = frozenset({"chapter"})

    def block(self, node: study, context: Context) -> blocks.Genindex:
        return blocks.Genindex(id=context.address(None, self.name), origin=self.origin)


DIRECTIVES = {"index": Index, "genindex": Genindex}
