"""reST → doctree: docutils, shut off from disk, network and configuration files, and with our words in place of some of its own.

docutils keeps directives, roles and quotes in module globals, reads `docutils.conf` from the working folder, and lets
`include` climb out of any root. All of that is dealt with here, so that one file is parsed as if there were no other.
"""

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from docutils import core, frontend, io, nodes
from docutils.parsers.rst import Directive, Parser, directives, roles
from docutils.parsers.rst.directives.misc import Include
from docutils.readers import standalone
from docutils.transforms import writer_aux
from docutils.utils import smartquotes
from docutils.writers import html5_polyglot

from builder.diagnostics import Diagnostic, Origin, nearest, one_of

Role = Callable[..., tuple[list[nodes.Node], list[nodes.system_message]]]

# ---------------------------------------------------------------------------------------------------- our own nodes


class study(nodes.General, nodes.Element):
    """A study directive that has been read. Its `directive` makes the block when the whole file is parsed."""


class xref(nodes.Inline, nodes.TextElement):
    """A link inside the guide, to be resolved when all chapters are known. One that is `named` has no words of its own yet."""

    def astext(self) -> str:
        return "" if self.get("named") else str(super().astext())


class index_mark(nodes.Inline, nodes.TextElement):
    """Words that the index points to."""


nodes._add_node_class_names(["study", "xref", "index_mark"])  # otherwise docutils' own visitors stumble over them

# ------------------------------------------------------------------------------------------------------- directives

_BANNED = {
    "raw": "write it in reST; a table is a list-table, a symbol is its character",
    "csv-table": "use list-table",
    "contents": "leave it out: the book makes its contents itself",
    "sectnum": "leave it out: beats number themselves",
    "header": "leave it out: running heads come from guide.toml",
    "footer": "leave it out: the foot comes from guide.toml",
    "date": "write the date, so that the same guide gives the same book",
    "target-notes": "write the notes as footnotes",
    "meta": "say it in guide.toml",
    "title": "say it in guide.toml",
    "restructuredtext-test-directive": "leave it out",
}


