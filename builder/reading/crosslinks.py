"""Links by addresses inside the guide: `#head` in a file, and `other.rst#head` to another of its files.

What a file links to in others is known when all are read: until then such a link is one of the kind “file”.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import escape
from typing import TypeGuard
from urllib.parse import unquote

from docutils import nodes

from builder.diagnostics import Origin
from builder.model.book import Chapter, Label
from builder.model.text import Piece, Reference, Text
from builder.model.walking import ids, pieces, reword

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_ENDING = re.compile(r"(\.(rst|txt|html?|md))?/?$")
_FILE = "file:"


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
    return _ENDING.sub("", whole)


def to_file(node: nodes.reference, origin: Origin) -> Reference:
    """A link to another file, or to a place in it."""
    return Reference(_FILE + node["file"], node.astext(), origin)


# ------------------------------------------------------------------------------------------ when all are read


def linked(chapters: Mapping[str, Chapter]) -> dict[str, Chapter]:
    """The chapters, by the names of their files, with links to files made links to chapters and to places in
    them. A link to anything else keeps its words alone.
    """
    wanted = {
        piece.target for chapter in chapters.values() for piece in _pieces(chapter) if _leads_to_file(piece)
    }
    if not wanted:
        return dict(chapters)
    by_path = {_ENDING.sub("", name): name for name in chapters}
    places = {target: found for target in sorted(wanted) if (found := _place(target, by_path, chapters))}
    new = {name: _with_links(chapter, places) for name, chapter in chapters.items()}
    for name, label in dict.fromkeys(places.values()):
        new[name] = replace(new[name], labels=(*new[name].labels, label))
    return new


def _pieces(chapter: Chapter) -> Iterable[Piece]:
    return (*chapter.title.pieces, *pieces(chapter.blocks))


def _leads_to_file(piece: Piece) -> TypeGuard[Reference]:
    return isinstance(piece, Reference) and piece.target.startswith(_FILE)


def _place(
    target: str, by_path: Mapping[str, str], chapters: Mapping[str, Chapter]
) -> tuple[str, Label] | None:
    """The name of the file that a link leads to, and the place in it: the chapter, if no other is known."""
    path, _, name = target.removeprefix(_FILE).partition("#")
    file = by_path.get(path) or by_path.get(f"{path}/index")
    if file is None:
        return None
    chapter = chapters[file]
    labels = {nodes.make_id(label.name): label.id for label in reversed(chapter.labels)}
    at = labels.get(name) or f"{chapter.slug}-{name}"
    at = at if name and at in set(ids(chapter)) else chapter.slug
    return file, Label(f"#file/{at}", at, chapter.title.plain, chapter.origin)


def _with_links(chapter: Chapter, places: Mapping[str, tuple[str, Label]]) -> Chapter:
    def link(text: Text) -> Text:
        return replace(text, pieces=tuple(_link(piece, places) for piece in text.pieces))

    return replace(chapter, title=link(chapter.title), blocks=reword(chapter.blocks, link))


def _link(piece: Piece, places: Mapping[str, tuple[str, Label]]) -> Piece:
    if not _leads_to_file(piece):
        return piece
    if piece.target not in places:
        return escape(piece.text, quote=False)
    return replace(piece, target=f"ref:{places[piece.target][1].name}")
