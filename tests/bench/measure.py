"""Commands → what they took: CPU seconds, seconds on the wall, and the peak of their memory. Linux only."""

import ctypes
import os
import re
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SUBREAPER = 36  # prctl's PR_SET_CHILD_SUBREAPER
_PAUSE = 0.05  # seconds between two looks at the memory
_PATIENCE = 10  # seconds for what a command leaves running

Command = Sequence[str | Path]


class CommandError(Exception):
    """A command that failed, or left something running."""


@dataclass(frozen=True)
class Use:
    """What some commands took together, of all their processes."""

    cpu: float
    wall: float


def adopt() -> None:
    """Become the parent of what a command leaves running, so that it is seen too."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def run(commands: Sequence[Command], folder: Path, more: Mapping[str, str], cores: int) -> Use:
    """Run commands, one after the other, in a folder, with more environment variables, on so many cores."""
    before, start = _cpu(), time.perf_counter()
    with on(cores):
        for command in commands:
            _run(command, folder, {**os.environ, **more})
    wall = time.perf_counter() - start
    _reap()
    return Use(_cpu() - before, wall)


@contextmanager
def on(cores: int) -> Iterator[None]:
    """What is started in here has so many cores."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:cores])
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


class Peak:
    """The largest memory of all our descendants together, as PSS, in bytes, while in here."""

    def __init__(self) -> None:
        self.bytes = 0
        self._end = threading.Event()
        self._watch = threading.Thread(target=self._look)

    def __enter__(self) -> "Peak":
        self._watch.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._end.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._end.is_set():
            self.bytes = max(self.bytes, sum(map(_memory, _descendants())))
            self._end.wait(_PAUSE)


def _run(command: Command, folder: Path, environment: Mapping[str, str]) -> None:
    """Run a command. It prints into a file, since a pipe would be open as long as anything it left runs."""
    with tempfile.TemporaryFile() as printed:
        done = subprocess.run(command, cwd=folder, env=environment, stdout=printed, stderr=subprocess.STDOUT)
        if done.returncode:
            printed.seek(0)
            last = printed.read().decode(errors="replace").strip().splitlines()[-8:]
            raise CommandError("\n".join([f"{command[0]} ended with {done.returncode}:", *last]))


def _cpu() -> float:
    """The CPU seconds of all processes that have ended and were waited for, and of those that they waited
    for.
    """
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _reap() -> None:
    """Wait for what a command left running, such as a server of processes that sees that it is not needed."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            process, _status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not process:
            time.sleep(0.01)
    raise CommandError("a command left a process running")


def _descendants() -> list[int]:
    children: dict[int, list[int]] = {}
    for process in Path("/proc").glob("[0-9]*"):
        children.setdefault(_parent(process), []).append(int(process.name))
    found = children.get(os.getpid(), [])
    for number in found:  # which grows
        found += children.get(number, [])
    return found


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:  # it has just ended
        return 0


def _memory(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss: +(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
