"""The press lays out sheets: each once, however often it is asked for, in as many processes as there are."""

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import asdict
from threading import Lock
from typing import Any, TypeVar, cast

from builder import kept
from builder.cache import NOTHING_KEPT, Cache, key_of
from builder.typesetting import work
from builder.typesetting.fragment import FontUse, Fragment, unpacked
from builder.typesetting.sheets import Sheet

T = TypeVar("T")


class Press:
    """Gets what is kept in a cache, and has the rest made by an executor, or, without one, right here.

    Results stay until the press is gone: editions, papers and outputs ask for the same.
    """

    def __init__(self, cache: Cache = NOTHING_KEPT, workers: Executor | None = None) -> None:
        self._cache = cache
        self._workers = workers
        self._made: dict[str, Future[bytes]] = {}
        self._lock = Lock()

    def fragments(self, sheets: Iterable[Sheet]) -> list[Fragment]:
        """The pages of flows, in order. Raises EngineError."""
        return [unpacked(made) for made in self._results(work.fragment, sheets)]

    def pdfs(self, sheets: Iterable[Sheet]) -> list[bytes]:
        """PDF files, in order. Raises EngineError."""
        return self._results(work.pdf, sheets)

    def picture(self, sheet: Sheet, width: int, height: int) -> bytes:
        """A sheet's first page as a PNG of a width and a height in pixels. Raises EngineError."""
        key = key_of("raster", f"{width} {height}", *sheet.parts())
        return self._result(key, work.picture, sheet, width, height).result()

    def fonts(self, used: Mapping[str, FontUse]) -> bytes:
        """The fonts of a book, by what its pages use of them. Raises EngineError."""
        key = key_of("fonts", json.dumps({name: asdict(use) for name, use in used.items()}))
        return self._result(key, work.fonts, used).result()

    def call(self, function: Callable[..., T], *given: object) -> T:
        """What one of this program's functions returns: it depends on nothing but what it is given, and all
        of that shows in its `repr`.
        """
        key = key_of("call", f"{function.__module__}.{function.__qualname__}", repr(given))
        return cast(T, kept.unpacked(self._result(key, work.called, function, given).result()))

    def _results(self, make: Callable[[Sheet], bytes], sheets: Iterable[Sheet]) -> list[bytes]:
        # Each is begun before the next is asked for: its markup and its pictures take time too.
        begun = [self._result(key_of(make.__name__, *sheet.parts()), make, sheet) for sheet in sheets]
        return [future.result() for future in begun]

    def _result(self, key: str, make: Callable[..., bytes], *given: Any) -> Future[bytes]:
        with self._lock:
            if key not in self._made:
                self._made[key] = self._begun(key, make, *given)
            return self._made[key]

    def _begun(self, key: str, make: Callable[..., bytes], *given: Any) -> Future[bytes]:
        future: Future[bytes] = Future()
        if (kept := self._cache.get(key)) is not None:
            future.set_result(kept)
        elif self._workers is None:
            future.set_result(self._kept(key, make(*given)))
        else:
            future = self._workers.submit(make, *given)
            future.add_done_callback(lambda done: done.exception() or self._kept(key, done.result()))
        return future

    def _kept(self, key: str, made: bytes) -> bytes:
        self._cache.put(key, made)
        return made
