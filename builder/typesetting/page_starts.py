"""Where in the text every printed page begins: found in the laid-out pages, marked in other outputs.

A place in the text is an id and an offset: the id of the nearest element around it that has one, and the
number of characters of that element's own text before it. Own text is without the text of inner elements with
ids of their own, and without what only one of the outputs has; runs of white space count as one character. So
the place is the same in print and in the e-book, in the middle of a paragraph too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from builder.material.xhtml import XHTML, parse, serialise

_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_LINK = f"{XHTML}a"
# Text of one output alone: page numbers after links, calls of notes, the places of an index entry, formulas.
_IN_ONE = ("page", "note-call", "note-again", "places", "footnote", "formula")
# Text that is in a line in one and beside it in another, or that every page repeats.
_ELSEWHERE = ("cited", "known-from", "column-heads", "to-answer", "does", "code-only")
APART = frozenset((*_IN_ONE, *_ELSEWHERE))
_UNSEEN = " \u00ad\u200b"  # hyphens are seen at line ends at most; the engine puts U+200B into empty items


@dataclass(frozen=True, slots=True)
class PageStart:
    """The place at which a page begins; `page` is its number as it is printed."""

    page: str
    id: str
    offset: int


class OwnText:
    """An element's own text, with the position up to which pages have shown it."""

    def __init__(self, element: Any) -> None:
        self.text = " ".join("".join(_own_strings(element)).split())
        self.position = 0

    def here(self) -> int:
        """The offset of the next character that can be seen."""
        at = self.position
        while at < len(self.text) and self.text[at] in _UNSEEN:
            at += 1
        return at

    @staticmethod
    def is_seen(shown: str) -> bool:
        """Whether anything of a run of characters is seen."""
        return bool(shown.strip().strip(_UNSEEN))

    def read(self, shown: str, hyphen: str) -> bool:
        """Move past a run of characters that a page shows; False where they are not the text's next."""
        for place, character in enumerate(shown):
            if character.isspace() or character in _UNSEEN:
                continue
            at = self.here()
            if at < len(self.text) and self.text[at].casefold() == character.casefold():
                self.position = at + 1
            elif not (place == len(shown) - 1 and character == hyphen):
                return False
        return True


def _own_strings(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not owns_itself(child):
            yield from _own_strings(child)
        yield child.tail or ""


def owns_itself(element: Any) -> bool:
    """Whether an element's text is not its parent's."""
    return element.get("id") is not None or bool(APART.intersection((element.get("class") or "").split()))


# ---------------------------------------------------------------------------------------------------- marking


def mark(markup: str, starts: Sequence[PageStart]) -> tuple[str, tuple[str, ...]]:
    """A page's XHTML with an EPUB page-break mark at every start that is in it, and the numbers of the pages
    marked. Without any start it is the same to the letter.
    """
    if not starts:
        return markup, ()
    root = parse(markup)
    by_id = {element.get("id"): element for element in root.iter(etree.Element) if element.get("id")}
    inside = [start for start in starts if start.id in by_id]
    for start in reversed(inside):  # from the last to the first: earlier offsets stay true
        _insert(by_id[start.id], start)
    return serialise(root, markup), tuple(start.page for start in inside)


def _insert(element: Any, start: PageStart) -> None:
    # Its name is in `title`: axe does not know DPUB-ARIA roles, and reports an aria-label on an element
    # without a role.
    sign = etree.Element(
        f"{XHTML}span",
        {_EPUB_TYPE: "pagebreak", "role": "doc-pagebreak", "id": f"page-{start.page}", "title": start.page},
    )
    if start.offset == 0:  # the very beginning, also of what has no text here (a cover that is a picture)
        sign.tail, element.text = element.text, None
        element.insert(0, sign)
    elif not _Walk(start.offset).insert(element, sign):
        raise ValueError(
            f"page {start.page} begins at character {start.offset} of #{start.id}, which is not so long"
        )


class _Walk:
    """A walk through an element's own text up to an offset."""

    def __init__(self, offset: int) -> None:
        self._left = offset
        self._after_space = True  # leading white space is not counted

    def insert(self, element: Any, sign: Any) -> bool:
        """Put the sign before the character at the offset; False where the text ends before it."""
        if (at := self._find(element.text or "")) is not None:
            if (
                element.tag == _LINK and not element.text[:at].strip()
            ):  # before a link, not in it: see inline.xhtml
                element.addprevious(sign)
                return True
            sign.tail, element.text = element.text[at:], element.text[:at]
            element.insert(0, sign)
            return True
        for child in element:
            if isinstance(child.tag, str) and not owns_itself(child) and self.insert(child, sign):
                return True
            if (at := self._find(child.tail or "")) is not None:
                sign.tail, child.tail = child.tail[at:], child.tail[:at]
                element.insert(element.index(child) + 1, sign)
                return True
        return False

    def _find(self, string: str) -> int | None:
        for at, character in enumerate(string):
            space = character.isspace()
            if not space and self._left == 0:
                return at
            if not (space and self._after_space):
                self._left -= 1
            self._after_space = space
        return None
