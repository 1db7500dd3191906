"""States → everybody who looks on: only the last one counts."""

import asyncio
from collections.abc import AsyncIterator

from builder.watching.state import State


class Hub:
    """The last state, and who waits for the next."""

    def __init__(self) -> None:
        self._last: State | None = None
        self._count = 0
        self._is_closed = False
        self._waiting: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    def publish(self, state: State) -> None:
        """Give out a state, from any thread."""
        self._last, self._count = state, self._count + 1
        self._wake()

    def close(self) -> None:
        """End all that `follow` gives."""
        self._is_closed = True
        self._wake()

    async def follow(self) -> AsyncIterator[State]:
        """The last state, and every one after it that there is time for."""
        news, seen = asyncio.Event(), 0
        self._waiting[news] = asyncio.get_running_loop()
        try:
            while not self._is_closed:
                if self._last and seen != self._count:
                    seen = self._count
                    yield self._last
                else:
                    await news.wait()
                    news.clear()
        finally:
            del self._waiting[news]

    def _wake(self) -> None:
        for news, loop in list(self._waiting.items()):
            loop.call_soon_threadsafe(news.set)
