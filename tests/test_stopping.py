"""A program that is told to stop, killed, or no longer listened to."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing.context import BaseContext
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from builder.__main__ import main
from builder.workers import workers
from tests.guides import SMALL
from tests.test_output import files

# A build that is stopped while the guide is being checked. A shell that has started the tests in the
# background may have had signals ignored.
STOPPED = """
import os, signal, sys, time
import builder.build
from builder.__main__ import main
stop, sys.argv[1] = getattr(signal, sys.argv[1]), "build"
signal.signal(stop, signal.default_int_handler if stop == signal.SIGINT else signal.SIG_DFL)
builder.build.examine = lambda *_given: os.kill(os.getpid(), stop) or time.sleep(9)
sys.exit(main())
"""
# Two processes at work. Without `if __name__ == "__main__"`: if they ran this again, they would start others.
AT_WORK = """
import os, signal, sys, time
from builder.workers import workers
with workers(2) as pool:
    asked = [pool.submit(time.sleep, seconds) for seconds in (0.1, 0.1, 60, 60)]
    asked[1].result()
    print("at work", flush=True)
    {end}
"""
ENDS = [
    "os.kill(os.getpid(), signal.SIGKILL)",
    "os.kill(os.getpid(), signal.SIGTERM)",
    "raise KeyboardInterrupt",
]


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder whose path is short: a socket's may have a hundred letters."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def run(folder: Path, script: str, *given: str) -> subprocess.CompletedProcess[str]:
    """What a script does, as a program of its own, until it and all processes that it has started have ended:
    they have its output open.
    """
    (folder / "script.py").write_text(script, encoding="utf-8")
    around = {"PYTHONPATH": str(Path(__file__).parent.parent), "TMPDIR": str(folder)}
    return subprocess.run(
        [sys.executable, str(folder / "script.py"), *given],
        cwd=folder,
        env=os.environ | around,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_ends_in_one_line(short: Path, name: str, code: int) -> None:
    """Told to stop, the program says so, and leaves nothing: no traceback, no file."""
    done = run(short, STOPPED, name, str(SMALL), "-o", "dist", "--no-cache")
    assert (done.returncode, done.stdout, done.stderr) == (code, "", f"stopped ({name})\n")
    assert names(short) == ["script.py"]


@pytest.mark.parametrize("end", ENDS)
def test_processes_end_with_the_one_that_started_them(short: Path, end: str) -> None:
    """However it ends, whatever they are doing; and what a killed one has left goes with the next one."""
    assert run(short, AT_WORK.format(end=end)).stdout == "at work\n"
    run(short, "from builder.temporary import own_folder; own_folder()")
    assert names(short) == ["script.py"]


def test_a_process_that_is_ended_from_outside() -> None:
    """If the system ends a process for want of memory, the build says what can be done."""

    def work() -> None:
        with workers(2) as pool:
            assert pool
            pool.submit(os._exit, 9).result()

    with pytest.raises(ChildProcessError, match="use fewer of them with -j 1"):
        work()


def test_a_system_without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where processes can share no locks, as where /dev/shm is closed to us, all is done in one."""

    def closed(_context: BaseContext) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(BaseContext, "Lock", closed)
    with workers(2) as pool:
        assert pool is None


def test_nobody_reads_what_is_said(tmp_path: Path) -> None:
    """With `| head` the build goes on when nobody listens any more, and says nothing about it."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [
        sys.executable,
        "-m",
        "builder",
        "build",
        str(SMALL),
        "-f",
        "cards",
        "-o",
        str(tmp_path / "dist"),
    ]
    done = subprocess.run([*command, "--no-cache"], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "SHA256SUMS" in names(tmp_path / "dist")


# ----------------------------------------------------------------------------------------- where files may go


def test_the_output_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file in the place of the folder, or of one above it, is named before anything is built."""
    (tmp_path / "dist").write_text("mine")
    for folder in (tmp_path / "dist", tmp_path / "dist" / "inner"):
        assert main(["build", str(SMALL), "-o", str(folder)]) == 2
        said = f"nothing was written: {tmp_path / 'dist'} is a file: choose a folder with -o\n"
        assert capsys.readouterr() == ("", said)
    assert (tmp_path / "dist").read_text() == "mine"


@pytest.mark.parametrize("inner", ["", "images"])
def test_the_output_is_among_the_guide(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], inner: str
) -> None:
    """A guide's own folder, or that of its pictures, is no place for what is made of it."""
    guide = shutil.copytree(SMALL, tmp_path / "guide")
    (guide / "images").mkdir(exist_ok=True)
    (guide / "images" / "door.png").write_bytes(b"mine")
    before = files(guide)
    assert main(["build", str(guide), "-o", str(guide / inner)]) == 2
    words = f"nothing was written: {guide / inner} holds files of {guide}: choose another folder with -o\n"
    assert capsys.readouterr() == ("", words)
    assert files(guide) == before


def test_the_output_in_a_folder_of_the_guide(tmp_path: Path) -> None:
    """A folder of its own in the guide's is fine, and nothing in it is taken for a part of the guide."""
    guide = shutil.copytree(SMALL, tmp_path / "guide")
    for _time in range(2):
        assert main(["build", str(guide), "-f", "cards", "-o", str(guide / "dist")]) == 0
    assert (guide / "dist" / "SHA256SUMS").is_file()


def test_a_folder_that_may_not_be_written_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named before anything is built."""
    own = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path and own(path, mode))
    assert main(["build", str(SMALL), "-o", str(tmp_path)]) == 1
    words = "may not be written to: change its permissions, or choose another folder with -o"
    assert capsys.readouterr() == ("", f"nothing was written: {tmp_path} {words}\n")


def test_a_full_disk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says where, and the old files stay."""

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "SHA256SUMS").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    assert main(["build", str(SMALL), "-f", "cards", "-o", str(tmp_path), "--quiet"]) == 1
    assert capsys.readouterr() == ("", f"nothing was written: {tmp_path}: {os.strerror(errno.ENOSPC)}\n")
    assert files(tmp_path) == {"SHA256SUMS": b"old"}


def test_temporary_files_may_be_anywhere(tmp_path: Path) -> None:
    """Where no socket can be made, for its path would be too long, processes are started without one."""
    folder = tmp_path / ("temporary" * 9)
    folder.mkdir()
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "builder",
            "build",
            SMALL,
            "-f",
            "pdf",
            "-j",
            "2",
            "-o",
            tmp_path / "dist",
            "--no-cache",
        ],
        env={**os.environ, "TMPDIR": str(folder)},
        cwd=SMALL.parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list(folder.iterdir()) == []
