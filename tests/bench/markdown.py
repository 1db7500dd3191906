"""A chapter → Markdown for pandoc."""

from tests.bench.book import Block, Chapter, Figure, Heading, Items, Note, Paragraph, Reference, Table


def markdown(chapter: Chapter) -> str:
    """The chapter's file."""
    notes = [f"[^{_name(chapter, note)}]: {note.text}" for note in chapter.notes]
    blocks = [_block(block, chapter) for block in chapter.blocks]
    return "\n\n".join([f"# {chapter.title} {{#{chapter.label}}}", *blocks, *notes]) + "\n"


def _block(block: Block, chapter: Chapter) -> str:
    match block:
        case Paragraph():
            text = " ".join(_piece(piece, chapter) for piece in block.text)
            return f"> {text}" if block.quoted else text
        case Heading():
            return f"## {block.title}"
        case Items():
            marks = [f"{place}." if block.numbered else "*" for place in range(1, len(block.items) + 1)]
            return "\n".join(map(" ".join, zip(marks, block.items, strict=True)))
        case Table():
            head, *rows = [f"| {' | '.join(row)} |" for row in block.rows]
            return "\n".join([head, "|---" * len(block.rows[0]) + "|", *rows, "", f": {block.title}"])
        case Figure():
            return f"![{block.caption}](images/{chapter.label}.png){{width=60%}}"


def _piece(piece: str | Reference | Note, chapter: Chapter) -> str:
    match piece:
        case Reference():
            return f"[Chapter {piece.chapter}](#ch-{piece.chapter:03})"
        case Note():
            return f"[^{_name(chapter, piece)}]"
        case _:
            return piece


def _name(chapter: Chapter, note: Note) -> str:
    return f"{chapter.label}-{note.number}"
