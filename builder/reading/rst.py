"""reST → doctree: docutils without access to disk, network and configuration files, with the study directives
and roles.

docutils keeps directives, roles and quotes in module globals and reads `docutils.conf` from the working
folder. Both are prevented here, so that no file has an influence on the parsing of another.
"""

import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from docutils import core, frontend, io, nodes
from docutils.parsers.rst import Directive, Parser, directives, roles
from docutils.parsers.rst.languages import en
from docutils.readers import standalone
from docutils.transforms import writer_aux
from docutils.transforms.universal import SmartQuotes
from docutils.utils import DependencyList, smartquotes
from docutils.writers import html5_polyglot

from builder.diagnostics import Diagnostic, Origin
from builder.files import TooMuchError, too_much
from builder.limits import LINE_LETTERS, MISTAKES
from builder.reading.crosslinks import links_in_files
from builder.reading.doctree import Role
from builder.reading.entries import place_marks
from builder.reading.included import DIRECTIVES as READING
from builder.reading.limits import (
    bound_substitutions,
    bounded_inliner,
    lost_notes,
    mistaken_comments,
    too_deep,
    too_many,
)
from builder.reading.located import located
from builder.reading.looks import Looks
from builder.reading.messages import already_reported, explained
from builder.reading.options import numbers_within_bounds
from builder.reading.raw_text import conflict, plain_indents, with_slashes
from builder.reading.refused import BANNED, SAFE, Banned, raw_role
from builder.reading.source import Source
from builder.reading.sphinx import DIRECTIVES as SPHINX_DIRECTIVES
from builder.reading.sphinx import ROLES as SPHINX_ROLES
from builder.reading.sphinx.files import place_pictures
from builder.reading.sphinx.marks import place_words
from builder.reading.sphinx.numbers import place_numbers
from builder.reading.sphinx.versions import place_versions
from builder.reading.states import states_when_entered
from builder.reading.titles import under_one_title
from builder.reading.typography import Typography
from builder.reading.unknown import unknown_ones_read


@contextmanager
def _vocabulary(words: Mapping[str, type[Directive]], our_roles: Mapping[str, Role]) -> Iterator[None]:
    """The directives and roles for one file: what a file defines (a role, a language's names) is dropped
    after it.
    """
    stores: tuple[dict[str, Any], ...] = (
        roles._roles,
        roles._role_registry,
        directives._directives,
        smartquotes.smartchars.quotes,
    )
    saved = [dict(store) for store in stores]
    try:
        roles._roles.clear()
        roles._roles.update({**SPHINX_ROLES, **our_roles})
        roles._role_registry["raw"] = raw_role
        directives._directives.clear()
        for known in (dict.fromkeys(BANNED, Banned), SAFE, READING, SPHINX_DIRECTIVES, words):
            directives._directives.update(known)
        yield
    finally:
        for store, old in zip(stores, saved, strict=True):
            store.clear()
            store.update(old)


# ---------------------------------------------------------------------------------------------------- parsing


def docutils_words() -> set[str]:
    """The names of docutils' own directives and roles."""
    return {*en.directives, *en.roles} - {"restructuredtext-test-directive"}


class _Reader(standalone.Reader):
    """docutils' reader, with the one transform that otherwise its HTML writer adds."""

    def get_transforms(self) -> list[Any]:
        return [*super().get_transforms(), writer_aux.Admonitions]


# What docutils is set to. docutils.conf in the working folder would switch everything back on that is off.
_SETTINGS = {
    "_disable_config": True,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "line_length_limit": LINE_LETTERS.value,
    "input_encoding": "utf-8-sig",  # a byte order mark is no text
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": False,
    "traceback": True,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "sectsubtitle_xform": False,
    "sectnum_xform": False,
    "auto_id_prefix": "%",
    "smart_quotes": True,
    "footnote_references": "superscript",
    "trim_footnote_reference_space": True,
    "toc_backlinks": False,
    "footnote_backlinks": False,
    "syntax_highlight": "short",
    "generator": None,
    "datestamp": None,
    "source_link": None,
    "math_output": "MathML",
    "stylesheet_path": "",
    "initial_header_level": "1",
    "strip_comments": True,
}


@cache
def _defaults() -> Any:
    """docutils' own settings; every file has a copy."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # docutils' option parser is deprecated
        return frontend.get_default_settings(Parser, standalone.Reader, html5_polyglot.Writer)


def _settings(source: Source, root: Path, language: str) -> Any:
    """docutils' settings for a file, with our own: what goes wrong, which files it includes and looks for."""
    settings = _defaults().copy()
    inside = root.resolve()
    own = {"_source": source.path, "root": inside, "folder": source.folder, "language_code": language}
    own["is_alone"] = source.is_alone
    collected = {
        "included": set(),
        "problems": [],
        "looks": Looks(inside),
        "inclusions": 0,
        "explained": set(),
        "letters": len(source.text),
        "lines": source.text.splitlines(),
        "record_dependencies": DependencyList(),
    }
    for name, value in (_SETTINGS | own | collected).items():
        setattr(settings, name, value)
    return settings


