"""The finished pages of a flow, as they are kept and passed between processes.

A fragment is a small PDF with everything that its pages show, except running heads and page numbers, and a
table of what must be known to join it with others: it does not know which pages of a book its pages are.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from builder.typesetting.page_starts import PageStart

_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Anchor:
    """An id on a page, with its place: points from the page's lower left corner."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the PDF's outline. `state` is "open" or "closed"."""

    level: int
    label: str
    x: float
    y: float
    state: str


@dataclass(frozen=True, slots=True)
class FragmentPage:
    """A page: the left edge of its type area, the height of that, and what of it is free under the text, in
    points; the name that style sheets give the page, its ids and bookmarks, and where in the text it begins
    (an id and an offset).
    """

    left: float
    height: float
    free: float
    kind: str
    anchors: tuple[Anchor, ...]
    bookmarks: tuple[Bookmark, ...]
    start: tuple[str, int] | None

    def start_on(self, printed: str) -> PageStart | None:
        """Where the page begins, under its printed number."""
        return PageStart(printed, *self.start) if self.start else None


@dataclass(frozen=True, slots=True)
class Link:
    """A link's annotation: its object's number, the words and the title that describe it."""

    number: int
    words: str
    title: str


@dataclass(frozen=True, slots=True)
class FontUse:
    """What is used of a font, which is given by its family, weight and style in CSS: the width of every glyph
    in thousandths of the size, and the text that it stands for.
    """

    family: str
    weight: int
    style: str
    widths: Mapping[int, int]
    unicode: Mapping[int, str]

    def __or__(self, other: "FontUse") -> "FontUse":
        """What both use: a glyph's first text counts, as WeasyPrint has it."""
        return replace(
            self,
            widths={**self.widths, **_lacking(self.widths, other.widths)},
            unicode={**self.unicode, **_lacking(self.unicode, other.unicode)},
        )


@dataclass(frozen=True, slots=True)
class Fragment:
    """The pages of a flow. `fonts` are by the name that the pages use; the PDF has none. `figures` are the
    numbers of structure elements that say where they are on the page.
    """

    pages: tuple[FragmentPage, ...]
    links: tuple[Link, ...]
    figures: tuple[int, ...]
    fonts: Mapping[str, FontUse]
    pdf: bytes

    def packed(self) -> bytes:
        """The fragment as bytes, the same for the same pages."""
        head = {
            "pages": [asdict(page) for page in self.pages],
            "links": [asdict(link) for link in self.links],
            "figures": self.figures,
            "fonts": {name: asdict(use) for name, use in self.fonts.items()},
        }
        content = json.dumps(head, separators=(",", ":")).encode()
        return len(content).to_bytes(_LENGTH, "big") + content + self.pdf


def _lacking(known: Mapping[int, Any], more: Mapping[int, Any]) -> Mapping[int, Any]:
    return {glyph: value for glyph, value in more.items() if glyph not in known}


def unpacked(content: bytes) -> Fragment:
    """A fragment from its bytes."""
    end = _LENGTH + int.from_bytes(content[:_LENGTH], "big")
    head = json.loads(content[_LENGTH:end])
    return Fragment(
        pages=tuple(map(_page, head["pages"])),
        links=tuple(Link(**link) for link in head["links"]),
        figures=tuple(head["figures"]),
        fonts={name: _use(use) for name, use in head["fonts"].items()},
        pdf=content[end:],
    )


def _page(given: dict[str, Any]) -> FragmentPage:
    anchors = tuple(Anchor(**anchor) for anchor in given.pop("anchors"))
    bookmarks = tuple(Bookmark(**bookmark) for bookmark in given.pop("bookmarks"))
    start = given.pop("start")
    return FragmentPage(**given, anchors=anchors, bookmarks=bookmarks, start=tuple(start) if start else None)


def _use(given: dict[str, Any]) -> FontUse:
    by_glyph = {
        key: {int(glyph): value for glyph, value in given[key].items()} for key in ("widths", "unicode")
    }
    return FontUse(**{**given, **by_glyph})
