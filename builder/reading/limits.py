"""What docutils allows and a book does not: nesting without a limit, and notes whose call has no foot of a
page.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator

from docutils import nodes

from builder.diagnostics import Diagnostic, Origin
from builder.reading.doctree import around, origin, study
from builder.reading.source import Source

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
    """What is one level deeper than a book goes; what is in there is not reported again."""
    for node in document.findall(nodes.Element):
        outside = list(around(node))
        for kind, levels, what in (
            (_LEVEL, _LEVELS, f"lists, quotes or directives are nested more than {_LEVELS} deep"),
            (nodes.section, _HEADS, f"heads go more than {_HEADS} levels down"),
        ):
            if isinstance(node, kind) and sum(isinstance(outer, kind) for outer in outside) == levels:
                yield Diagnostic(origin(node, document), "nesting", what, "take some of the levels out")


def lost_notes(document: nodes.document) -> Iterator[Diagnostic]:
    """Notes that would be printed nowhere: the file's title is in the contents too, a note has no foot of its
    own, and a note that nothing calls has no place.
    """
    for node in document.findall(nodes.footnote_reference):
        for outer in around(node):
            title = isinstance(outer, nodes.title) and outer.parent.parent is document
            if title or isinstance(outer, nodes.footnote):
                what = f"a note is called in {'the title of the file' if title else 'a note'}"
                yield Diagnostic(origin(node, document), "note-place", what, "call it in the text")
    for note in document.findall(nodes.footnote):
        if not note["backrefs"]:
            what = f"nothing calls the note “{note.children[0].astext()}”"
            yield Diagnostic(
                origin(note, document), "note-unused", what, "call it in the text, as in [1]_, or take it out"
            )


_LIKE_A_DIRECTIVE = re.compile(r"([a-z][a-z-]*)(?: ?: ?|\n:[a-z-]+:)")


def mistaken_comments(
    document: nodes.document, source: Source, directives: Container[str]
) -> Iterator[Diagnostic]:
    """Comments that were meant as directives: `.. question:` has a colon too few, and all under it would be
    lost.
    """
    passed: Counter[str] = Counter()
    for comment in document.findall(nodes.comment):
        found = _LIKE_A_DIRECTIVE.match(comment.rawsource or comment.astext())
        if found and found[1] in directives:
            name = found[1]
            lines = _comments_in(source, name) if comment.source in (None, source.path) else []
            at = origin(comment, document)
            line = lines[passed[name]] if passed[name] < len(lines) else at.line
            passed[name] += 1
            what = f"“.. {name}” is a comment here, and all in it is left out"
            fix = f"write “.. {name}::”, or, if it is to be a comment, begin with another word"
            yield Diagnostic(Origin(at.file, line), "comment", what, fix)


def _comments_in(source: Source, name: str) -> list[int]:
    """The lines on which comments begin that are like a directive: docutils knows only where they end."""
    begin = re.compile(rf"\s*\.\. {name}(?: ?:(?!:)|$)")
    return [number for number, line in enumerate(source.text.splitlines(), 1) if begin.match(line)]
