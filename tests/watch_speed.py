"""How long it takes from the save of a file to the new pages in the browser: `python -m tests.watch_speed`.

The browser itself measures, on the shipped guide, in a copy. What it prints is information: nothing depends
on it.
"""

import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chromium import Tab, chromium
from tests.guides import REAL

_CHAPTER = "chapter-07"
_TIMES = 10


@contextmanager
def watching(guide: Path) -> Iterator[str]:
    """The address at which a guide is watched."""
    command = [sys.executable, "-m", "builder", "watch", str(guide), "--port", "0"]
    command += ["--cache", str(guide.parent / "cache")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            said = process.stdout.readline()
            found = re.search(r"http://\S+", said)
            assert found, said
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0


def seen(tab: Tab, file: Path, text: str) -> float:
    """How long it took until a text that was saved was seen, in seconds."""
    before = tab.get("performance.getEntriesByName('seen').length")
    file.write_text(text, encoding="utf-8")
    return float(tab.wait(f"performance.getEntriesByName('seen')[{before}]?.detail"))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        guide = Path(shutil.copytree(REAL, Path(folder) / "guide"))
        file = guide / f"{_CHAPTER}.rst"
        text = file.read_text(encoding="utf-8")
        with watching(guide) as address, chromium() as tab:
            tab.size(1400, 900)
            tab.go(address)
            tab.wait(f"at('status').textContent === 'No problems' && (choose('{_CHAPTER}'), true)", 600)
            tab.wait(f"now.slug === '{_CHAPTER}' && now.sheet")
            took = []
            for count in range(_TIMES + 1):
                time.sleep(1.5)
                took.append(seen(tab, file, text.replace("Miss Lucy", f"Miss Lucy {count}", 1)))
    took = took[1:]  # the first one warms up
    words = f"median {statistics.median(took):.2f} s of {_TIMES}, {min(took):.2f} to {max(took):.2f}"
    sys.stdout.write(f"save → seen: {words}\n")


if __name__ == "__main__":
    main()
