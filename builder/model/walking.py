"""Walking through blocks and changing them, by their fields."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from html import escape
from typing import Any

from builder.model.blocks import Answer, Block, Glossary, Moment, Term, Timeline, Vocabulary
from builder.model.book import Chapter, Label
from builder.model.text import Footnote, Formula, IndexMark, Piece, Text

# --------------------------------------------------------------------------------------------- walking and changing


def children(block: Block) -> Iterator[Block]:
    """The blocks directly inside a block, in reading order."""
    for field in fields(block):
        value = getattr(block, field.name)
        if isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Block))


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, a block before those inside it, in reading order."""
    for block in blocks:
        yield block
        yield from walk(children(block))


def rewrite(blocks: Iterable[Block], change: Callable[[Block], Block | None]) -> tuple[Block, ...]:
    """The blocks with `change` done to each, inner ones first; a block for which it gives None is left out."""
    return tuple(new for block in blocks if (new := change(_rewrite_inside(block, change))) is not None)


def _rewrite_inside(block: Block, change: Callable[[Block], Block | None]) -> Block:
    new: dict[str, Any] = {}
    for field in fields(block):
        value = getattr(block, field.name)
        if isinstance(value, tuple) and value and all(isinstance(item, Block) for item in value):
            new[field.name] = rewrite(value, change)
    return replace(block, **new) if new else block


def reword(blocks: tuple[Block, ...], change: Callable[[Text], Text]) -> tuple[Block, ...]:
    """The blocks with `change` done to every running text, in reading order."""
    new: tuple[Block, ...] = _reword(blocks, change)
    return new


def _reword(value: Any, change: Callable[[Text], Text]) -> Any:
    match value:
        case Text():
            return change(value)
        case tuple():
            return tuple(_reword(item, change) for item in value)
        case Block() | Term() | Moment() | Answer():
            return replace(value, **{field.name: _reword(getattr(value, field.name), change) for field in fields(value)})
        case _:
            return value


def ids(chapter: Chapter) -> Iterator[str]:
    """Every id of a chapter that something can be linked to by."""
    yield chapter.slug
    for block in walk(chapter.blocks):
        yield block.id
        match block:
            case Vocabulary(terms=inner) | Glossary(terms=inner) | Timeline(moments=inner):
                yield from (item.id for item in inner)
        for text in texts(block):
            for piece in text.pieces:
                match piece:
                    case str():
                        yield from re.findall(r'\bid="([^"]*)"', piece)
                    case IndexMark() | Formula() if piece.id:
                        yield piece.id


def notes(chapters: Iterable[Chapter]) -> dict[str, Text]:
    """The text of every note in some chapters, by its id."""
    found = (piece for chapter in chapters for piece in pieces(chapter.blocks))
    return {piece.id: piece.text for piece in found if isinstance(piece, Footnote) and piece.text}


def nameless(text: Text) -> Text:
    """A text that can stand a second time: nothing in it has an address."""

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
    """A changed chapter made whole: a note stands at the first call that is left, and labels are those of what is there."""
    waiting = dict(notes)

    def call(text: Text) -> Text:
        pieces = (replace(piece, text=waiting.pop(piece.id, Text())) if isinstance(piece, Footnote) else piece for piece in text.pieces)
        return replace(text, pieces=tuple(pieces))

    blocks = reword(chapter.blocks, call)
    left = frozenset(ids(replace(chapter, blocks=blocks)))
    return replace(chapter, blocks=blocks, labels=tuple(label for label in labels if label.id in left))


def pieces(blocks: Iterable[Block]) -> Iterator[Piece]:
    """Every piece of running text in some blocks and in those inside them, notes too."""
    for block in walk(blocks):
        for text in texts(block):
            yield from text.pieces


def texts(block: Block) -> Iterator[Text]:
    """Every running text that stands in a block itself, not in the blocks inside it, in reading order."""
    for field in fields(block):
        yield from _texts_in(getattr(block, field.name))


def _texts_in(value: object) -> Iterator[Text]:
    match value:
        case Text():
            yield value
            for piece in value.pieces:
                if isinstance(piece, Footnote):
                    yield piece.text
        case tuple():
            for item in value:
                if not isinstance(item, Block):
                    yield from _texts_in(item)
        case Term() | Moment():
            yield from _texts_in(value.text)
        case Answer():
            yield from _texts_in((value.text, value.reasons))
