"""EPUB → the same book for Kobo's own reader: every sentence in a numbered span, by which a Kobo stores
reading positions and annotations.

A Kobo opens SLUG.kepub.epub with another program than other EPUBs. That program needs two wrapper elements
around the body's content, and stores where a reader is, and what the reader has marked, by the ids of spans:
`kobo.P.S` is the S-th span of the P-th paragraph. A span holds text alone: a sentence with an element inside
it goes on in another span. A picture is a paragraph of its own.

What counts as a sentence does not change how a page looks, only how exactly a position is stored, so the rule
is simple. A sentence ends after a full stop, an exclamation or question mark or an ellipsis, with the closing
quotes and brackets after it, where breakable white space follows and then no small letter. It does not end
after a title (“Mr.”), after initials (“Kathy H.”, but it does after “am I.”), nor after “p.” or “ch.” with a
number. In doubt, two sentences stay together.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from builder.ebook.epub import epub
from builder.material.styles import style
from builder.material.xhtml import XHTML, parse, serialise
from builder.model.book import Artifact
from builder.pages.publication import Publication

_END = re.compile(r"(?P<mark>[.!?…]+)[’”'\"»)\]]*[^\S\u00a0\u202f]+(?=[“‘„«»'\"(\[–—]*(?P<next>\S))")
_NO_WORD = re.compile(r"[^\w.]")
_TITLES = frozenset(
    ["mr", "mrs", "ms", "dr", "st", "prof", "rev", "mme", "mlle", "cf", "e.g", "i.e", "vs", "z.b", "d.h"]
)
_BEFORE_NUMBERS = frozenset(["p", "pp", "ch", "chs", "no", "nos", "vol", "fig"])

_HEADS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_PARAGRAPHS = _HEADS | {
    "p",
    "li",
    "dt",
    "dd",
    "td",
    "th",
    "caption",
    "figcaption",
    "blockquote",
    "div",
    "section",
    "aside",
}
_AS_THEY_ARE = frozenset(["script", "style", "pre", "svg", "math", "audio", "video", "object", "iframe"])


def kepub(made: Publication) -> list[Artifact]:
    """The e-book for Kobo. Raises EngineError."""
    return [for_kobo(book) for book in epub(made)]


def for_kobo(book: Artifact) -> Artifact:
    """An EPUB for Kobo: the same entries with the same dates; its pages, except the navigation document, get
    wrappers and spans.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book.content)) as plain, zipfile.ZipFile(stream, "w") as made:
        for entry in plain.infolist():
            content = plain.read(entry)
            if entry.filename.endswith(".xhtml") and not entry.filename.endswith("/nav.xhtml"):
                content = spanned(content.decode()).encode()
            made.writestr(entry, content, compresslevel=9)
    return Artifact(f"{book.path.removesuffix('.epub')}.kepub.epub", stream.getvalue())


def spanned(markup: str) -> str:
    """A page with Kobo's wrappers and spans; its text does not change."""
    root = parse(markup)
    body = root.find(f"{XHTML}body")
    _Spans().fill(body)
    outer, inner = (etree.Element(f"{XHTML}div", {"id": name}) for name in ("book-columns", "book-inner"))
    inner.text, body.text = body.text, None
    inner.extend(body[:])
    outer.append(inner)
    body.append(outer)
    etree.SubElement(root.find(f"{XHTML}head"), f"{XHTML}style", {"type": "text/css"}).text = style(
        "kobo.css"
    ).strip()
    return serialise(root, markup)


def sentences(text: str) -> Iterator[str]:
    """A text in its sentences, each with the white space after it; joined, they are the text."""
    start = 0
    for end in _END.finditer(text):
        if _ends(text[start : end.start()], end["mark"], end["next"]):
            yield text[start : end.end()]
            start = end.end()
    if start < len(text):
        yield text[start:]


def _ends(before: str, mark: str, following: str) -> bool:
    if following.islower():
        return False
    if mark != ".":
        return True
    word = _NO_WORD.split(before)[-1]
    initials = word != "I" and all(len(letter) == 1 and letter.isupper() for letter in word.split("."))
    numbered = word.lower() in _BEFORE_NUMBERS and following.isdigit()
    return not (initials or numbered or word.lower() in _TITLES)


class _Spans:
    """The spans of a page, numbered in reading order."""

    def __init__(self) -> None:
        self._paragraph = self._span = 0
        self._opens = True  # the next span is a new paragraph's first

    def fill(self, element: Any) -> None:
        """Put all text in an element, and every picture, into spans."""
        children, text = list(element), element.text
        del element[:]  # with their tails, which are put back one by one
        element.text = None
        self._add_text(element, text)
        for child in children:
            tail, child.tail = child.tail, None
            self._add(element, child)
            self._add_text(element, tail)

    def _add(self, parent: Any, child: Any) -> None:
        name = etree.QName(child).localname if isinstance(child.tag, str) else None
        if name == "img":
            self._opens = True
            parent = self._new(parent)
        parent.append(child)
        if name is None or name == "img" or name in _AS_THEY_ARE:
            return
        self._opens |= name in _PARAGRAPHS
        self.fill(child)
        self._opens |= name in _PARAGRAPHS

    def _add_text(self, parent: Any, text: str | None) -> None:
        for sentence in sentences(text or ""):
            if not sentence.isspace():
                self._new(parent).text = sentence
            elif len(parent):
                parent[-1].tail = sentence
            else:
                parent.text = sentence

    def _new(self, parent: Any) -> Any:
        if self._opens:
            self._paragraph, self._span, self._opens = self._paragraph + 1, 0, False
        self._span += 1
        return etree.SubElement(
            parent, f"{XHTML}span", {"class": "koboSpan", "id": f"kobo.{self._paragraph}.{self._span}"}
        )
