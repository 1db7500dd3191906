"""Traversing and rewriting what chapters hold, by the fields of nodes, for every kind of node."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape
from typing import Any

from builder.diagnostics import Origin
from builder.model.blocks import Block
from builder.model.book import Book, Chapter, Label
from builder.model.node import Node, NodeField, fields_of, holders, inside
from builder.model.text import Footnote, Formula, IndexMark, Piece, Reference, Text

Change = Callable[[Node], Node | None]
_FILLED = (tuple, Node)  # what can hold more than itself


def children(node: Node) -> Iterator[Block]:
    """The blocks directly inside a node, or inside its items, in reading order."""
    for name in holders(node):
        yield from _blocks_in(getattr(node, name))


def _blocks_in(value: object) -> Iterator[Block]:
    match value:
        case Block():
            yield value
        case Node():
            yield from children(value)
        case tuple():
            for item in value:
                yield from _blocks_in(item)


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, a block before those inside it, in reading order."""
    for block in blocks:
        yield block
        yield from walk(children(block))


def walk_book(book: Book) -> Iterator[tuple[Chapter, Block]]:
    """Every block of a book with its chapter, in reading order."""
    for chapter in book.chapters:
        for block in walk(chapter.blocks):
            yield chapter, block


def nodes(node: Node) -> Iterator[Node]:
    """A node and the items that are its own, but not the blocks inside it."""
    yield node
    for name in holders(node):
        yield from _items_in(getattr(node, name))


def _items_in(value: object) -> Iterator[Node]:
    match value:
        case Block():
            return
        case Node():
            yield from nodes(value)
        case tuple():
            for item in value:
                yield from _items_in(item)


def values(node: Node) -> Iterator[tuple[NodeField, object]]:
    """The plain values of a node, of tuples and of items in it: texts, strings, numbers, each with the field
    that it is in.
    """
    for field, value in inside(node):
        if isinstance(value, _FILLED):
            yield from _values_in(field, value)
        else:
            yield field, value


def _values_in(field: NodeField, value: object) -> Iterator[tuple[NodeField, object]]:
    match value:
        case Block():
            return
        case Node():
            yield from values(value)
        case tuple():
            for item in value:
                yield from _values_in(field, item)
        case _:
            yield field, value


def texts(node: Node) -> Iterator[Text]:
    """Every running text that is in a node itself, not in the blocks inside it, and its notes, in reading
    order.
    """
    for _field, value in values(node):
        if isinstance(value, Text):
            yield from with_notes(value)


def with_notes(text: Text) -> Iterator[Text]:
    """A text, and those of the notes that are called in it and in these notes."""
    yield text
    for piece in text.pieces:
        if isinstance(piece, Footnote):
            yield from with_notes(piece.text)


def length(chapter: Chapter) -> int:
    """The number of characters in a chapter's text."""
    return sum(len(text.plain) for block in walk(chapter.blocks) for text in texts(block))


def strings(node: Node) -> Iterator[str]:
    """Every string that is in a node itself and may be printed, heads of the index too; neither ids nor names
    of something else.
    """
    for field, value in values(node):
        if isinstance(value, str) and field.is_printed:
            yield value
    for text in texts(node):
        yield from (head for piece in text.pieces if isinstance(piece, IndexMark) for head in piece.heads)


def alternatives(text: Text) -> Iterator[str]:
    """Texts that are not visible on the page: alternative texts of pictures, titles of abbreviations."""
    for piece in text.pieces:
        if isinstance(piece, str):
            yield from re.findall(r'\b(?:alt|title)="([^"]*)"', piece)


def references(node: Node) -> Iterator[tuple[str, str, Origin | None]]:
    """Kind and name of everything that a node itself links to, by its fields and in its texts; for a link in
    a text with its place.
    """
    for field, value in values(node):
        if isinstance(value, str) and field.meaning.naming:
            yield field.meaning.naming, value, None
    for text in texts(node):
        yield from links_in(text)


def links_in(text: Text) -> Iterator[tuple[str, str, Origin | None]]:
    """Kind and name of everything that a text links to, with the place of the link."""
    for piece in text.pieces:
        if isinstance(piece, Reference):
            kind, _, name = piece.target.partition(":")
            yield kind, name, piece.origin


def rewrite(blocks: Iterable[Block], change: Change) -> tuple[Block, ...]:
    """The blocks with `change` applied to every node, inner ones first; a node for which it returns None is
    left out.
    """
    new: tuple[Block, ...] = _rewritten(tuple(blocks), change)
    return new


