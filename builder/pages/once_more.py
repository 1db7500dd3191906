"""A text that is said a second time."""

import re
from dataclasses import replace
from html import escape

from builder.model.text import Footnote, IndexMark, Piece, Text

_BLOCK = re.compile(r"<(p|ul|ol|dl|div|table|figure|pre|blockquote|aside|section)\b")


def once_more(text: Text) -> Text:
    """A text, said again in one line: without ids and marks, blocks as mere words."""
    if text.pieces and isinstance(text.pieces[0], str) and _BLOCK.match(text.pieces[0]):
        return replace(text, pieces=(escape(text.plain),))
    return replace(text, pieces=tuple(_unmarked(piece) for piece in text.pieces))


def _unmarked(piece: Piece) -> Piece:
    if isinstance(piece, IndexMark):
        return escape(piece.text)
    if isinstance(piece, Footnote):
        return ""
    return re.sub(r' id="[^"]*"', "", piece) if isinstance(piece, str) else piece
