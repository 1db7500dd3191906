"""Is the output whole, whatever happens to a build? `python -m tests.kills [--tries N]` prints a table.

The small guide is built in two versions. Then builds of the new one over the old one are killed: at random
times, and within the exchange of the files, at which the working folder lets one aim. Others go on at once,
have no room, or may not write. Every time the files are to be all old or all new, and one more build is to
leave nothing but the new ones. Linux only; no test: a kill takes two seconds.
"""

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from builder.exchange import has_leftovers
from tests.guides import SMALL
from tests.test_output import Files, files, fill

_SEED = 11
_OPTIONS = ["-f", "epub", "-f", "cards", "--no-page-list", "-j", "1", "--quiet"]
_OTHERS = {"notes.txt": b"a teacher's", ".keep": b""}
_STEPS = 40e-3  # seconds that an exchange takes at most

# A user who may read everything, as the program may be in a folder of root's.
_CAPABILITIES = "-all,+dac_read_search"
_AS_NOBODY = [
    *("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
    *(f"--inh-caps={_CAPABILITIES}", f"--ambient-caps={_CAPABILITIES}"),
]

Trial = Callable[[], str]


class Trials:
    """What is tried, in a folder. A trial returns what is wrong, or no word; `halfway` counts builds that
    left something for the next one.
    """

    def __init__(self, top: Path) -> None:
        self._top, self._random = top, random.Random(_SEED)
        self.halfway = 0
        self._files: dict[str, Files] = {}
        for version in ("old", "new"):
            guide = shutil.copytree(SMALL, top / version / "guide")
            chapter = guide / "chapter-02.rst"
            chapter.write_text(
                chapter.read_text(encoding="utf-8") + f"\nThis is the {version} one.\n", encoding="utf-8"
            )
            self._output = top / version / "dist"
            began = time.monotonic()
            assert self._start(version).wait() == 0
            self._files[version] = files(self._output)
        self._seconds = time.monotonic() - began
        self._output = top / "place" / "dist"

    def all(self) -> dict[str, Trial]:
        """Every trial by its name."""
        return {
            "killed at any time": self._killed_at_any_time,
            "killed in the exchange": self._killed_in_the_exchange,
            "two at once": self._two_at_once,
            "full disk": self._full_disk,
            "no permission": self._no_permission,
            "a folder in the way": self._in_the_way,
        }

    def _start(
        self, version: str, limit: int | None = None, before: Sequence[str] = ()
    ) -> subprocess.Popen[bytes]:
        command = [*before, sys.executable, "-m", "builder", "build", str(self._top / version / "guide")]
        command += ["-o", str(self._output), "--cache", str(self._top / "cache"), *_OPTIONS]
        within = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit else None
        with (self._top / "said").open("wb") as said:
            return subprocess.Popen(command, stdout=said, stderr=said, preexec_fn=within)

    def _begin(self) -> None:
        """The old files, in an output folder that others use too."""
        shutil.rmtree(self._output.parent, ignore_errors=True)
        fill(self._output, self._files["old"] | _OTHERS)

    def _killed_at_any_time(self) -> str:
        self._begin()
        build = self._start("new")
        time.sleep(self._random.uniform(0, self._seconds))
        build.kill()
        build.wait()
        return self._judge()

    def _killed_in_the_exchange(self) -> str:
        """Killed some moments after it has begun to write beside the folder."""
        self._begin()
        build = self._start("new")
        while len(list(self._output.parent.iterdir())) < 2 and build.poll() is None:
            time.sleep(1e-4)
        time.sleep(self._random.uniform(0, _STEPS))
        build.kill()
        build.wait()
        return self._judge()

    def _two_at_once(self) -> str:
        self._begin()
        builds = [self._start("new"), self._start("old")]
        codes = [build.wait() for build in builds]
        return self._judge() or ("" if codes == [0, 0] else f"exit {codes}")

    def _full_disk(self) -> str:
        """No file may be larger than the smallest of the new ones, or some more."""
        self._begin()
        sizes = [len(content) for content in self._files["new"].values()]
        code = self._start("new", self._random.randint(min(sizes), max(sizes) - 1)).wait()
        return self._refused(code) or self._judge()

    def _no_permission(self) -> str:
        """The folder belongs to somebody else; root, who may everything, becomes another user for it."""
        self._begin()
        self._output.chmod(0o555)
        code = self._start("new", before=_AS_NOBODY if os.geteuid() == 0 else ()).wait()
        self._output.chmod(0o755)
        return self._refused(code) or self._judge()

    def _in_the_way(self) -> str:
        """A folder has the name of one of the files."""
        self._begin()
        name = self._random.choice(sorted(self._files["new"]))
        (self._output / name).unlink()
        (self._output / name).mkdir()
        code = self._start("new").wait()
        (self._output / name).rmdir()
        (self._output / name).write_bytes(self._files["old"][name])
        return self._refused(code) or self._judge()

    def _refused(self, code: int) -> str:
        said = (self._top / "said").read_text(encoding="utf-8")
        wrong = [] if code == 1 else [f"exit {code}"]
        wrong += [] if said.startswith("nothing was written") and said.count("\n") == 1 else [said]
        return "; ".join(wrong + ([] if self._state() == "old" else [self._state()]))

    def _judge(self) -> str:
        """Whether the files are whole, and whether one more build sees to the rest."""
        state = self._state()
        self.halfway += has_leftovers(self._output)
        code = self._start("new").wait()
        left = [path.name for path in self._output.parent.iterdir() if path != self._output]
        wrong = [state] if state == "mixed" else []
        wrong += [f"left: {left}"] if left else []
        wrong += [f"the next build: exit {code}"] if code else []
        return "; ".join(wrong + ([] if self._state() == "new" else ["the next build does not mend it"]))

    def _state(self) -> str:
        found = files(self._output)
        versions = [name for name, content in self._files.items() if found == content | _OTHERS]
        return versions[0] if versions else "mixed"


def main() -> int:
    """Try, print, and end with 1 if anything was not whole."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--tries", type=int, default=20, help="kills of each kind; a fifth of others (default: 20)"
    )
    tries = parser.parse_args().tries
    all_wrong = []
    with tempfile.TemporaryDirectory() as folder:
        trials = Trials(Path(folder))
        for name, trial in trials.all().items():
            trials.halfway = 0
            count = tries if name.startswith("killed") else max(1, tries // 5)
            wrong = [words for words in (trial() for _ in range(count)) if words]
            words = f"{name:<24}{count - len(wrong):>5} of {count} whole, {trials.halfway} halfway"
            sys.stdout.write("\n".join([words, *wrong]) + "\n")
            sys.stdout.flush()
            all_wrong += wrong
    return int(bool(all_wrong))


if __name__ == "__main__":
    sys.exit(main())
