"""A file's title: whatever is written, one section holds it all, and its head is the title of the chapter."""

from pathlib import PurePosixPath

from docutils import nodes

from builder.diagnostics import Origin, warning
from builder.reading.source import Source
from builder.reading.typography import typographic

_LEFT_OUT = (nodes.decoration, nodes.meta)  # a book has heads, feet and settings of its own


def under_one_title(document: nodes.document, source: Source) -> None:
    """Put all of a file into one section. Text before the first title opens the chapter, and sections after
    the first are below its title; where nothing is a title, one is made.
    """
    for node in [child for child in document.children if isinstance(child, _LEFT_OUT)]:
        document.remove(node)
    sections = [node for node in document.children if isinstance(node, nodes.section)]
    if sections and not _has_head_of_a_pep(document):
        first, at = sections[0], document.index(sections[0])
        facts, text = _facts_and_text(document.children[:at])
        own_facts, own_text = _facts_and_text(first.children[1:])
        first[1:] = [*facts, *own_facts, *text, *own_text, *document.children[at + 1 :]]
    elif any(not isinstance(node, nodes.Invisible) for node in document.children):
        first = nodes.section("", _title(document, source), *document.children)
        first.source, first.line = source.path, 1
        if not _has_head_of_a_pep(document) and not document.get("title"):
            what = f"this file has no title, and is called “{first[0].astext()}” after its name"
            fix = "write a title on its first line, and a line of === under it"
            document.settings.problems.append(warning(Origin(source.path, 1), "no-title", what, fix))
    else:
        return
    document.children = []
    document += first


def _facts_and_text(these: list[nodes.Node]) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """The field lists that some nodes begin with, and what follows."""
    kinds = nodes.field_list | nodes.Invisible
    at = next((at for at, node in enumerate(these) if not isinstance(node, kinds)), len(these))
    return these[:at], these[at:]


def _has_head_of_a_pep(document: nodes.document) -> bool:
    """Whether a file begins with lines as in a mail: one is its title, and all sections are below that."""
    return any("rfc2822" in node.get("classes", ()) for node in document.children[:1])


def _title(document: nodes.document, source: Source) -> nodes.title:
    """The title that the file names in a field or with the directive, or one made of its own name."""
    named = _field(document, "title") if _has_head_of_a_pep(document) else document.get("title")
    title = nodes.title("", typographic(named, document.settings.language_code) if named else _from(source))
    title.source, title.line = source.path, 1
    return title


def _field(document: nodes.document, name: str) -> str:
    for field in document.findall(nodes.field):
        if field[0].astext().casefold() == name:
            return " ".join(str(field[1].astext()).split())
    return ""


def _from(source: Source) -> str:
    """my-notes.rst is called “My notes”."""
    words = PurePosixPath(source.path).stem.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
