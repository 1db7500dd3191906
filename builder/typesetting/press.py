"""The press lays out sheets: each once, however often it is asked for, in as many processes as there are."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import asdict
from threading import Lock
from typing import Any, TypeVar, cast

from builder import kept
from builder.cache import NOTHING_KEPT, Cache, key_of
from builder.typesetting import work
from builder.typesetting.fragment import FontUse, Fragment, unpacked
from builder.typesetting.joining import Numbering, Part
from builder.typesetting.sheets import Sheet

T = TypeVar("T")


class Press:
    """Gets what is kept in a cache, and has the rest made by an executor, or, without one, right here.

    Results stay until the press is gone: editions, papers and outputs ask for the same. `counted` is told of
    each, once, whether it was kept.
    """

    def __init__(
        self,
        cache: Cache = NOTHING_KEPT,
        workers: Executor | None = None,
        counted: Callable[[bool], None] = lambda found: None,
    ) -> None:
        self._cache = cache
        self._workers = workers
        self._counted = counted
        self._made: dict[str, Future[bytes]] = {}
        self._fragments: dict[str, Fragment] = {}
        self._lock = Lock()

    def fragments(self, sheets: Iterable[Sheet]) -> list[Fragment]:
        """The pages of flows, in order. Raises EngineError."""
        # Each is begun before the next is asked for: its markup and its pictures take time too.
        keyed = ((key_of("fragment", *sheet.parts()), sheet) for sheet in sheets)
        begun = [
            (key, None if key in self._fragments else self._result(key, work.fragment, sheet))
            for key, sheet in keyed
        ]
        return [self._fragment(key, future) for key, future in begun]

    def _fragment(self, key: str, future: Future[bytes] | None) -> Fragment:
        """A fragment. It is asked for in every round, so it is unpacked once, and its bytes are let go."""
        if key not in self._fragments and future:
            self._fragments[key] = unpacked(future.result())
            self._made.pop(key, None)
        return self._fragments[key]

    def pdfs(self, sheets: Iterable[Sheet], papers: Sequence[str]) -> list[list[bytes]]:
        """Files of their own, in order, each on every one of some papers. Raises EngineError."""
        begun = [
            self._result(key_of("pdfs", *papers, "", *sheet.parts()), work.pdfs, sheet, tuple(papers))
            for sheet in sheets
        ]
        return [kept.unpacked(future.result()) for future in begun]

    def books(
        self, sheets: Iterable[Sheet], parts: Sequence[Part], numbering: Numbering, papers: Sequence[str]
    ) -> list[bytes]:
        """The file of a book on every one of some papers. Its parts were made of the sheets. Raises
        EngineError and JoiningError.
        """
        keys = (part for sheet in sheets for part in sheet.parts())
        key = key_of("books", *papers, repr(numbering), *keys)
        faces = self._fonts(_used_fonts(parts))
        books: list[bytes] = kept.unpacked(
            self._result(key, work.books, parts, faces, numbering, tuple(papers)).result()
        )
        return books

    def picture(self, sheet: Sheet, width: int, height: int) -> bytes:
        """A sheet's first page as a PNG of a width and a height in pixels. Raises EngineError."""
        key = key_of("raster", f"{width} {height}", *sheet.parts())
        return self._result(key, work.picture, sheet, width, height).result()

    def _fonts(self, used: Mapping[str, FontUse]) -> bytes:
        key = key_of("fonts", json.dumps({name: asdict(use) for name, use in used.items()}))
        return self._result(key, work.fonts, used).result()

    def call(self, function: Callable[..., T], *given: object) -> T:
        """What one of this program's functions returns: it depends on nothing but what it is given, and all
        of that shows in its `repr`.
        """
        key = key_of("call", f"{function.__module__}.{function.__qualname__}", repr(given))
        return cast(T, kept.unpacked(self._result(key, work.called, function, given).result()))

    def _result(self, key: str, make: Callable[..., bytes], *given: Any) -> Future[bytes]:
        with self._lock:
            if key not in self._made:
                self._made[key] = self._begun(key, make, *given)
            return self._made[key]

    def _begun(self, key: str, make: Callable[..., bytes], *given: Any) -> Future[bytes]:
        future: Future[bytes] = Future()
        found = self._cache.get(key)
        self._counted(found is not None)
        if found is not None:
            future.set_result(found)
        elif self._workers is None:
            future.set_result(self._kept(key, make(*given)))
        else:
            future = self._workers.submit(make, *given)
            future.add_done_callback(lambda done: done.exception() or self._kept(key, done.result()))
        return future

    def _kept(self, key: str, made: bytes) -> bytes:
        self._cache.put(key, made)
        return made


def _used_fonts(parts: Sequence[Part]) -> Mapping[str, FontUse]:
    """What all pages use of fonts, in order."""
    used: dict[str, FontUse] = {}
    for fragment in (each for part in parts for each in (part.text, part.frame)):
        for name, use in fragment.fonts.items():
            used[name] = used[name] | use if name in used else use
    return used
