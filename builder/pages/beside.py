"""What stands beside an essay's text, where there is room: the chapter from which on a paragraph is known,
and the beats that it cites in brackets. Elsewhere the same stands in the text, as something apart from it, so
that a place in the text is the same in every output.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from builder.model.blocks import Block, Character, Place, Prose, Reveal, Section, Symbol, Theme
from builder.model.book import FOR_TEACHERS, Chapter
from builder.model.text import Piece, Reference, Text

_ESSAYS = ("front", "back", *FOR_TEACHERS)
# As wide as the page: their text can have sides.
_HOLDERS = (Section, Theme, Character, Symbol, Place, Reveal)
_PARAGRAPH = re.compile(r"<p\b[^>]*>")
_MARK = 'class="known-from'
_BLOCK = re.compile(
    r"<(/?)(p|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|blockquote|aside|div|figure|section)\b"
)
_OPENS = re.compile(r"\s\($")
_BETWEEN = re.compile(r"[,;]\s")


@dataclass(frozen=True, slots=True)
class Sides:
    """How it is marked up: what stands around cited beats, and, for a chapter, what says that a paragraph is
    known from it on; `since` is None where nothing in the paragraph says so.
    """

    before: str
    after: str
    since: Callable[[int], str] | None


def with_sides(chapter: Chapter, sides: Sides) -> Chapter:
    """A chapter with what stands beside its text, if it is an essay."""
    if chapter.role not in _ESSAYS:
        return chapter
    return replace(chapter, blocks=tuple(_beside(block, sides) for block in chapter.blocks))


def is_marked(block: Reveal) -> bool:
    """Whether the first paragraph says since when all of it is known."""
    first = block.blocks[0] if block.blocks else None
    return isinstance(first, Prose) and _begins(first.text) and _MARK in str(first.text.pieces[0])


def _begins_with_paragraph(block: Reveal) -> bool:
    first = block.blocks[0] if block.blocks else None
    return isinstance(first, Prose) and _begins(first.text)


def has_sides(chapter: Chapter) -> bool:
    """Whether anything would stand beside a chapter's text."""
    if chapter.role not in _ESSAYS:
        return False
    return any(_has_sides(block) for block in chapter.blocks)


def _has_sides(block: Block) -> bool:
    match block:
        case Reveal() if _begins_with_paragraph(block):
            return True
        case Prose(text=text):
            return _cited(text, "", "") != text
        case _ if isinstance(block, _HOLDERS):
            return any(map(_has_sides, block.blocks))
    return False


def _beside(block: Block, sides: Sides) -> Block:
    match block:
        case Prose(text=text):
            return replace(block, text=_cited(text, sides.before, sides.after))
        case Reveal(blocks=inner, since=since):
            found = tuple(_beside(one, sides) for one in inner)
            if sides.since and _begins_with_paragraph(block):
                found = (_flagged(found[0], sides.since(since)), *found[1:])
            return replace(block, blocks=found)
        case _ if isinstance(block, _HOLDERS):
            return replace(block, blocks=tuple(_beside(one, sides) for one in block.blocks))
    return block


def _begins(text: Text) -> bool:
    first = text.pieces[0] if text.pieces else None
    return isinstance(first, str) and bool(_PARAGRAPH.match(first))


def _flagged(block: Block, flag: str) -> Block:
    assert isinstance(block, Prose)
    first, *others = block.text.pieces
    assert isinstance(first, str)
    marked = _PARAGRAPH.sub(lambda opening: opening[0] + flag, first, count=1)
    return replace(block, text=replace(block.text, pieces=(marked, *others)))


def _cited(text: Text, before: str, after: str) -> Text:
    """A text with its beats in brackets between other marks."""
    pieces = list(text.pieces)
    for first, last in list(_citations(pieces)):
        opening, closing = pieces[first - 1], pieces[last + 1]
        assert isinstance(opening, str)
        assert isinstance(closing, str)
        pieces[first - 1] = _OPENS.sub(before, opening)
        pieces[last + 1] = after + closing.removeprefix(")")
    return replace(text, pieces=tuple(pieces))


def _citations(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """The first and the last of the references that stand together in brackets, in a paragraph that is in
    nothing else: a list is not as wide as the page.
    """
    inside = list(accumulate(map(_opened, pieces)))
    at = 1
    while at < len(pieces) - 1:
        last = at
        while last + 2 < len(pieces) - 1 and _parts(pieces[last + 1]) and _is_beat(pieces[last + 2]):
            last += 2
        if inside[at] == 1 and _is_beat(pieces[at]) and _ends(pieces[at - 1]) and _closes(pieces[last + 1]):
            yield at, last
        at = last + 1


def _opened(piece: Piece) -> int:
    """How many more blocks a piece opens than it closes; a paragraph counts for one, others for two."""
    if not isinstance(piece, str):
        return 0
    return sum((-1 if shut else 1) * (1 if tag == "p" else 2) for shut, tag in _BLOCK.findall(piece))


def _is_beat(piece: Piece) -> bool:
    return isinstance(piece, Reference) and piece.target.startswith("beat:") and not piece.text


def _parts(piece: Piece) -> bool:
    return isinstance(piece, str) and bool(_BETWEEN.fullmatch(piece))


def _ends(piece: Piece) -> bool:
    return isinstance(piece, str) and bool(_OPENS.search(piece))


def _closes(piece: Piece) -> bool:
    return isinstance(piece, str) and piece.startswith(")")