def parse(
    source: Source,
    root: Path,
    language: str,
    words: Mapping[str, type[Directive]],
    our_roles: Mapping[str, Role],
) -> nodes.document:
    """One file's doctree. Everything that docutils or our directives find wrong is in its settings, as
    `problems`.

    Every id in the doctree begins with the source's slug, and every block of text has one.
    """
    text, problems = plain_indents(source.text, source.path)
    text, others = with_slashes(text, source.path)
    source = replace(source, text=text)
    settings = _settings(source, root, language)
    settings.problems += [*problems, *others]
    if (left := conflict(text, source.path)) is not None:
        return _nothing(settings, left)
    with _vocabulary(words, our_roles), states_when_entered(), numbers_within_bounds(), unknown_ones_read():
        try:
            document = _read(source, settings, {*SPHINX_ROLES, *our_roles})
        except RecursionError:
            what, fix = "lists, quotes or directives are nested too deeply", "take some of the levels out"
            return _nothing(settings, Diagnostic(Origin(source.path, 0), "nesting", what, fix))
        except TooMuchError as wrong:
            return _nothing(settings, wrong.diagnostic)
    for message in list(document.findall(nodes.system_message)):
        message.parent.remove(message)
    under_one_title(document, source)
    links_in_files(document)
    settings.problems += [*too_deep(document), *too_many(document), *lost_notes(document)]
    _address(document, source.slug)
    place_numbers(document, source.slug)
    return document


def _nothing(settings: Any, problem: Diagnostic) -> nodes.document:
    """What is left of a file that is not read to its end."""
    settings.problems.append(problem)
    return nodes.document(settings, None)


def _read(source: Source, settings: Any, our_roles: set[str]) -> nodes.document:
    """The doctree with its transforms applied."""

    def note(message: nodes.system_message) -> None:
        words_said = message[0].astext() if len(message) else ""
        if message["level"] >= 2 and not already_reported(words_said, settings.problems):
            origin = Origin(message.get("source") or source.path, message.get("line") or 0)
            told = explained(origin, message, set(directives._directives), our_roles)
            settings.problems.append(located(told, settings))
            if len(settings.problems) > MISTAKES.value:
                what, fix = "this is not the last mistake of this file", "correct those that are told first"
                raise TooMuchError(too_much(origin, MISTAKES, what, fix))

    class ObservedParser(Parser):
        def get_transforms(self) -> list[Any]:
            return [Typography if found is SmartQuotes else found for found in super().get_transforms()]

        def parse(self, inputstring: str, document: nodes.document) -> None:
            document.reporter.attach_observer(note)
            super().parse(inputstring, document)

    is_pep = re.match(r"PEP: *\d", source.text) is not None  # it begins with lines as in a mail
    publisher = _publisher(source, settings, _Reader(ObservedParser(is_pep, bounded_inliner())))
    publisher.document = document = publisher.reader.read(publisher.source, publisher.reader.parser, settings)
    document.reporter.observers[:] = [note]
    settings.problems += mistaken_comments(document, source, {*directives._directives, *en.directives})
    place_words(document)
    place_versions(document, source.version)
    place_pictures(document)
    place_marks(document)
    bound_substitutions(document)
    publisher.apply_transforms()
    return document


def _publisher(source: Source, settings: Any, reader: _Reader) -> core.Publisher:
    given = {"source_class": io.StringInput, "destination_class": io.NullOutput, "settings": settings}
    publisher = core.Publisher(reader, reader.parser, "null", **given)
    publisher.set_source(source.text, source.path)
    publisher.set_destination()
    return publisher


_TEXT_BLOCKS = (
    nodes.paragraph,
    nodes.literal_block,
    nodes.term,
    nodes.caption,
    nodes.line,
    nodes.attribution,
)


def _address(document: nodes.document, slug: str) -> None:
    """Give every block of text an id, and put the slug before every id, so that all files share one id space.

    docutils' own id_prefix leaves out the ids that it makes after a name clash. What has several names, as a
    heading with a label before it, has one id, and all links lead to it.
    """
    free = (name for number in count(1) if (name := f"b{number}") not in document.ids)
    for node in document.findall(nodes.Element):  # a note has been replaced by an admonition that has its ids
        document.ids.update(dict.fromkeys(node.get("ids", ()), node))
    for node in document.findall(nodes.Element):
        if (named := document.ids.get(node.get("refid"))) is not None and named.get("ids"):
            node["refid"] = named["ids"][0]
    for node in document.findall(nodes.Element):
        if isinstance(node, _TEXT_BLOCKS) and not node.get("ids"):
            node["ids"].append(next(free))
        node["ids"] = [f"{slug}-{name}" for name in node.get("ids", ())[:1]]
        node["backrefs"] = [f"{slug}-{name}" for name in node.get("backrefs", ())]
        if "refid" in node:
            node["refid"] = f"{slug}-{node['refid']}"
