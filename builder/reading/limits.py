"""What docutils allows and a book does not: nesting and numbers without a limit, and notes whose call has no
foot of a page.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from typing import Any

from docutils import nodes
from docutils.parsers.rst import states

from builder.diagnostics import Diagnostic, Origin, shown
from builder.files import TooMuchError, too_much
from builder.limits import (
    BLOCKS,
    CHAPTER_LETTERS,
    COLUMNS,
    FORMULAS,
    HEAD_LEVELS,
    HEADS,
    LEVELS,
    NOTES,
    NOTES_TOGETHER,
    NUMBER,
    PARAGRAPH_LETTERS,
    WORD_LETTERS,
    Limit,
)
from builder.reading.doctree import around, origin, study
from builder.reading.source import Source

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
            (_LEVEL, LEVELS.value, f"lists, quotes or directives are nested more than {LEVELS.value} deep"),
            (nodes.section, HEAD_LEVELS.value, f"heads go more than {HEAD_LEVELS.value} levels down"),
        ):
            if isinstance(node, kind) and sum(isinstance(outer, kind) for outer in outside) == levels:
                yield Diagnostic(origin(node, document), "nesting", what, "take some of the levels out")


_BLOCK = (nodes.TextElement, nodes.image)
_CELL = (nodes.list_item, nodes.entry)
_INLINE = (nodes.Inline, nodes.title)


def too_many(document: nodes.document) -> Iterator[Diagnostic]:
    """Where there is more of something than can be laid out in a minute, or a number beyond all pages."""
    count: Counter[Limit] = Counter()
    together: Counter[int] = Counter()
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.section):
            count[HEADS] += 1
        elif isinstance(node, nodes.footnote):
            count[NOTES] += 1
        elif isinstance(node, nodes.math | nodes.math_block):
            count[FORMULAS] += len(node.astext())
        elif _is_block(node):
            count[BLOCKS] += 1
        elif isinstance(node, nodes.footnote_reference):
            together[id(node.parent)] += 1
            if together[id(node.parent)] == NOTES_TOGETHER.value + 1:
                what = "this paragraph calls more footnotes than a page has room for"
                yield too_much(origin(node, document), NOTES_TOGETHER, what, "make several paragraphs of it")
        elif isinstance(node, nodes.tgroup) and len(node) > COLUMNS.value:
            what = f"this table has {sum(isinstance(child, nodes.colspec) for child in node):,} columns"
            yield too_much(origin(node, document), COLUMNS, what, "make several tables of it")
        elif abs(node.get("start", 0)) > NUMBER.value:
            what, fix = "this list begins with too large a number", "begin it with a smaller one"
            yield too_much(origin(node, document), NUMBER, what, fix)
    for limit, found in count.items():
        if found > limit.value:
            at = Origin(document.settings._source, 0)
            what, fix = f"this file has {found:,} {limit.unit}", "make several files of it"
            yield too_much(at, limit, what, fix)


def _is_block(node: nodes.Element) -> bool:
    """Whether a node is laid out as a paragraph is: a cell or an item is, if it is empty."""
    if isinstance(node, _CELL):
        return not node.children
    return isinstance(node, _BLOCK) and not isinstance(node, _INLINE)


def bounded_inliner() -> states.Inliner:
    """docutils' reader of paragraphs, for those of a size that people write: it looks for the end of every
    mark-up to the end of the paragraph. It raises TooMuchError.
    """
    inliner: Any = states.Inliner()  # a subclass would lack the names that docutils looks up in the class
    read = inliner.parse

    def parse(text: str, lineno: int, memo: Any, parent: nodes.Element) -> Any:
        source, line = memo.reporter.get_source_and_line(lineno)
        at = Origin(source or memo.document.settings._source, line or 0)
        _hold(PARAGRAPH_LETTERS, len(text), "this paragraph", at)
        _hold(WORD_LETTERS, max(map(len, text.split()), default=0), "a word in this paragraph", at)
        return read(text, lineno, memo, parent)

    inliner.parse = parse
    return inliner


def _hold(limit: Limit, letters: int, of: str, at: Origin) -> None:
    if letters > limit.value:
        raise TooMuchError(too_much(at, limit, f"{of} has {letters:,} letters", "make several of it"))


_COUNTLESS = 10**9  # letters: more need not be counted


def bound_substitutions(document: nodes.document) -> None:
    """Raise TooMuchError where substitutions that hold others would make too much text: ten that each hold
    the next ten times would make a million of the last.
    """
    names, known = document.substitution_names, dict[str, int]()
    _report_undefined(document)

    def size(definition: str) -> int:
        """The letters that a substitution makes at most; one that holds itself is reported by docutils."""
        if definition not in known:
            known[definition] = 0
            node = document.substitution_defs[definition]
            own = 1 + len(node.astext()) + sum(map(size, _held(node, names)))
            known[definition] = min(own, _COUNTLESS)
        return known[definition]

    letters = document.settings.letters + sum(map(size, _held(document, names)))
    if letters > CHAPTER_LETTERS.value:
        at = Origin(document.settings._source, 0)
        what = f"with its substitutions this file has {letters:,} letters"
        raise TooMuchError(too_much(at, CHAPTER_LETTERS, what, "use fewer that hold others"))


def _report_undefined(document: nodes.document) -> None:
    """Report and take out what a substitution uses and nothing defines: docutils does not expect that."""
    for definition in document.substitution_defs.values():
        for use in list(definition.findall(nodes.substitution_reference)):
            if use["refname"].lower() not in document.substitution_names:
                what, fix = (
                    f"nothing defines “|{shown(use['refname'])}|”",
                    "define it, or correct the name",
                )
                problem = Diagnostic(origin(definition, document), "target", what, fix)
                document.settings.problems.append(problem)
                use.replace_self(nodes.Text(use.astext()))


def _held(node: nodes.Element, names: Mapping[str, str]) -> Iterator[str]:
    """The substitutions that are used in a node and are defined."""
    for use in node.findall(nodes.substitution_reference):
        name = names.get(use["refname"].lower())
        if name is not None:
            yield name


def lost_notes(document: nodes.document) -> Iterator[Diagnostic]:
    """Notes that would be printed nowhere: the file's title is in the contents too."""
    for node in document.findall(nodes.footnote_reference):
        if any(isinstance(outer, nodes.title) and outer.parent.parent is document for outer in around(node)):
            what = "a note is called in the title of the file"
            yield Diagnostic(origin(node, document), "note-place", what, "call it in the text")


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
