"""Running text in pieces: XHTML, cut where something depends on the whole book or on the output."""

from dataclasses import dataclass

from builder.diagnostics import Origin

# ------------------------------------------------------------------------------------------------------- text


@dataclass(frozen=True, slots=True)
class Reference:
    """A link inside the guide. `target` is "kind:name" (beat:ch07-speech, term:carer, ref:sources …)."""

    target: str
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote at the place of its call. `text` is empty where an earlier call of the same note has it.

    One that stands `apart` holds lists, tables or other blocks, or is called in a note: the foot of a page
    has no room for that, so it is at the end of its chapter in print too.
    """

    id: str
    number: str
    text: "Text"
    apart: bool = False


@dataclass(frozen=True, slots=True)
class IndexMark:
    """Words in the text that the index points to. `heads` is the entry and, where there is one, its
    sub-entry.
    """

    id: str
    heads: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """The place of the number before a caption: "Figure 3", in a book whose captions have numbers. `kind` is
    figure, table or listing, `name` the id of what has the caption, or, where it has none, a name of ours.
    """

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula: the author's TeX and the MathML made from it, with the TeX as its alternative text. `id` is
    empty where no link leads to it; one that is `numbered` has its number in brackets beside it.
    """

    tex: str
    mathml: str
    display: bool
    id: str
    origin: Origin
    numbered: bool = False


Piece = str | Reference | Footnote | IndexMark | Number | Formula


@dataclass(frozen=True, slots=True)
class Text:
    """Running text: well-formed XHTML in pieces, cut where something depends on the whole book or on the
    output.

    `plain` is the whole text without markup (a formula as TeX), `code` the part of it that is set as code.
    """

    pieces: tuple[Piece, ...] = ()
    plain: str = ""
    code: str = ""

    def __bool__(self) -> bool:
        return bool(self.pieces)
