"""Links by addresses inside the guide: `#head` in a file, and `other.rst#head` to another of its files.

What a file links to in others is known when all are read: see `linking.py`.
"""

import posixpath
import re
from urllib.parse import unquote

from docutils import nodes

from builder.diagnostics import Origin
from builder.model.text import Reference
from builder.reading.linking import ENDING, FILE

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def links_in_files(document: nodes.document) -> None:
    """Have links to `#name` lead to what has this name or id, and those to files say which place they mean. A
    link that leads nowhere in a book keeps its words alone.
    """
    for node in document.findall(nodes.reference):
        uri = node.get("refuri", "")
        if not uri or _SCHEME.match(uri):
            continue
        del node["refuri"]
        path, _, name = uri.partition("#")
        if path:
            node["file"] = f"{_file(path, document.settings.folder)}#{_id(name)}"
        elif found := _named(name, document):
            node["refid"] = found


def _named(name: str, document: nodes.document) -> str | None:
    """The id of what has a name or an id in a file."""
    name = unquote(name)
    known = document.nameids.get(nodes.fully_normalize_name(name))
    found = next((each for each in (known, name, _id(name)) if _is_place(document.ids.get(each))), None)
    return found or _head(name, document)


def _is_place(node: nodes.Element | None) -> bool:
    """Whether there is something, other than the link itself, which docutils may give the same name."""
    return node is not None and "refuri" not in node


def _head(name: str, document: nodes.document) -> str | None:
    heads = (node for node in document.findall(nodes.section) if node["ids"])
    return next((head["ids"][0] for head in heads if _id(head[0].astext()) == _id(name)), None)


def _id(name: str) -> str:
    return str(nodes.make_id(unquote(name)))


def _file(path: str, folder: str) -> str:
    """A file's path from the guide's folder, without its ending; `folder` is that of the file that links."""
    whole = posixpath.normpath(posixpath.join(folder, unquote(path.partition("?")[0])))
    return ENDING.sub("", whole)


def to_file(node: nodes.reference, origin: Origin) -> Reference:
    """A link to another file, or to a place in it."""
    return Reference(FILE + node["file"], node.astext(), origin)
