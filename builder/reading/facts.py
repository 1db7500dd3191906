"""The fields at the beginning of a file: what we know of a chapter by them, and what a reader is told."""

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import takewhile

from docutils import nodes
from docutils.transforms.frontmatter import DocInfo
from docutils.utils import clean_rcs_keywords

from builder.diagnostics import Diagnostic, Origin
from builder.reading.doctree import origin
from builder.reading.study import division, whole

FIELDS = {
    "reading-time": ("how many minutes it takes to read this chapter of the work", ":reading-time: 18"),
    "spoils": (
        "the chapter of the work up to which this file gives things away, where that is not the file's own: "
        "read-along editions have the file from that chapter on, and so do cards",
        ":spoils: 7",
    ),
}
"""Every field, with what it is for and an example."""

_FOR_SPHINX = ("orphan", "tocdepth", "nocomments", "nosearch", "no_toc", "hide-toc")
_NEAR = 0.8  # “Reading time” and “spoil” are, “Version” is not


def facts_in(
    body: list[nodes.Node], document: nodes.document
) -> tuple[dict[str, int], list[nodes.Node], list[Diagnostic]]:
    """The facts about a chapter in the field lists that it begins with (minutes to read the work's chapter,
    chapter up to which it spoils), the rest, and what is wrong with the fields.

    Settings for Sphinx are left out; all other fields (author, date, version …) are for the reader.
    """
    facts: dict[str, int] = {}
    problems: list[Diagnostic] = []
    for fields in _first_field_lists(body):
        fields["classes"].append("docinfo")
        for field in list(fields):
            key, value = field[0].astext(), field[1].astext()
            if key in FIELDS and (number := division(value) if key == "spoils" else whole(value)):
                facts[key] = number
            elif wrong := _wrong_fact(key, value, origin(field, document)):
                problems.append(wrong)
            elif key not in _FOR_SPHINX:
                _clean(field)
                continue
            fields.remove(field)
    return facts, [node for node in body if not _is_nothing(node)], problems


def _first_field_lists(body: Iterable[nodes.Node]) -> list[nodes.field_list]:
    begin = takewhile(lambda node: isinstance(node, nodes.field_list | nodes.Invisible), body)
    return [node for node in begin if isinstance(node, nodes.field_list)]


def _is_nothing(node: nodes.Node) -> bool:
    return isinstance(node, nodes.field_list) and not node.children


def _clean(field: nodes.field) -> None:
    """Take a version control system's dollar signs off: “$Date: 2001-02-03 $” is a date."""
    for paragraph in field.findall(nodes.paragraph):
        clean_rcs_keywords(paragraph, DocInfo.rcs_keyword_substitutions)


def _wrong_fact(key: str, value: str, at: Origin) -> Diagnostic | None:
    """What is wrong with one of our fields, or one that is nearly ours."""
    if key in FIELDS:
        what, fix = f"“{value}” is no value for “{key}”", "write a whole number, 1 or more"
        return Diagnostic(at, "fact-value", what, fix)
    near = get_close_matches("-".join(key.casefold().split()), FIELDS, n=1, cutoff=_NEAR)
    if not near:
        return None
    return Diagnostic(at, "unknown-fact", f"there is no field “{key}”", f"did you mean “{near[0]}”?")
