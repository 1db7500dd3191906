"""One file → Chapter: its title, its facts, its labels and its blocks."""

from pathlib import Path

from docutils import nodes

from builder.diagnostics import Diagnostic, Origin
from builder.model.book import Chapter
from builder.model.text import Text
from builder.reading import rst
from builder.reading.blocks import BlockReader
from builder.reading.directives import all_directives
from builder.reading.facts import facts_in
from builder.reading.labels import labels_of, lost_labels
from builder.reading.looks import Look
from builder.reading.resolution import coarse
from builder.reading.roles import ROLES
from builder.reading.slips import slips
from builder.reading.source import Read, Source


def read_chapter(source: Source, root: Path, language: str) -> Read:
    """One chapter from its source. `root` is the folder that holds all it may show or include."""
    return read_chapter_looking(source, root, language)[0]


def read_chapter_looking(source: Source, root: Path, language: str) -> tuple[Read, dict[str, Look]]:
    """One chapter from its source, and what there was in every place where it looked for another file."""
    document = rst.parse(source, root, language, all_directives(), ROLES)
    settings = document.settings
    context = BlockReader(document, source.slug)
    body: list[nodes.Node] = [child for section in _sections(document) for child in section.children]
    settings.problems += [] if body or settings.problems else [_no_text(source)]
    title = context.prose.inline(body[0]) if body else Text()
    facts, rest, wrong = facts_in(body[1:], document)
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


def _sections(document: nodes.document) -> list[nodes.section]:
    """The one section that holds all of a file; none, where docutils gave up or the file is empty."""
    return [node for node in document.children if isinstance(node, nodes.section)]


def _no_text(source: Source) -> Diagnostic:
    fix = "write a title with a line of = under it, and the text below it"
    return Diagnostic(Origin(source.path, 1), "chapter-title", "the file has no title and no text", fix)
