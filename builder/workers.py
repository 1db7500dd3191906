"""Processes for what takes long. They begin with the layout engine loaded, which this process never needs,
and they end with it, however it ends.
"""

import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.context import BaseContext, ForkServerContext, ForkServerProcess
from threading import Thread
from types import ModuleType
from typing import TypeVar

from builder.garbage import seldom_collected
from builder.temporary import own_folder, temporary_files
from builder.typesetting.work import ENGINE

AnyExecutor = TypeVar("AnyExecutor", bound=Executor)


def warm_up() -> None:
    """Begin to load the layout engine, in a process from which others will be forked: a second during which
    this one goes on.
    """
    if isinstance(_context(), ForkServerContext):
        from multiprocessing.forkserver import set_forkserver_preload

        set_forkserver_preload(list(ENGINE))
        _begin_forking()


@contextmanager
def workers(count: int | None) -> Iterator[Executor | None]:
    """So many processes, or as many as there are processors; none for 1: then all is done in this one."""
    if count is None:
        own = getattr(os, "sched_getaffinity", None)  # not every system says which processors are ours
        count = len(own(0)) if own else os.cpu_count() or 1
    if count == 1:
        yield None
        return
    others = set(multiprocessing.active_children())
    with ending(ProcessPoolExecutor(count, _context(), _begin, (own_folder(),))) as pool:
        try:
            yield pool
        except Exception:
            raise
        except BaseException:  # told to stop: what they are doing is of no use any more
            for process in set(multiprocessing.active_children()) - others:
                process.kill()
            raise


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


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Start processes that Ctrl-C never reaches, from their first moment on: this one ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it comes first, as it lets interruptions through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent() -> None:
    """Have this process end when the one that has started it ends: also if it is killed, the system closes
    its end of a pipe.
    """
    Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _begin_forking() -> None:
    from multiprocessing.forkserver import ensure_running

    with uninterrupted(), temporary_files():
        ensure_running()


class _Process(ForkServerProcess):
    """A process in which the script that asks for a build is not run a second time."""

    def start(self) -> None:
        """Start it as if there were no script: it is sent functions of this program and nothing else."""
        _begin_forking()
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = script


class _Context(ForkServerContext):
    Process = _Process


def _begin(folder: str) -> None:
    """Prepare a process: temporary files, such as the engine's fonts, go into a folder that goes with all."""
    end_with_parent()
    tempfile.tempdir = folder
    seldom_collected()


def _context() -> BaseContext:
    is_there = "forkserver" in multiprocessing.get_all_start_methods()
    return _Context() if is_there else multiprocessing.get_context("spawn")
