"""That nothing has changed since the last build is found out from contents, and before anything is loaded."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from builder.cache import Cache
from builder.unchanged import key_of_order, known, note
from tests.guides import PLAIN, changed

ORDER = ["a", "b"]
MADE = {"book.pdf": sha256(b"pages").hexdigest()}
LIBRARIES = {"docutils", "ebooklib", "jinja2", "lxml", "pikepdf", "pydantic", "weasyprint"}


class Kept:
    """A guide of two files that was built into one, and what was noted."""

    def __init__(self, folder: Path) -> None:
        self.guide, self.output, self.cache = (
            folder / "guide",
            folder / "guide" / "dist",
            Cache(folder / "kept"),
        )
        self.output.mkdir(parents=True)
        (self.guide / "one.rst").write_text("one")
        (self.output / "book.pdf").write_bytes(b"pages")
        note(self.cache, self.key(ORDER), MADE, "as before")

    @property
    def folders(self) -> list[Path]:
        return [self.guide, self.guide.parent / "local"]

    def said(self, order: object = ORDER) -> str | None:
        """What is known now."""
        return known(self.cache, self.key(order), self.output)

    def key(self, order: object) -> str | None:
        """The key of a build now."""
        return key_of_order(self.cache, order, self.folders, self.output)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_what_was_noted_is_known(kept: Kept) -> None:
    """A guide with the same contents is the same, whenever it was saved; another order is another build."""
    (kept.guide / "one.rst").write_text("one")
    os.utime(kept.guide / "one.rst", (1, 1))
    assert kept.said() == "as before"
    assert kept.said(order=["a"]) is None


CHANGES: dict[str, Callable[[Kept], object]] = {
    "a chapter": lambda kept: (kept.guide / "one.rst").write_text("two"),
    "a new file": lambda kept: (kept.guide / "two.rst").write_text("two"),
    "a new name": lambda kept: (kept.guide / "one.rst").rename(kept.guide / "1.rst"),
    "a lost file": lambda kept: (kept.guide / "one.rst").unlink(),
    "an overlay": lambda kept: shutil.copytree(kept.guide, kept.guide.parent / "local"),
    "a changed book": lambda kept: (kept.output / "book.pdf").write_bytes(b"other pages"),
    "a lost book": lambda kept: (kept.output / "book.pdf").unlink(),
    "a lost cache": lambda kept: shutil.rmtree(kept.guide.parent / "kept"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_seen(kept: Kept, change: str) -> None:
    """A change of the guide, of what was built, or of what was noted leads to a build."""
    CHANGES[change](kept)
    assert kept.said() is None


def test_a_change_during_a_build_leads_to_another(kept: Kept) -> None:
    """What is saved while a book is being made is not in it."""
    key = kept.key(ORDER)
    (kept.guide / "one.rst").write_text("two")
    note(kept.cache, key, MADE, "of the first text")
    assert kept.said() is None


def test_without_a_cache_nothing_is_known(kept: Kept) -> None:
    """Without a cache a build is always a build."""
    assert key_of_order(Cache(), ORDER, kept.folders, kept.output) is None
    assert known(Cache(), None, kept.output) is None


def test_a_second_build_loads_nothing(tmp_path: Path) -> None:
    """The second time neither docutils nor any other library is loaded, and the words are the same."""
    guide = changed(tmp_path / "guide", PLAIN)
    script = "import sys; from builder.__main__ import main; main(sys.argv[1:]); "
    script += f"print(sorted({LIBRARIES} & set(sys.modules)))"
    command = [sys.executable, "-c", script, "build", str(guide), "-o", str(tmp_path / "dist")]
    command += ["--cache", str(tmp_path / "kept"), "-f", "epub", "--no-page-list", "-j", "1"]
    first, second = (
        subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        for _ in range(2)
    )
    assert "docutils" in first[-1]
    assert second[-1] == "[]"
    assert second[-2] == "In " + str(tmp_path / "dist") + first[-2].partition("dist")[2].replace(
        "all 2 files are new", "none of 2 files changed"
    )
