"""One file → Chapter: its title, its facts, its labels and its blocks."""

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes

from builder.diagnostics import Diagnostic, Origin, nearest, one_of
from builder.model.book import Chapter, Image, Label
from builder.model.book import Role as ChapterRole
from builder.model.text import Text
from builder.reading import rst
from builder.reading.blocks import BlockReader
from builder.reading.directives import all_directives
from builder.reading.doctree import origin, study
from builder.reading.roles import ROLES


def read_chapter(
    source: str,
    shown: str,
    root: Path,
    slug: str,
    language: str,
    *,
    role: ChapterRole = "chapter",
    number: int | None = None,
    part: int | None = None,
) -> tuple[Chapter, list[Diagnostic], dict[str, Image]]:
    """One chapter from its source, what is wrong with it, and the pictures it shows. `shown` is the file's
    path in diagnostics.
    """
    document, problems = rst.parse(source, shown, root, slug, language, all_directives(), ROLES)
    images: dict[str, Image] = {}
    context = BlockReader(document, slug, problems, images)
    sections = [node for node in document.children if isinstance(node, nodes.section)]
    unread = not document.children and problems  # docutils gave up, and a diagnostic says why
    if not unread and (
        len(sections) != 1 or any(not _invisible(node) for node in document.children if node not in sections)
    ):
        what = (
            "the file has no title"
            if not sections
            else "text or a second title stands beside the file's title"
        )
        fix = "begin the file with one title, a line of = over and under it, and let all else stand below it"
        problems.append(Diagnostic(Origin(shown, 1), "chapter-title", what, fix))
    body = sections[0].children if sections else []
    title = context.prose.inline(body[0]) if body else Text()
    facts, rest = _facts(body[1:], problems, document)
    chapter = Chapter(
        slug=slug,
        role=role,
        title=title,
        origin=Origin(shown, 1),
        blocks=context.blocks(rest),
        labels=tuple(_labels(document, slug, problems)),
        number=number,
        part=part,
        minutes=facts.get("reading-time"),
        spoils=facts.get("spoils"),
    )
    return chapter, problems, images


# --------------------------------------------------------------------------------------------- nodes → blocks


def _invisible(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Invisible | nodes.footnote | nodes.citation)


# ------------------------------------------------------------------------------------------- facts and labels

_FACTS = ("reading-time", "spoils")


def _facts(
    body: list[nodes.Node], problems: list[Diagnostic], document: nodes.document
) -> tuple[dict[str, int], list[nodes.Node]]:
    """The field list under a chapter's title (minutes to read the work's chapter, chapter up to which it
    spoils), and the rest.
    """
    if not body or not isinstance(body[0], nodes.field_list):
        return {}, body
    facts: dict[str, int] = {}
    for field in body[0].children:
        key, value = field.children[0].astext(), field.children[1].astext()
        if key not in _FACTS:
            fix = nearest(key, _FACTS, otherwise=one_of(_FACTS))
            problems.append(
                Diagnostic(origin(field, document), "unknown-fact", f"there is no field “{key}”", fix)
            )
        elif not value.isdecimal() or int(value) < 1:
            what = f"“{value}” is no value for “{key}”"
            problems.append(
                Diagnostic(origin(field, document), "fact-value", what, "write a whole number, 1 or more")
            )
        else:
            facts[key] = int(value)
    return facts, body[1:]


def _labels(document: nodes.document, slug: str, problems: list[Diagnostic]) -> Iterator[Label]:
    """The explicit targets of a file: what `:ref:` can name."""
    for name, explicit in document.nametypes.items():
        node = document.ids.get(document.nameids.get(name) or "")
        if (
            not explicit
            or isinstance(node, _NO_LABEL)
            or (isinstance(node, nodes.target) and "refuri" in node)
        ):
            continue
        if isinstance(node, study):
            fix = f"name it with “:name:”, and link to it by its role, as in :beat:`{name}`"
            problems.append(
                Diagnostic(
                    origin(node, document),
                    "label",
                    f"the label “{name}” stands before a {node['kind']}",
                    fix,
                )
            )
            continue
        title = nodes.caption if isinstance(node, nodes.figure) else nodes.title
        heading = (
            node.next_node(title) if isinstance(node, nodes.section | nodes.table | nodes.figure) else None
        )
        top = isinstance(node, nodes.section) and node.parent is document
        yield Label(
            name, slug if top else node["ids"][0], heading.astext() if heading else "", origin(node, document)
        )


_NO_LABEL = (nodes.footnote, nodes.citation, nodes.substitution_definition, type(None))
