"""What docutils allows and a book does not: nesting without a limit, and notes whose call has no foot of a
page.
"""

from collections.abc import Iterator

from docutils import nodes

from builder.diagnostics import Diagnostic
from builder.reading.doctree import around, origin, study

# ------------------------------------------------------------------- what docutils allows and a book does not

_LEVELS = 8  # of lists, quotes and directives: deeper, a printed line is narrower than a word
_HEADS = 6  # XHTML has no more
_LEVEL = (
    nodes.list_item,
    nodes.definition,
    nodes.field_body,
    nodes.description,
    nodes.block_quote,
    nodes.Admonition,
    nodes.entry,
    nodes.sidebar,
    nodes.topic,
    nodes.line_block,
    study,
)


def too_deep(document: nodes.document) -> Iterator[Diagnostic]:
    """A diagnostic for everything that is one level too deep; what is nested in it is not reported again."""
    for node in document.findall(nodes.Element):
        outside = list(around(node))
        if isinstance(node, _LEVEL) and sum(isinstance(outer, _LEVEL) for outer in outside) == _LEVELS:
            what = f"lists, quotes or directives are nested more than {_LEVELS} deep"
            yield Diagnostic(origin(node, document), "nesting", what, "take some of the levels out")
        if (
            isinstance(node, nodes.section)
            and sum(isinstance(outer, nodes.section) for outer in outside) == _HEADS
        ):
            yield Diagnostic(
                origin(node, document),
                "nesting",
                f"headings go more than {_HEADS} levels down",
                "take some of the levels out",
            )


def misplaced_notes(document: nodes.document) -> Iterator[Diagnostic]:
    """A diagnostic for every note that is called in the file's title, which the contents print too, or in
    another note.
    """
    for node in document.findall(nodes.footnote_reference):
        for outer in around(node):
            title = isinstance(outer, nodes.title) and outer.parent.parent is document
            if title or isinstance(outer, nodes.footnote):
                what = f"a note is called in {'the title of the file' if title else 'a note'}"
                yield Diagnostic(origin(node, document), "note-place", what, "call it in the text")
