"""WeasyPrint without access to disk, network and the system's fonts: it can fetch only what the book holds,
it sets text of drawings in the book's fonts, and its warnings are errors.
"""

import logging
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from urllib.parse import unquote, urlsplit

import pydyf
import weasyprint
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from builder.material.fonts import FURTHER
from builder.material.styles import FAMILIES
from builder.typesetting.sheets import EngineError, Resource

BASE = "file:///book/"  # an address for relative links; nothing is ever read from it


# A picture in a picture is part of it: nothing is opened for it.
_IN_A_PICTURE = re.compile(r"data:(image/(?:png|jpeg));base64,")
_VERSIONS = {"weasyprint": "70.0", "pydyf": "0.13.0"}


# The book's fonts, by the names that drawings ask for.
_SERIF, _SANS, _MONO = FAMILIES
_FAMILY = {
    **{name.lower(): name for name in FAMILIES},
    **dict.fromkeys(("serif", "ui-serif", "times new roman", "times", "georgia"), _SERIF),
    **dict.fromkeys(("monospace", "ui-monospace", "courier new", "courier"), _MONO),
}


class UnknownEngineError(RuntimeError):
    """The WeasyPrint or pydyf in use is not the one whose private functions are replaced."""


def require_known_engine() -> None:
    """Raise UnknownEngineError for any release but those whose private functions are known."""
    found = {"weasyprint": weasyprint.VERSION, "pydyf": pydyf.VERSION}
    if found != _VERSIONS:
        raise UnknownEngineError(f"the engine is known as {_VERSIONS}, but these are here: {found}")


_drawn_text: Any = import_module("weasyprint.svg.text")  # a function has the module's name in its package


class OwnStyle(_drawn_text.Style):  # type: ignore[misc]
    """How a text in a drawing is set: in the book's fonts, whichever it asks for."""

    def __setitem__(self, name: str, value: Any) -> None:
        """Set a property."""
        super().__setitem__(name, own_families(value) if name == "font_family" else value)


def isolate() -> None:
    """Have texts in drawings set in the book's fonts, from now on. Raises UnknownEngineError."""
    require_known_engine()
    _drawn_text.Style = OwnStyle


def own_families(asked: Sequence[str]) -> list[str]:
    """The fonts of the book that come nearest to some families, and after them the others, for letters that
    they lack.
    """
    names = [name.strip().strip("\"'") for name in asked]
    if names[0] in FAMILIES:
        return [*names, *FURTHER]
    nearest = [_FAMILY[name.lower()] for name in names if name.lower() in _FAMILY]
    return list(dict.fromkeys((*nearest, _SANS, _SERIF, *FURTHER, _MONO)))


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Gives WeasyPrint what the book holds, and nothing else: no file is opened and no address called."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        super().__init__(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)
        self.offer(resources)

    def offer(self, resources: Iterable[Resource]) -> None:
        """Give these from now on, and no others."""
        self._resources = {resource.name: resource for resource in resources}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if found := _IN_A_PICTURE.match(url):
            return URLFetcherResponse(url, b64decode(url[found.end() :]), {"Content-Type": found[1]})
        path = unquote(urlsplit(url).path)
        resource = (
            self._resources.get(path.removeprefix(urlsplit(BASE).path)) if url.startswith(BASE) else None
        )
        if resource is None:
            raise FatalURLFetchingError(f"not in the book: {url[:200]}")
        return URLFetcherResponse(url, resource.content, {"Content-Type": resource.media_type})


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def no_complaints() -> Iterator[None]:
    """Within this context, raise EngineError for what WeasyPrint only logs, and in place of its
    FatalURLFetchingError, which is not a subclass of Exception.
    """
    logger = logging.getLogger("weasyprint")
    complaints = _Complaints()
    before = (logger.propagate, logger.handlers[:])
    logger.propagate, logger.handlers[:] = False, [complaints]
    try:
        yield
    except FatalURLFetchingError as fatal:
        raise EngineError(str(fatal)) from fatal
    finally:
        logger.propagate, logger.handlers[:] = before
    if complaints.said:
        raise EngineError("; ".join(dict.fromkeys(complaints.said)))
