"""Processes for what takes long. They begin with the layout engine loaded, which this process never needs."""

import multiprocessing
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from tempfile import TemporaryDirectory

from builder.garbage import seldom_collected
from builder.typesetting.work import ENGINE


def warm_up() -> None:
    """Begin to load the layout engine, in a process from which others will be forked: a second during which
    this one goes on.
    """
    context = _context()
    if context.get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        context.set_forkserver_preload(list(ENGINE))
        ensure_running()


@contextmanager
def workers(count: int | None) -> Iterator[Executor | None]:
    """So many processes, or as many as there are processors; none for 1: then all is done in this one."""
    if count is None:
        own = getattr(os, "sched_getaffinity", None)  # not every system says which processors are ours
        count = len(own(0)) if own else os.cpu_count() or 1
    if count == 1:
        yield None
        return
    with TemporaryDirectory() as folder:
        pool = ProcessPoolExecutor(count, _context(), initializer=_begin, initargs=(folder,))
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


def _begin(folder: str) -> None:
    """Prepare a process: temporary files, such as the engine's fonts, go into a folder that goes with all."""
    tempfile.tempdir = folder
    seldom_collected()


def _context() -> BaseContext:
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
