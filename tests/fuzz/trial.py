"""One trial of a guide, in a process of its own that may hang or die: refused, sound, or a fault."""

import multiprocessing
import re
import resource
import shutil
import time
import traceback
from collections.abc import Collection
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from builder.build import build
from builder.cache import Cache
from builder.checked import read_and_check
from builder.diagnostics import GuideError
from builder.formats import FORMATS
from tests.epub_files import Epub, checked

SECONDS, MEGABYTES = 120, 3000  # for one book of many chapters; a single piece takes a fraction of it


@dataclass(frozen=True)
class Outcome:
    """What became of a guide. `refused` are the files that have mistakes. A fault has a short name, the same
    for all guides that show it, and words.
    """

    refused: frozenset[str] = frozenset()
    fault: str = ""
    words: str = ""
    seconds: float = 0.0
    megabytes: int = 0


class Trials:
    """Tries guides, each in a folder, in one process that is begun anew after a fault."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self._seconds, self._megabytes = seconds, megabytes
        self._process: multiprocessing.process.BaseProcess | None = None

    def of(self, root: Path, formats: Collection[str] = FORMATS, *, epubcheck: bool = True) -> Outcome:
        """What becomes of the guide in a folder; without formats it is only checked."""
        outcome = self._asked(root, formats)
        if outcome.fault or outcome.refused or "epub" not in formats or not epubcheck:
            return outcome
        said = _said(root)
        return replace(outcome, fault=_short(said), words="\n".join(said)) if said else outcome

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = None

    def _asked(self, root: Path, formats: Collection[str]) -> Outcome:
        if self._process is None:
            context = multiprocessing.get_context("spawn")
            self._ours, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, self._megabytes), daemon=True)
            self._process.start()
            theirs.close()
        try:
            self._ours.send((root, formats))
            if self._ours.poll(self._seconds):
                return self._ours.recv()
            fault = Outcome(fault="hang", words=f"no end after {self._seconds} s")
        except (EOFError, OSError):
            fault = Outcome(fault="crash", words="the process has died")
        self.close()
        return fault


def _serve(theirs: Connection, megabytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    while True:
        try:
            root, formats = theirs.recv()
        except EOFError:
            return
        theirs.send(_measured(root, formats))


def _measured(root: Path, formats: Collection[str]) -> Outcome:
    began = time.monotonic()
    refused, fault, words = _tried(root, formats)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return Outcome(frozenset(refused), fault, words, time.monotonic() - began, peak)


def _tried(root: Path, formats: Collection[str]) -> tuple[Collection[str], str, str]:
    cache = Cache(root.with_name("cache"))
    local = root.with_name("local")
    overlay = local if local.is_dir() else None
    try:
        read_and_check(root, overlay=overlay, cache=cache)
    except GuideError as wrong:
        return {problem.origin.file for problem in wrong.diagnostics}, "", ""
    except BaseException as wrong:
        return (), f"check-{_place(wrong)}", traceback.format_exc()
    try:
        if formats:
            build(root, root.with_name("out"), 1, formats, overlay=overlay, cache=cache)
    except BaseException as wrong:
        return (), f"build-{_place(wrong)}", traceback.format_exc()
    return (), "", ""


def _place(wrong: BaseException) -> str:
    """A name for an exception: its kind, and the function of ours in which it came up."""
    frames = traceback.extract_tb(wrong.__traceback__)
    last = [frame for frame in frames if "/builder/" in frame.filename][-1:] or frames[-1:]
    names = [type(wrong).__name__, *(f"{Path(frame.filename).stem}-{frame.name}" for frame in last)]
    return re.sub(r"[\W_]+", "-", "-".join(names))


def _said(root: Path) -> list[str]:
    """What is wrong with the e-books of a guide that has been built. EPUBCheck's remarks are not counted."""
    books = sorted(root.with_name("out").glob("*.epub"))
    found = [fault for path in books for fault in Epub(path).faults()]
    student = min(books, key=lambda path: len(path.name))
    said = found or checked(student, root.parent)
    return [line for line in said if not line.startswith("USAGE")]


def _short(said: list[str]) -> str:
    return "epub-" + "-".join(said[0].split()[:2]).replace("/", "-")


def clean(folder: Path) -> None:
    """Remove what trials have left in a folder."""
    for name in ("cache", "out"):
        shutil.rmtree(folder / name, ignore_errors=True)
