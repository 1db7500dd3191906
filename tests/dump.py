"""Chapter → readable lines: every block with its fields, and in running text every link, note and index
mark.
"""

from collections.abc import Iterator
from dataclasses import fields

from builder.model.blocks import Block, Weight
from builder.model.book import Chapter
from builder.model.text import Footnote, Formula, IndexMark, Number, Piece, Reference, Text

_HIDDEN = ("id", "origin", "blocks")


def dump(chapter: Chapter) -> str:
    """The chapter's own fields where they are set, then its blocks."""
    own = (
        line
        for name in ("title", "minutes", "spoils", "labels")
        for line in _field(name, getattr(chapter, name))
    )
    lines = [*own, *(line for block in chapter.blocks for line in _block(block))]
    return "\n".join(line.rstrip() for line in lines)


def _block(block: Block) -> Iterator[str]:
    yield f"{block.tagname} #{block.id} (line {block.origin.line})"
    yield from _indented(_fields(block))
    yield from _indented(line for inner in getattr(block, "blocks", ()) for line in _block(inner))


def _fields(value: object) -> Iterator[str]:
    for field in fields(value):  # type: ignore[arg-type]
        if field.name not in _HIDDEN:
            yield from _field(field.name, getattr(value, field.name))


def _field(name: str, value: object) -> Iterator[str]:
    match value:
        case None | "" | () | Text(pieces=()):
            return
        case Text():
            first, *rest = _text(value).split("\n")
            yield f"{name}: {first}"
            yield from _indented(rest)
        case tuple() if all(isinstance(item, Block) for item in value):
            yield f"{name}:"
            yield from _indented(line for block in value for line in _block(block))
        case tuple() if all(isinstance(item, str | Weight) for item in value):
            yield f"{name}: " + ", ".join(
                item if isinstance(item, str) else f"{item.theme} {item.weight}" for item in value
            )
        case tuple():
            for item in value:
                yield from _field(name.removesuffix("s"), item)
        case str() | int():
            yield f"{name}: {value}"
        case _:
            yield f"{name} #{value.id}" if hasattr(value, "id") else name
            yield from _indented(_fields(value))


def _text(text: Text) -> str:
    return "".join(map(_piece, text.pieces))


def _piece(piece: Piece) -> str:
    match piece:
        case str():
            return piece
        case Reference():
            return f"{{link {piece.target} “{piece.text}”}}"
        case Footnote():
            return f"{{note {piece.number} #{piece.id}: {_text(piece.text) or 'see above'}}}"
        case IndexMark():
            return f"{{index {'; '.join(piece.heads)} #{piece.id} “{piece.text}”}}"
        case Number():
            return f"{{number of {piece.kind} {piece.name}}}"
        case Formula():
            return f"{{formula {piece.tex}{' ' + piece.id if piece.numbered else ''}}}"


def _indented(lines: Iterator[str] | list[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)
