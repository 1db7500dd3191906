"""Whole or not at all: whatever happens to a build while its files are exchanged for the old ones."""

import errno
import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from builder.exchange import has_leftovers
from builder.locks import holding
from builder.model.book import Artifact
from builder.output import NotWrittenError, tidy, write
from tests.test_output import Files, artifacts, files, fill

OLD = {"a.epub": b"old", "b.pdf": b"same", "cards/a.csv": b"old"}
NEW = {"b.pdf": b"same", "cards/a.csv": b"new", "more/a.pdf": b"new"}
OTHERS = {"cards/mine.csv": b"a teacher's"}
STEPS = {"open", "os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "shutil.copytree"}
DONE, REFUSED, STOPPED, AT_THE_END = 0, 3, 4, 5  # exit codes of a process that writes


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse() -> None:
    raise OSError(errno.ENOSPC, "no space left")


def interrupt() -> None:
    raise KeyboardInterrupt


def written(folder: Path, count: int, fault: Callable[[], None]) -> int:
    """How a process ends that writes NEW into a folder, and to which something happens before its step of
    that number: it opens, moves or makes something.
    """
    with warnings.catch_warnings():  # of threads, which have nothing to do with it
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = [count]

    def look(event: str, _arguments: object) -> None:
        if event in STEPS:
            left[0] -= 1
            if left[0] == 0:
                fault()

    code = DONE
    try:
        sys.addaudithook(look)
        write(artifacts(NEW), folder)
        code = DONE if left[0] <= 0 else AT_THE_END
    except OSError:
        code = REFUSED
    except KeyboardInterrupt:
        code = STOPPED
    finally:
        os._exit(code)


def seen(folder: Path) -> Files:
    """What a reader sees of a folder: no working folders."""
    return {name: content for name, content in files(folder).items() if not name.startswith(".")}


@pytest.fixture(params=["exchanged as a whole", "one by one"])
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the system can exchange folders. The disk is not waited for: no test cuts the power."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
    if is_moved := request.param == "one by one":
        monkeypatch.setattr("builder.exchange._renameat2", lambda: None)
    elif sys.platform != "linux":
        pytest.skip("this system exchanges no folders")
    return not is_moved


@pytest.mark.parametrize("fault", [kill, refuse, interrupt], ids=lambda fault: fault.__name__)
def test_whatever_happens_at_any_step(tmp_path: Path, at_once: bool, fault: Callable[[], None]) -> None:
    """The files are all old or all new, and others' are there. Where files are moved one by one, this may
    take the next build, which also clears away what is left.
    """
    before, after = OLD | OTHERS, OLD | OTHERS | NEW
    code, count = DONE, 0
    while code != AT_THE_END:
        count += 1
        folder = tmp_path / str(count) / "dist"
        fill(folder, before)
        code = written(folder, count, fault)
        if fault is not kill or at_once:
            assert seen(folder) in (before, after), count
        if code == REFUSED:
            assert seen(folder) == before, count
        elif code in (DONE, AT_THE_END):
            assert seen(folder) == after, count
        tidy(folder)
        assert files(folder) in (before, after), count
        write(artifacts(NEW), folder)
        assert files(folder) == after, count
        assert [path.name for path in folder.parent.iterdir()] == ["dist"], count
    assert count > len(NEW)


def test_the_folder_is_the_same_one(tmp_path: Path, at_once: bool) -> None:
    """Who stands in the folder, or has it open, still does; what has not changed is the same file."""
    folder = tmp_path / "dist"
    fill(folder, OLD | OTHERS)
    (folder / "link").symlink_to("nowhere")
    kept = [folder, folder / "cards", folder / "b.pdf", folder / "cards" / "mine.csv"]
    before = [path.stat().st_ino for path in kept]
    write(artifacts(NEW), folder)
    assert [path.stat().st_ino for path in kept] == before
    assert (folder / "link").readlink() == Path("nowhere")
    assert (folder / "cards" / "a.csv").stat().st_nlink == 1
    assert not has_leftovers(folder)


def test_what_earlier_versions_have_left(tmp_path: Path) -> None:
    """A working folder of an earlier version goes too, and nothing that is only called like one."""
    fill(tmp_path, {".building-ab12cd_9/a.epub": b"half", ".building-site/plan": b"mine", ".keep": b""})
    tidy(tmp_path)
    assert files(tmp_path) == {".building-site/plan": b"mine", ".keep": b""}


def test_a_linked_folder(tmp_path: Path) -> None:
    """A folder for the output may be a link; one inside it may not: files would land somewhere else."""
    fill(tmp_path, {"place/a.epub": b"old", "elsewhere/a.csv": b"old"})
    (tmp_path / "dist").symlink_to("place")
    write(artifacts({"a.epub": b"new"}), tmp_path / "dist")
    assert files(tmp_path / "place") == {"a.epub": b"new"}
    (tmp_path / "place" / "cards").symlink_to("../elsewhere")
    with pytest.raises(NotWrittenError, match="cards is no folder"):
        write(artifacts(NEW), tmp_path / "dist")
    assert files(tmp_path) == {"place/a.epub": b"new", "elsewhere/a.csv": b"old"}


def test_a_folder_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one folder may not be written to, nothing is written, and it is named."""
    fill(tmp_path, OLD)
    own = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "cards" and own(path, mode))
    with pytest.raises(NotWrittenError, match="cards may not be written to"):
        write(artifacts(NEW), tmp_path)
    assert files(tmp_path) == OLD


# ----------------------------------------------------------------------------------------- two builds at once


def test_builds_wait_for_each_other(tmp_path: Path) -> None:
    """The second one says so, once, and goes on when the first has ended."""
    said: list[str] = []
    second = Thread(target=write, args=(artifacts(NEW), tmp_path, lambda: said.append("waiting")))
    with holding(tmp_path, lambda: None):
        second.start()
        while not said:
            time.sleep(0.001)
        assert files(tmp_path) == {}
    second.join()
    assert (files(tmp_path), said) == (NEW, ["waiting"])


def test_a_killed_build_holds_nothing(tmp_path: Path) -> None:
    """A lock ends with the process that has it."""
    script = (
        "import sys; from pathlib import Path; from builder.locks import holding\n"
        "with holding(Path(sys.argv[1]), lambda: None): print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(KeyError):
            write([Artifact("a.epub", b"new")], tmp_path, _raise)
        other.kill()
        other.wait()
        write([Artifact("a.epub", b"new")], tmp_path, _raise)
    assert files(tmp_path) == {"a.epub": b"new"}


def _raise() -> None:
    raise KeyError


def test_many_at_once(tmp_path: Path) -> None:
    """Whoever is last, the files are of one build."""
    versions = [{name: str(number).encode() for name in OLD} for number in range(12)]
    threads = [Thread(target=write, args=(artifacts(version), tmp_path)) for version in versions]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(0.001)
    assert files(tmp_path) in versions
