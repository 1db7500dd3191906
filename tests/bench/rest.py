"""A chapter → reStructuredText, for us and Sphinx or for pandoc: they differ in how links to chapters are
written.
"""

from collections.abc import Iterator

from tests.bench.book import Block, Chapter, Figure, Heading, Items, Note, Paragraph, Reference, Table

SPHINX = ":ref:`Chapter {number} <{label}>`"
PANDOC = "`Chapter {number} <{label}_>`_"


def rest(chapter: Chapter, link: str) -> str:
    """The chapter's file. `link` is SPHINX, which our program reads too, or PANDOC."""
    notes = [f".. [#{_name(chapter, note)}] {note.text}" for note in chapter.notes]
    blocks = [_block(block, chapter, link) for block in chapter.blocks]
    return "\n\n".join([f".. _{chapter.label}:", _heading(chapter.title, "="), *blocks, *notes]) + "\n"


def _block(block: Block, chapter: Chapter, link: str) -> str:
    match block:
        case Paragraph():
            text = " ".join(_piece(piece, chapter, link) for piece in block.text)
            return f"   {text}\n\n.." if block.quoted else text  # the comment ends the quotation
        case Heading():
            return _heading(block.title, "-")
        case Items():
            marks = [f"{place}." if block.numbered else "*" for place in range(1, len(block.items) + 1)]
            return "\n".join(map(" ".join, zip(marks, block.items, strict=True)))
        case Table():
            return f".. table:: {block.title}\n\n" + "\n".join(f"   {line}" for line in _lines(block))
        case Figure():
            options = f"   :width: 60%\n   :alt: Chart of chapter {block.chapter}"
            return f".. figure:: images/{chapter.label}.png\n{options}\n\n   {block.caption}"


def _piece(piece: str | Reference | Note, chapter: Chapter, link: str) -> str:
    match piece:
        case Reference():
            return link.format(number=piece.chapter, label=f"ch-{piece.chapter:03}")
        case Note():
            return f"[#{_name(chapter, piece)}]_"
        case _:
            return piece


def _name(chapter: Chapter, note: Note) -> str:
    return f"{chapter.label}-{note.number}"


def _heading(title: str, line: str) -> str:
    return f"{title}\n{line * len(title)}"


def _lines(table: Table) -> Iterator[str]:
    """The lines of a simple table."""
    widths = [max(map(len, column)) for column in zip(*table.rows, strict=True)]
    rule = "  ".join("=" * width for width in widths)
    head, *rows = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in table.rows
    ]
    yield from (rule, head, rule, *rows, rule)
