"""A folder for the temporary files of this process and of those that it starts, such as the engine's fonts.
It is removed when the process ends; if it is killed, the next one removes it.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from builder.locks import take

_PREFIX = ".sg-"  # a short one: there is a socket deep inside, and its path may have a hundred letters
_LAST = -1_000  # after what multiprocessing does at the end: it removes a folder of its own in ours


@contextmanager
def temporary_files() -> Iterator[None]:
    """Have all temporary files made in this process's folder."""
    before = tempfile.tempdir
    tempfile.tempdir = own_folder()
    try:
        yield
    finally:
        tempfile.tempdir = before


@cache  # for as long as the process lives: those that it has started go on with it
def own_folder() -> str:
    """The folder of this process. Raises OSError."""
    from multiprocessing.util import Finalize  # only where there is something to make

    for other in Path(tempfile.gettempdir()).glob(f"{_PREFIX}????????"):
        _remove_if_left(other)
    while True:
        folder = tempfile.mkdtemp(prefix=_PREFIX)
        if take(Path(folder), lambda: None) is not None:  # else one that has begun just now takes it for left
            Finalize(None, remove_own_folder, exitpriority=_LAST)
            return folder


def remove_own_folder() -> None:
    """Remove this process's folder, if there is one. It happens by itself where a process ends in peace."""
    if own_folder.cache_info().currsize:
        shutil.rmtree(own_folder(), ignore_errors=True)


def _remove_if_left(folder: Path) -> None:
    with suppress(OSError):  # it belongs to a process that lives, or to another user
        handle = take(folder, _leave_alone)
        shutil.rmtree(folder)
        if handle is not None:
            os.close(handle)


def _leave_alone() -> None:
    raise BlockingIOError
