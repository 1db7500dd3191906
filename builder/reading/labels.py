"""The places of a file that can be linked to: what `:ref:` can name, and what reST links to by itself."""

from collections.abc import Iterator

from docutils import nodes

from builder.diagnostics import Diagnostic
from builder.model.book import Chapter, Label
from builder.model.text import Reference
from builder.model.walking import ids
from builder.reading.doctree import origin, study

_NO_LABEL = (nodes.footnote, nodes.citation, nodes.substitution_definition, type(None))
_LINK = (nodes.reference, nodes.citation_reference)


def labels_of(document: nodes.document, slug: str) -> tuple[list[Label], list[Diagnostic]]:
    """The labels of a file, and those that are in the wrong place."""
    labels, problems = list(_linked(document, slug)), []
    for name, explicit in document.nametypes.items():
        node = _meant(document.ids.get(document.nameids.get(name) or ""), document, slug)
        outside = isinstance(node, nodes.target) and "refuri" in node
        if not explicit or isinstance(node, _NO_LABEL) or outside:
            continue
        if isinstance(node, study):
            what = f"the label “{name}” is before a {node['kind']}"
            fix = f"name it with “:name:”, and link to it by its role, as in :beat:`{name}`"
            problems.append(Diagnostic(origin(node, document), "label", what, fix))
        else:
            labels.append(_label(name, node, document, slug))
    return labels, problems


def _meant(node: nodes.Element | None, document: nodes.document, slug: str) -> nodes.Element | None:
    """What a label means: one that is another name for a name means whatever that does."""
    while isinstance(node, nodes.target) and "refid" in node:
        node = document.ids.get(node["refid"].removeprefix(f"{slug}-"))
    return node


def _linked(document: nodes.document, slug: str) -> Iterator[Label]:
    """Labels for what a file's own reST links to, under names that no author gives: see `inside`."""
    linked = {node["refid"] for kind in _LINK for node in document.findall(kind) if "refid" in node}
    for name in sorted(linked):
        node = document.ids.get(name.removeprefix(f"{slug}-"))
        if node is not None and not isinstance(node, nodes.footnote):
            yield _label(_own_name(name, slug), node, document, slug)


def inside(node: nodes.Element, document: nodes.document, slug: str) -> Reference:
    """A link of reST inside its file. Its place may be in another edition's file, or in none: so it is one of
    the guide's links.
    """
    return Reference(f"ref:{_own_name(node['refid'], slug)}", node.astext(), origin(node, document))


def _own_name(name: str, slug: str) -> str:
    """The name by which a file's own links know a place: one that no author gives."""
    return f"#{slug}/{name.removeprefix(f'{slug}-')}"


def _label(name: str, node: nodes.Element, document: nodes.document, slug: str) -> Label:
    top = isinstance(node, nodes.section) and node.parent is document
    return Label(name, slug if top else node["ids"][0], title_of(node), origin(node, document))


def title_of(node: nodes.Element) -> str:
    """The title or caption of what can be linked to, or nothing."""
    title = nodes.caption if isinstance(node, nodes.figure | nodes.container) else nodes.title
    listing = isinstance(node, nodes.container) and "listing" in node["classes"]
    has_title = listing or isinstance(node, nodes.section | nodes.table | nodes.figure)
    heading = node.next_node(title) if has_title else None
    return str(heading.astext()) if heading else ""


def lost_labels(chapter: Chapter) -> list[Diagnostic]:
    """Labels before something that has no place of its own in a book."""
    there = frozenset(ids(chapter))
    fix = "write it before a paragraph, a heading, a table or a picture"
    return [
        Diagnostic(
            label.origin,
            "label",
            f"nothing can be linked to by the label “{label.name.rpartition('/')[2]}”",
            fix,
        )
        for label in chapter.labels
        if label.id not in there
    ]
