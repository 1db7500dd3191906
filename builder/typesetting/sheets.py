"""What is given to the layout engine: markup, with everything that it is laid out with."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

_SOURCE = re.compile(r' src="([^"]+)"')


class EngineError(Exception):
    """The layout engine failed or warned: a fault of the program (a style, a template), which must not be
    ignored.
    """


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that pages may show: a picture, a font."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Markup under a name, with the names of its style sheets and the pictures that it shows. With `forms`,
    its fields are form fields.

    What is made of a sheet depends on nothing else: with the program's fonts, it is all that the engine gets.
    """

    name: str
    markup: str
    styles: tuple[str, ...]
    pictures: tuple[Resource, ...] = ()
    forms: bool = False

    def parts(self) -> Iterator[bytes | str]:
        """Everything that the result depends on, for a key."""
        yield from (self.name, self.markup, "\n".join(self.styles), str(self.forms))
        for picture in self.pictures:
            yield from (picture.name, picture.media_type, picture.content)

    def texts(self) -> Iterator[str]:
        """Everything whose letters are set: the markup, and what is drawn."""
        yield unescape(self.markup)
        for picture in self.pictures:
            if picture.media_type == "image/svg+xml":
                yield unescape(picture.content.decode("utf-8", "replace"))


Pictures = Mapping[str, Callable[[], Resource]]
"""Pictures by name, each as a function that makes it: not every page shows every picture."""


def shown_in(markup: str, pictures: Pictures) -> tuple[Resource, ...]:
    """Those of some pictures that a page's markup shows."""
    return tuple(pictures[name]() for name in names_shown(markup) if name in pictures)


def names_shown(markup: str) -> list[str]:
    """The names of the pictures that a page's markup shows, each once, in order."""
    return list(dict.fromkeys(unquote(unescape(name)) for name in _SOURCE.findall(markup)))
