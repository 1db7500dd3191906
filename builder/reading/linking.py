"""Links between files, once all are read: until then a link to a file is one of the kind “file”."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import escape
from typing import TypeGuard

from builder.model.book import Chapter, Label
from builder.model.text import Piece, Reference, Text
from builder.model.walking import ids, pieces, reword

FILE = "file:"
"""What the target of a link to a file begins with; its path and the name of a place follow."""

ENDING = re.compile(r"(\.(rst|txt|html?|md))?/?$")
"""The end of a file's path that says nothing: a link may name the file, or a web page made of it."""


def linked(chapters: Mapping[str, Chapter]) -> dict[str, Chapter]:
    """The chapters, by the names of their files, with links to files made links to chapters and to places in
    them. A link to anything else keeps its words alone.
    """
    wanted = {
        piece.target for chapter in chapters.values() for piece in _pieces(chapter) if _leads_to_file(piece)
    }
    if not wanted:
        return dict(chapters)
    by_path = {ENDING.sub("", name): name for name in chapters}
    places = {target: found for target in sorted(wanted) if (found := _place(target, by_path, chapters))}
    new = {name: _with_links(chapter, places) for name, chapter in chapters.items()}
    for name, label in dict.fromkeys(places.values()):
        new[name] = replace(new[name], labels=(*new[name].labels, label))
    return new


def _pieces(chapter: Chapter) -> Iterable[Piece]:
    return (*chapter.title.pieces, *pieces(chapter.blocks))


def _leads_to_file(piece: Piece) -> TypeGuard[Reference]:
    return isinstance(piece, Reference) and piece.target.startswith(FILE)


def _place(
    target: str, by_path: Mapping[str, str], chapters: Mapping[str, Chapter]
) -> tuple[str, Label] | None:
    """The name of the file that a link leads to, and the place in it: the chapter, if no other is known."""
    path, _, name = target.removeprefix(FILE).partition("#")
    file = by_path.get(path) or by_path.get(f"{path}/index")
    if file is None:
        return None
    # Imported for a link to a file: docutils takes long to load, and most guides have no such link.
    from docutils.nodes import make_id

    chapter = chapters[file]
    labels = {make_id(label.name): label.id for label in reversed(chapter.labels)}
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
