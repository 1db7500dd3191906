"""One file → Chapter: its title, its facts, its labels and its blocks."""

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes

from builder.diagnostics import Diagnostic, Origin, nearest, one_of
from builder.model.book import Chapter
from builder.model.text import Text
from builder.reading import rst
from builder.reading.blocks import BlockReader
from builder.reading.directives import all_directives
from builder.reading.doctree import origin
from builder.reading.labels import labels_of, lost_labels
from builder.reading.looks import Look
from builder.reading.resolution import coarse
from builder.reading.roles import ROLES
from builder.reading.slips import slips
from builder.reading.source import Read, Source
from builder.reading.study import division, whole


def read_chapter(source: Source, root: Path, language: str) -> Read:
    """One chapter from its source. `root` is the folder that holds all it may show or include."""
    return read_chapter_looking(source, root, language)[0]


def read_chapter_looking(source: Source, root: Path, language: str) -> tuple[Read, dict[str, Look]]:
    """One chapter from its source, and what there was in every place where it looked for another file."""
    document = rst.parse(source, root, language, all_directives(), ROLES)
    settings = document.settings
    context = BlockReader(document, source.slug)
    sections = [node for node in document.children if isinstance(node, nodes.section)]
    settings.problems += _title_problems(document, sections, source)
    body = sections[0].children if sections else []
    title = context.prose.inline(body[0]) if body else Text()
    facts, rest, wrong = _facts(body[1:], document)
    labels, wrong_labels = labels_of(document, source.slug)
    chapter = Chapter(
        slug=source.slug,
        role=source.role,
        title=title,
        origin=Origin(source.path, 1),
        blocks=context.blocks(rest),
        labels=tuple(labels),
        number=source.number,
        part=source.part,
        minutes=facts.get("reading-time"),
        spoils=facts.get("spoils"),
        file=source.file,
    )
    problems = settings.problems + wrong + wrong_labels
    problems += problems or lost_labels(chapter)
    problems += [*slips(document, source), *coarse(document, context.prose.images)]
    read = Read(chapter, context.prose.images, frozenset(settings.included), problems)
    return read, settings.looks.found


def _title_problems(
    document: nodes.document, sections: list[nodes.Node], source: Source
) -> Iterator[Diagnostic]:
    """A file has one title, and all else is below it."""
    if not document.children and document.settings.problems:
        return  # docutils gave up, and a diagnostic says why
    others = [node for node in document.children if node not in sections and not _invisible(node)]
    if len(sections) != 1 or others:
        beside = "there is text or a second title beside the file's title"
        fix = "begin the file with one title, a line of = over and under it, and put all else below it"
        yield Diagnostic(
            Origin(source.path, 1), "chapter-title", beside if sections else "the file has no title", fix
        )


def _invisible(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Invisible | nodes.footnote | nodes.citation)


FIELDS = {
    "reading-time": ("how many minutes it takes to read this chapter of the work", ":reading-time: 18"),
    "spoils": (
        "the chapter of the work up to which this file gives things away, where that is not the file's own: "
        "read-along editions have the file from that chapter on, and so do cards",
        ":spoils: 7",
    ),
}
"""Every field, with what it is for and an example."""


def _facts(
    body: list[nodes.Node], document: nodes.document
) -> tuple[dict[str, int], list[nodes.Node], list[Diagnostic]]:
    """The field list under a chapter's title (minutes to read the work's chapter, chapter up to which it
    spoils), the rest, and what is wrong with the fields.
    """
    if not body or not isinstance(body[0], nodes.field_list):
        return {}, body, []
    facts: dict[str, int] = {}
    problems: list[Diagnostic] = []
    for field in body[0].children:
        key, value = field.children[0].astext(), field.children[1].astext()
        if key in FIELDS and (number := division(value) if key == "spoils" else whole(value)):
            facts[key] = number
        else:
            problems.append(_wrong_fact(key, value, origin(field, document)))
    return facts, body[1:], problems


def _wrong_fact(key: str, value: str, at: Origin) -> Diagnostic:
    if key in FIELDS:
        return Diagnostic(
            at, "fact-value", f"“{value}” is no value for “{key}”", "write a whole number, 1 or more"
        )
    return Diagnostic(
        at, "unknown-fact", f"there is no field “{key}”", nearest(key, FIELDS, otherwise=one_of(FIELDS))
    )
