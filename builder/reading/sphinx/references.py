"""Roles that link inside the guide as Sphinx has them: to files, and to what has a number."""

import posixpath
from collections.abc import Mapping

from docutils import nodes

from builder.reading.doctree import Role
from builder.reading.roles import ROLES as OURS
from builder.reading.roles import label, link


def _file(name: str, document: nodes.document) -> str:
    """The path of a file from the guide's folder, by its path from the file's own folder, or from / ."""
    path = posixpath.normpath(posixpath.join("/", document.settings.folder, name))
    return path.lstrip("/").removesuffix(".rst")


def _anything(name: str, _document: nodes.document) -> str:
    return name.lower()


def _by_number(name, rawtext, text, lineno, inliner, options=None, content=None):  # type: ignore[no-untyped-def]
    """“Fig. %s <label>”: in the author's words, %s is the number."""
    words = text.replace("%s", "{number}")
    return _NUMREF(name, rawtext, words, lineno, inliner, options, content)


_NUMREF = link("numref", label)

_OWN: Mapping[str, Role] = {
    "doc": link("doc", _file),
    "numref": _by_number,
    "eq": link("eq", label),
    "math:numref": link("eq", label),
    "any": link("any", _anything),
}

ROLES: Mapping[str, Role] = {
    **_OWN,
    **{f"std:{name}": role for name, role in _OWN.items()},
    **{f"std:{name}": OURS[name] for name in ("ref", "term")},
}
"""A link in the standard domain is written with its name, or without it."""
