"""The marks of a language: its quotation marks and dashes, by docutils, and the spaces of French."""

import re

from docutils import nodes
from docutils.transforms.universal import SmartQuotes
from docutils.utils import normalize_language_tag, smartquotes

LANGUAGE = re.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
"""What a language tag looks like: de, pt-BR, sr-Latn."""

_MARKS = "qDe"  # quotes, -- and ---, ellipses

# French sets high marks and guillemets off by a space at which no line ends, narrow but before a colon.
_NARROW, _WIDE = "\u202f", "\u00a0"
_SPACES = (
    (re.compile("(?<=«)[ \u00a0]|[ \u00a0](?=[»;!?])"), _NARROW),
    (re.compile(" (?=:(?:\\s|$))"), _WIDE),
)
_SPACES_LEFT_OUT = (
    (re.compile("(?<=«)(?![\\s\u202f])|(?<![\\s\u202f])(?=»)"), _NARROW),
    (re.compile("(?<=[\\w)\\]”’»…])(?=[;!?]+(?:[\\s»”)\\]]|$))"), _NARROW),
    (re.compile("(?<=[\\w)\\]”’»…])(?=:\\s)"), _WIDE),
)
_SPARING = ("fr-ca", "fr-ch")  # regions that put fewer such spaces: there only those that are written count


class Typography(SmartQuotes):
    """docutils' quotes and dashes, for a block of text in its own language, or, where docutils has no quotes
    for that, in the file's.
    """

    def apply(self) -> None:
        own = self.document.settings.language_code
        for block in self.document.findall(nodes.TextElement):
            if not isinstance(block, self.nodes_to_skip) and not isinstance(block.parent, nodes.TextElement):
                self._educate(block, own)

    def _educate(self, block: nodes.TextElement, own: str) -> None:
        options = nodes.option_string
        texts = [text for text in block.findall(nodes.Text) if not isinstance(text.parent, options)]
        tag = _quoted_as(block.get_language_code(own), own)
        taught = smartquotes.educate_tokens(self.get_tokens(texts), attr=_MARKS, language=tag)
        for text, written in zip(texts, taught, strict=True):
            language = "" if self._is_literal(text) else text.parent.get_language_code(own)
            text.parent.replace(text, nodes.Text(_spaced(written, language)))

    def _is_literal(self, text: nodes.Text) -> bool:
        return any(isinstance(node, self.literal_nodes) for node in (text.parent, text.parent.parent))


def typographic(text: str, language: str) -> str:
    """A string that is no reST (an option, a title) with the quotes and dashes of the language."""
    return _spaced(str(smartquotes.smartyPants(text, _MARKS, _quoted_as(language, "en"))), language)


def quotation_marks(language: str, own: str) -> tuple[str, ...]:
    """The four marks of a passage in a language of a file in its own: two outer ones, two inner ones."""
    return tuple(smartquotes.smartchars.quotes[_quoted_as(language, own)])


def _quoted_as(*languages: str) -> str:
    """The first tag for which docutils has quotes: of the languages' own and of those with fewer subtags."""
    tags = (tag for language in languages for tag in normalize_language_tag(language))
    return next((tag for tag in tags if tag in smartquotes.smartchars.quotes), "en")


def _spaced(text: str, language: str) -> str:
    """The text with the spaces that its language puts beside marks."""
    tag = language.lower()
    if tag.partition("-")[0] != "fr":
        return text
    for pattern, space in _SPACES if tag in _SPARING else _SPACES + _SPACES_LEFT_OUT:
        text = pattern.sub(space, text)
    return text
