"""Processes for what takes long. They begin with the layout engine loaded, which this process never needs,
and they end with it, however it ends.
"""

import multiprocessing
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from threading import Thread
from typing import TypeVar

from builder.garbage import seldom_collected
from builder.temporary import own_folder

_ENDED = "a process of the build was ended from outside: if memory is short, use fewer of them with -j 1"

_ENGINE = tuple(f"builder.typesetting.{name}" for name in ("libraries", "painting", "embedding"))
_LONGEST = 70  # bytes of a folder's path: a socket in a folder in it may have 104 in all, on some systems
AnyExecutor = TypeVar("AnyExecutor", bound=Executor)


def warm_up() -> None:
    """Begin to load the layout engine, in a process from which others will be forked: a second during which
    this one goes on.
    """
    own = context()
    if own.get_start_method() == "forkserver":
        from builder.forking import begin_forking

        own.set_forkserver_preload(list(_ENGINE))
        begin_forking()


@contextmanager
def workers(count: int | None) -> Iterator[Executor | None]:
    """So many processes, or as many as there are processors; none for 1, and where the system allows no locks
    between them: then all is done in this one. Raises ChildProcessError if one of them is ended from outside.
    """
    if count is None:
        own = getattr(os, "sched_getaffinity", None)  # not every system says which processors are ours
        count = len(own(0)) if own else os.cpu_count() or 1
    if count == 1 or not _has_locks():
        yield None
        return
    others = set(multiprocessing.active_children())
    with ending(ProcessPoolExecutor(count, context(), _begin, (own_folder(),))) as pool:
        try:
            yield pool
        except BrokenExecutor as broken:
            raise ChildProcessError(_ENDED) from broken
        except Exception:
            raise
        except BaseException:  # told to stop: what they are doing is of no use any more
            for process in set(multiprocessing.active_children()) - others:
                process.kill()
            raise


def _has_locks() -> bool:
    """Whether processes can share locks: not where /dev/shm is closed to us, as in a bare chroot."""
    try:
        context().Lock()
    except (ImportError, OSError):
        return False
    return True


@contextmanager
def ending(executor: AnyExecutor) -> Iterator[AnyExecutor]:
    """An executor. At the end one waits for what it has begun, unless the program was told to stop."""
    is_stopped = True
    try:
        yield executor
        is_stopped = False
    except Exception:
        is_stopped = False
        raise
    finally:
        executor.shutdown(wait=not is_stopped, cancel_futures=True)


def end_with_parent() -> None:
    """Have this process end when the one that has started it ends: also if it is killed, the system closes
    its end of a pipe.
    """
    Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _begin(folder: str) -> None:
    """Prepare a process: temporary files, such as the engine's fonts, go into a folder that goes with all."""
    end_with_parent()
    tempfile.tempdir = folder
    seldom_collected()


def context() -> BaseContext:
    """How processes are started."""
    has_forks = "forkserver" in multiprocessing.get_all_start_methods()
    if not has_forks or len(os.fsencode(own_folder())) > _LONGEST:
        return multiprocessing.get_context("spawn")

    from builder.forking import Forking  # not every system can load what it needs

    return Forking()
