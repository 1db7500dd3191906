"""Running text → the simple HTML that a card can show."""

import re
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser

from builder.model.text import Footnote, Formula, IndexMark, Reference, Text

# ------------------------------------------------------------------------------------------------ simple HTML

_BREAKING = frozenset(
    [
        "blockquote",
        "br",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "li",
        "ol",
        "p",
        "pre",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_KEPT = _BREAKING | frozenset(
    ["b", "cite", "code", "em", "i", "q", "small", "strong", "sub", "sup", "tbody", "thead"]
)


def escaped(text: str) -> str:
    """Text as HTML. An opening square bracket is escaped, because it could begin one of Anki's marks, such as
    [sound:…]; after a backslash it opens a formula and stays.
    """
    return re.sub(r"(?<!\\)\[", "&#91;", escape(text, quote=False))


class _Simple(HTMLParser):
    """HTML with the elements that a card can show, without attributes; a picture becomes its alternative
    text. `markup` is the HTML, `plain` the same as lines of plain text.
    """

    def __init__(self) -> None:
        super().__init__()
        self.markup = self._words = ""

    @property
    def plain(self) -> str:
        """The text without markup, each block on a line of its own."""
        lines = (_one_spaced(line).strip(" ") for line in self._words.split("\n"))
        return "\n".join(filter(None, lines))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag that a card can show; put a picture's alternative text in its place."""
        self._tag(tag, f"<{tag}>")
        if tag == "img":
            self.handle_data(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        """Keep the end tag of what a card can show."""
        self._tag(tag, "" if tag == "br" else f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.markup += escaped(data)
        self._words += _one_spaced(data)

    def _tag(self, tag: str, written: str) -> None:
        self.markup += written if tag in _KEPT else ""
        self._words += "\n" if tag in _BREAKING else ""


def simple(text: Text, links: Mapping[str, str]) -> _Simple:
    simple = _Simple()
    for piece in text.pieces:
        match piece:
            case str():
                simple.feed(piece)
            case Reference(target=name, text=shown):
                simple.handle_data(shown or links[name])
            case IndexMark(text=shown):
                simple.handle_data(shown)
            case Formula(tex=tex, display=True):  # Anki typesets what is in these brackets
                simple.feed("<div>")
                simple.handle_data(rf"\[{tex}\]")
                simple.feed("</div>")
            case Formula(tex=tex):
                simple.handle_data(rf"\({tex}\)")
            case Footnote():
                pass
    simple.close()
    return simple


def plain_lines(markup: str) -> str:
    simple = _Simple()
    simple.feed(markup)
    simple.close()
    return simple.plain


def _one_spaced(text: str) -> str:
    """A text with one space for each run of white space; spaces at which no line may end stay."""
    return re.sub(r"[ \t\r\n\f]+", " ", text)
