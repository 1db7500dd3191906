"""Processes that are forked from one that has the layout engine loaded already."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.forkserver import ensure_running
from types import ModuleType

from builder.temporary import temporary_files

_NO_COMPLAINT = "ignore:resource_tracker"  # the first words of a warning


class _Process(ForkServerProcess):
    """A process in which the script that asks for a build is not run a second time."""

    def start(self) -> None:
        """Start it as if there were no script: it is sent functions of this program and nothing else."""
        begin_forking()
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = script


class Forking(ForkServerContext):
    """How processes are started. What they leave is removed by another one, which is started first: it would
    complain of a build that was killed, and lets interruptions through while it is started.
    """

    Process = _Process

    def __init__(self) -> None:
        super().__init__()
        sys.warnoptions.append(_NO_COMPLAINT)
        resource_tracker.ensure_running()
        sys.warnoptions.remove(_NO_COMPLAINT)


def begin_forking() -> None:
    """Start the process from which others are forked, if there is none."""
    with _uninterrupted(), temporary_files():
        ensure_running()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Start processes that Ctrl-C never reaches, from their first moment on: this one ends them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