class _Banned(Directive):
    """Refuses a directive of docutils, and says what to use."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        report(self, "refused", f"the directive “{self.name}” is not for guides", _BANNED[self.name])
        return []


class _Include(Include):
    """docutils' include, for reST files inside the guide's folder."""

    option_spec = {name: spec for name, spec in (Include.option_spec or {}).items() if name not in ("parser", "encoding", "code")}

    def run(self) -> list[nodes.Node]:
        settings = self.state.document.settings
        here = Path(self.state_machine.get_source_and_line(self.lineno)[0] or settings._source)
        wanted = (here.parent / self.arguments[0]).resolve()
        if not wanted.is_relative_to(settings.root) or not wanted.is_file():
            what = f"the file to include, {self.arguments[0]}, is not in the guide's folder"
            report(self, "refused", what, "include files from inside the guide's folder only")
            return []
        content = wanted.read_bytes()
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as wrong:
            origin = Origin((here.parent / self.arguments[0]).as_posix(), content[: wrong.start].count(b"\n") + 1)
            settings.problems.append(Diagnostic(origin, "encoding", "a character is no UTF-8", "save the file as UTF-8"))
            return []
        settings.file_insertion_enabled = True  # for this one file, which has just been looked at
        try:
            return list(super().run())
        finally:
            settings.file_insertion_enabled = False


def report(directive: Directive, code: str, what: str, mend: str, line: int | None = None) -> None:
    """Note a mistake at a directive, or at a line of it."""
    source, found = directive.state_machine.get_source_and_line(line or directive.lineno)
    settings = directive.state.document.settings
    settings.problems.append(Diagnostic(Origin(source or settings._source, found or 0), code, what, mend))


@contextmanager
def _vocabulary(words: Mapping[str, type[Directive]], our_roles: Mapping[str, Role]) -> Iterator[None]:
    """Our directives and roles, for one file: what a file defines (a role, a language's names) is forgotten after it."""
    stores: tuple[dict[str, Any], ...] = (
        roles._roles,
        roles._role_registry,
        directives._directives,
        smartquotes.smartchars.quotes,
    )
    saved = [dict(store) for store in stores]
    try:
        roles._roles.clear()
        roles._roles.update(our_roles)
        roles._role_registry.pop("raw", None)
        directives._directives.clear()
        directives._directives.update(dict.fromkeys(_BANNED, _Banned) | {"include": _Include} | dict(words))
        yield
    finally:
        for store, old in zip(stores, saved, strict=True):
            store.clear()
            store.update(old)


# ---------------------------------------------------------------------------------------------------------- parsing


class _Reader(standalone.Reader):
    """docutils' reader, with the one transform that its HTML writer would otherwise have brought."""

    def get_transforms(self) -> list[Any]:
        return [*super().get_transforms(), writer_aux.Admonitions]


def _settings(shown: str, root: Path, language: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # docutils announces the end of its own option parser
        settings = frontend.get_default_settings(Parser, standalone.Reader, html5_polyglot.Writer)
    for name, value in {
        "_disable_config": True,  # docutils.conf in the working folder would switch everything back on
        "_source": shown,
        "root": root.resolve(),
        "problems": [],
        "file_insertion_enabled": False,
        "raw_enabled": False,
        "line_length_limit": 20_000,
        "report_level": 5,
        "halt_level": 5,
        "warning_stream": False,
        "traceback": True,
        "doctitle_xform": False,
        "docinfo_xform": False,
        "sectsubtitle_xform": False,
        "sectnum_xform": False,
        "auto_id_prefix": "%",
        "language_code": language,
        "smart_quotes": True,
        "footnote_references": "superscript",
        "trim_footnote_reference_space": True,
        "toc_backlinks": False,
        "syntax_highlight": "short",
        "generator": None,
        "datestamp": None,
        "source_link": None,
        "math_output": "MathML",
        "initial_header_level": "1",
        "strip_comments": True,
    }.items():
        setattr(settings, name, value)
    return settings


def parse(
    text: str, shown: str, root: Path, slug: str, language: str, words: Mapping[str, type[Directive]], our_roles: Mapping[str, Role]
) -> tuple[nodes.document, list[Diagnostic]]:
    """One file's doctree, and everything that docutils or our directives find wrong with it.

    `shown` is the file's path as diagnostics show it. Every id in the doctree begins with the chapter's `slug`,
    and every block of text has one.
    """
    settings = _settings(shown, root, language)

    def note(message: nodes.system_message) -> None:
        words_said = message[0].astext() if len(message) else ""
        if message["level"] >= 2 and not _said_already(words_said, settings.problems):
            origin = Origin(message.get("source") or shown, message.get("line") or 0)
            settings.problems.append(_explain(origin, words_said, set(directives._directives), set(our_roles)))

    class ObservedParser(Parser):
        def parse(self, inputstring: str, document: nodes.document) -> None:
            document.reporter.attach_observer(note)
            super().parse(inputstring, document)

    reader = _Reader(ObservedParser())
    with _vocabulary(words, our_roles):
        publisher = core.Publisher(
            reader, reader.parser, "null", settings=settings, source_class=io.StringInput, destination_class=io.NullOutput
        )
        publisher.set_source(text, shown)
        publisher.set_destination()
        try:
            publisher.document = document = reader.read(publisher.source, reader.parser, settings)
            document.reporter.observers[:] = [note]
            publisher.apply_transforms()
        except RecursionError:
            what = "lists, quotes or directives are nested too deeply"
            problem = Diagnostic(Origin(shown, 0), "nesting", what, "take some of the levels out")
            return nodes.document(settings, None), [problem]
    for message in list(document.findall(nodes.system_message)):
        message.parent.remove(message)
    settings.problems += [*_too_deep(document), *_lost_notes(document)]
    _address(document, slug)
    return document, settings.problems


# ------------------------------------------------------------------------------- what docutils allows and a book does not

_LEVELS = 8  # of lists, quotes and directives: below that a printed line has no room for a word
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


def _too_deep(document: nodes.document) -> Iterator[Diagnostic]:
    """What stands one level deeper than a book goes; what is in there is not told again."""
    for node in document.findall(nodes.Element):
        outside = list(around(node))
        if isinstance(node, _LEVEL) and sum(isinstance(outer, _LEVEL) for outer in outside) == _LEVELS:
            what = f"lists, quotes or directives are nested more than {_LEVELS} deep"
            yield Diagnostic(origin(node, document), "nesting", what, "take some of the levels out")
        if isinstance(node, nodes.section) and sum(isinstance(outer, nodes.section) for outer in outside) == _HEADS:
            yield Diagnostic(origin(node, document), "nesting", f"heads go more than {_HEADS} levels down", "take some of the levels out")


def _lost_notes(document: nodes.document) -> Iterator[Diagnostic]:
    """The file's title stands in the contents too, and a note has no foot of its own."""
    for node in document.findall(nodes.footnote_reference):
        for outer in around(node):
            title = isinstance(outer, nodes.title) and outer.parent.parent is document
            if title or isinstance(outer, nodes.footnote):
                what = f"a note is called in {'the title of the file' if title else 'a note'}"
                yield Diagnostic(origin(node, document), "note-place", what, "call it in the text")


def around(node: nodes.Node) -> Iterator[nodes.Node]:
    """The nodes around a node, from the inside out."""
    while (node := node.parent) is not None:
        yield node


def origin(node: nodes.Node, document: nodes.document) -> Origin:
    """Where a node was written, as near as docutils knows."""
    at: nodes.Node | None = node
    while at is not None and at.line is None:
        at = at.parent
    source = (at.source if at is not None else None) or document.settings._source
    return Origin(source, (at.line if at is not None else None) or 0)


_TEXT_BLOCKS = (nodes.paragraph, nodes.literal_block, nodes.term, nodes.caption, nodes.line, nodes.attribution)


def _address(document: nodes.document, slug: str) -> None:
    """Give every block of text an id, and put the slug before every id, so that all files share one id space.

    docutils' own id_prefix leaves out the ids that it makes after a name clash.
    """
    free = (name for number in count(1) if (name := f"b{number}") not in document.ids)
    for node in document.findall(nodes.Element):
        if isinstance(node, _TEXT_BLOCKS) and not node.get("ids"):
            node["ids"].append(next(free))
        node["ids"] = [f"{slug}-{name}" for name in node.get("ids", ())]
        node["backrefs"] = [f"{slug}-{name}" for name in node.get("backrefs", ())]
        if "refid" in node:
            node["refid"] = f"{slug}-{node['refid']}"


def typographic(text: str, language: str) -> str:
    """A string that is no reST (an option, a title) with the quotes and dashes of the language."""
    return str(smartquotes.smartyPants(text, "qDe", language))


# ------------------------------------------------------------------------------------- docutils' messages, explained

_UNKNOWN_DIRECTIVE = re.compile(r'Unknown directive type "(.+?)"')
_UNKNOWN_ROLE = re.compile(r'Unknown interpreted text role "(.+?)"')
_MENDS = (
    (r"Title (under|over)line too short", "title", "make the line under the title at least as long as the title"),
    (r"Title overline & underline mismatch", "title", "make the lines over and under the title alike"),
    (r"Title level inconsistent|Inconsistent title style", "title", "use the line characters in the same order everywhere: =, -, ~"),
    (r"Unexpected section title|Incomplete section title", "title", "sections stand in a chapter, not inside a directive or a list"),
    (r"Unexpected indentation", "indent", "leave a blank line before an indented block, or indent less"),
    (r"ends without a blank line", "blank-line", "leave a blank line after it"),
    (r"without end-string|start-string", "markup", "close the markup, or write a backslash before the character"),
    (r"Unknown target name|Undefined substitution|Too many autonumbered", "target", "define it in this file, or correct the name"),
    (r"Duplicate (explicit )?target name|Duplicate ID", "target", "give one of the two another name"),
    (r"duplicate option", "option", "write the option once"),
    (r"Content block expected|no content", "empty", "write its text, indented under it"),
    (r"argument\(s\) required", "argument", "write it on the line of the directive"),
)


def _said_already(message: str, problems: list[Diagnostic]) -> bool:
    """Whether docutils only tells what follows from something that has a diagnostic of ours."""
    if re.search(r"No smart quotes defined|Docutils-generated text|rST localisation", message):
        return True  # the language is checked for the whole book
    refused = any(problem.code == "refused" for problem in problems)
    return refused and re.match(r'Substitution definition ".*" (empty|contains)', message) is not None


def _explain(origin: Origin, message: str, words: set[str], our_roles: set[str]) -> Diagnostic:
    lines = message.split("\n")
    if lines[0].endswith(":"):  # what is wrong stands on the next line
        lines[0] = " ".join(lines[:3])
    first = " ".join(lines[0].split()).rstrip(".")
    if found := _UNKNOWN_DIRECTIVE.search(message):
        what = f"there is no directive “{found[1]}”"
        return Diagnostic(origin, "unknown-directive", what, nearest(found[1], words, otherwise=one_of(sorted(words - set(_BANNED)))))
    if found := _UNKNOWN_ROLE.search(message):
        what = f"there is no role “{found[1]}”"
        return Diagnostic(origin, "unknown-role", what, nearest(found[1], our_roles, otherwise=one_of(sorted(our_roles))))
    for pattern, code, mend in _MENDS:
        if re.search(pattern, message):
            return Diagnostic(origin, code, first, mend)
    return Diagnostic(origin, "rst", first, "see the reST syntax at this line")
