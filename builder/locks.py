"""Folders that one process holds alone. The system lets go of them when the process ends, however it ends, so
nothing has to be cleared away.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

try:
    import fcntl
except ModuleNotFoundError:  # where there are no such locks nobody waits
    fcntl = None  # type: ignore[assignment]


@contextmanager
def holding(folder: Path, waiting: Callable[[], object]) -> Iterator[None]:
    """Hold a folder, which is made if there is none. `waiting` is called, once, if another process has it.

    A folder whose place another one has taken meanwhile is let go for that one. Raises OSError.
    """
    once = cache(waiting)
    folder.mkdir(parents=True, exist_ok=True)
    while (handle := take(folder, once)) is None:
        folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        release(handle)


def take(folder: Path, busy: Callable[[], object]) -> int | None:
    """A handle by which this process holds a folder; None if another one, or none, is in its place by now.

    If another process has it, `busy` is called; unless that raises something, one waits. Raises OSError.
    """
    if fcntl is None:
        return -1
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, busy)
        if _is_at(folder, handle):
            return handle
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def release(handle: int) -> None:
    """Let a folder go."""
    if handle != -1:
        os.close(handle)


def _lock(handle: int, busy: Callable[[], object]) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        busy()
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:  # some disks in a network lock no folders: on them nobody waits
        return


def _is_at(folder: Path, handle: int) -> bool:
    try:
        return os.path.samestat(folder.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
