"""Artifacts → files: all of them or none."""

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.model.book import Artifact
from builder.output import write

Files = dict[str, bytes]

NAMES = st.sampled_from(["a.epub", "a.pdf", "b.pdf", "cards/a.csv", "cards/b.csv"])
FILES = st.dictionaries(NAMES, st.binary(max_size=8), min_size=1)


def files(folder: Path) -> Files:
    """What is in a folder, at any depth."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def fill(folder: Path, content: Files) -> None:
    for name, data in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def artifacts(content: Files, stop: int | None = None) -> list[Artifact]:
    """Artifacts; the one at `stop` has a name that can't be written."""
    made = [Artifact(name, data) for name, data in content.items()]
    return made if stop is None else [*made[:stop], Artifact("../out", b""), *made[stop:]]


@settings(max_examples=40)
@given(FILES, FILES)
def test_all(before: Files, new: Files) -> None:
    """Afterwards the folder holds the new files, and of the old ones those that have no new one."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, before)
        paths, changed = write(artifacts(new), folder)
        assert files(folder) == before | new
        assert [path.relative_to(folder).as_posix() for path in paths] == list(new)
        assert changed == {folder / name for name, data in new.items() if before.get(name) != data}


@settings(max_examples=40)
@given(FILES, FILES, st.integers(0, 5))
def test_or_nothing(before: Files, new: Files, stop: int) -> None:
    """When one can't be written, all stay as they were, and nothing is left over."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, before)
        with pytest.raises(ValueError, match="leaves the output folder"):
            write(artifacts(new, stop), folder)
        assert files(folder) == before
        assert not list(folder.glob(".*"))


def test_what_is_there_already_is_left_alone(tmp_path: Path) -> None:
    """A file that has its content already keeps its time stamp, and nothing else is touched in its folder."""
    new = {"a.epub": b"same", "cards/a.csv": b"new"}
    fill(tmp_path, {"a.epub": b"same", "cards/a.csv": b"old"})
    for path in (tmp_path / "a.epub", tmp_path / "cards" / "a.csv"):
        os.utime(path, (1, 1))
    assert write(artifacts(new), tmp_path).changed == {tmp_path / "cards" / "a.csv"}
    assert (tmp_path / "a.epub").stat().st_mtime == 1 != (tmp_path / "cards" / "a.csv").stat().st_mtime
    os.utime(tmp_path, (1, 1))
    assert write(artifacts(new), tmp_path).changed == frozenset()
    assert tmp_path.stat().st_mtime == 1


def test_a_link_gives_way_to_a_file(tmp_path: Path) -> None:
    """A link to a file with the same content is replaced all the same: its target may change any time."""
    fill(tmp_path, {"elsewhere": b"same"})
    (tmp_path / "a.epub").symlink_to("elsewhere")
    assert write(artifacts({"a.epub": b"same"}), tmp_path).changed
    assert not (tmp_path / "a.epub").is_symlink()


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    """Where a folder has the name of a file, nothing is written, not even the files before it."""
    fill(tmp_path, {"a.epub": b"old", "b.pdf/inside": b"old"})
    with pytest.raises(OSError, match=r"b\.pdf"):
        write(artifacts({"a.epub": b"new", "b.pdf": b"new"}), tmp_path)
    assert files(tmp_path) == {"a.epub": b"old", "b.pdf/inside": b"old"}


def test_a_file_in_the_way(tmp_path: Path) -> None:
    """Where a file has the name of a folder, nothing is written, not even the files before it."""
    fill(tmp_path, {"a.epub": b"old", "cards": b"old"})
    with pytest.raises(OSError, match="cards"):
        write(artifacts({"a.epub": b"new", "cards/a.csv": b"new"}), tmp_path)
    assert files(tmp_path) == {"a.epub": b"old", "cards": b"old"}


def test_a_generator_that_fails(tmp_path: Path) -> None:
    """An output that fails while the others are being written changes nothing."""

    def failing() -> object:
        yield Artifact("a.epub", b"new")
        raise KeyError("a mistake of ours")

    fill(tmp_path, {"a.epub": b"old"})
    with pytest.raises(KeyError):
        write(failing(), tmp_path)  # type: ignore[arg-type]
    assert files(tmp_path) == {"a.epub": b"old"}


def test_files_can_be_read_by_others(tmp_path: Path) -> None:
    """A file on a school's share is readable whatever mask the builder had."""
    ((path,), _changed) = write(artifacts({"a.epub": b"new"}), tmp_path)
    assert path.stat().st_mode & 0o777 == 0o644


def test_checksums_are_those_of_the_files(stock_build: Path) -> None:
    """`sha256sum -c` finds every file of a build, and finds it whole."""
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=stock_build,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    listed = {line.removesuffix(": OK") for line in done.stdout.splitlines()}
    assert listed == {name for name in files(stock_build) if name != "SHA256SUMS"}
