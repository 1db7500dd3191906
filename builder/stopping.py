"""How the program ends before its end: by a signal, or without a reader of what it prints."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import NoReturn, TextIO


class StoppedError(BaseException):
    """The program is told to stop by a signal. Like KeyboardInterrupt it is no Exception: nothing goes on
    after it.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(signal.Signals(number).name)


@contextmanager
def stoppable() -> Iterator[None]:
    """Have the signals that ask to stop raise StoppedError, unless they are ignored, as nohup has it."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [signal.Signals[name] for name in names if current_thread() is main_thread()]
    before = {number: signal.signal(number, _stop) for number in numbers if _is_default(number)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _is_default(number: int) -> bool:
    return signal.getsignal(number) is signal.SIG_DFL


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    raise StoppedError(number)


def say(*lines: object, stream: TextIO | None = None) -> None:
    """Print lines. If that can't be done any more, as with `| head`, the work goes on without."""
    stream = stream or sys.stdout
    try:
        print(*lines, sep="\n", file=stream, flush=True)
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # also for what is still to be flushed at the end
        os.close(nowhere)


def complain(line: object) -> None:
    """Print a line about what is wrong."""
    say(line, stream=sys.stderr)


def leave(number: int) -> NoReturn:
    """Leave at once, with the exit code for a signal: threads may be busy for long with what nobody wants."""
    complain(f"stopped ({signal.Signals(number).name})")
    os._exit(128 + number)