def _rewritten(value: Any, change: Change) -> Any:
    match value:
        case tuple():
            return tuple(new for item in value if (new := _rewritten(item, change)) is not None)
        case Node():
            return change(_changed(value, lambda inner: _rewritten(inner, change)))
        case _:
            return value


def renumber(blocks: Iterable[Block], change: Callable[[int], int]) -> tuple[Block, ...]:
    """The blocks with `change` applied to every number of a division from which something is known."""

    def changed(node: Node) -> Node:
        known = ((field.name, value) for field, value in inside(node) if field.meaning.is_known_since)
        new = {name: change(value) for name, value in known if isinstance(value, int)}
        return replace(node, **new) if new else node

    return rewrite(blocks, changed)


def reword(blocks: tuple[Block, ...], change: Callable[[Text], Text]) -> tuple[Block, ...]:
    """The blocks with `change` applied to every running text, that of a note before that which calls it."""

    def deep(text: Text) -> Text:
        pieces = (
            replace(piece, text=deep(piece.text)) if isinstance(piece, Footnote) and piece.text else piece
            for piece in text.pieces
        )
        return change(replace(text, pieces=tuple(pieces)))

    new: tuple[Block, ...] = _reworded(blocks, deep)
    return new


def _reworded(value: Any, change: Callable[[Text], Text]) -> Any:
    match value:
        case Text():
            return change(value)
        case tuple():
            return tuple(_reworded(item, change) for item in value)
        case Node():
            return _changed(value, lambda inner: _reworded(inner, change))
        case _:
            return value


def _changed(node: Node, change: Callable[[object], object]) -> Node:
    """A node with `change` applied to the values of its fields."""
    old = {field.name: getattr(node, field.name) for field in fields_of(node)}
    new = {name: changed for name, value in old.items() if (changed := change(value)) != value}
    return replace(node, **new) if new else node


def ids(chapter: Chapter) -> Iterator[str]:
    """Every id in a chapter that a link can lead to."""
    yield chapter.slug
    for block in walk(chapter.blocks):
        yield from ids_in(block)


def ids_in(node: Node) -> Iterator[str]:
    """Every id in a node itself, not in the blocks inside it."""
    yield from (value for field, value in values(node) if field.name == "id" and isinstance(value, str))
    yield from (name for text in texts(node) for piece in text.pieces for name in _ids_of(piece))


def _ids_of(piece: Piece) -> Iterator[str]:
    match piece:
        case str():
            yield from re.findall(r'\bid="([^"]*)"', piece)
        case IndexMark() | Formula() if piece.id:
            yield piece.id


def pieces(blocks: Iterable[Block]) -> Iterator[Piece]:
    """Every piece of running text in some blocks and in those inside them, notes too."""
    for block in walk(blocks):
        for text in texts(block):
            yield from text.pieces


def notes(chapters: Iterable[Chapter]) -> dict[str, Text]:
    """The text of every note in some chapters, by its id."""
    found = (piece for chapter in chapters for piece in pieces(chapter.blocks))
    return {piece.id: piece.text for piece in found if isinstance(piece, Footnote) and piece.text}


def without_ids(text: Text) -> Text:
    """A text without ids, so that it can be printed a second time."""

    def without(piece: Piece) -> Piece:
        match piece:
            case str():
                return re.sub(r' id="[^"]*"', "", piece)
            case IndexMark(text=shown):
                return escape(shown, quote=False)
            case Formula():
                return replace(piece, id="")
            case _:
                return piece

    return replace(text, pieces=tuple(map(without, text.pieces)))


def settled(chapter: Chapter, notes: Mapping[str, Text], labels: Iterable[Label]) -> Chapter:
    """A chapter put right after blocks were left out or replaced: the text of a note is at the first call
    that is left, and only labels whose ids are left are kept.
    """
    waiting = dict(notes)

    def call(text: Text) -> Text:
        pieces = (
            replace(piece, text=call(waiting.pop(piece.id, Text()))) if isinstance(piece, Footnote) else piece
            for piece in text.pieces
        )
        return replace(text, pieces=tuple(pieces))

    blocks = _reworded(chapter.blocks, call)
    left = frozenset(ids(replace(chapter, blocks=blocks)))
    return replace(chapter, blocks=blocks, labels=tuple(label for label in labels if label.id in left))
