"""Every folder in diagnostics/: a few files over the stock guide, and the diagnostics about them.

A folder is named for the code that it shows; after a “.” it may say which of several ways it shows.
`expected.txt` is what `studyguide check` prints. A folder `local` in it is laid beside the guide, as its
overlay.
"""

from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import pytest

from builder.__main__ import main
from tests.codes import codes
from tests.guides import changed, heads

HERE = Path(__file__).parent
FOLDERS = sorted(path for path in (HERE / "diagnostics").iterdir() if path.is_dir())
CODES = codes(HERE.parent / "builder")


@pytest.fixture
def check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Path], str]:
    """What `studyguide check` prints about the stock guide with a folder's changes, run in the guide's own
    folder.
    """

    def run(changes: Path) -> str:
        guide = changed(tmp_path / "guide", changes)
        (guide / "expected.txt").unlink(missing_ok=True)
        if (guide / "local").is_dir():
            (guide / "local").rename(tmp_path / "local")
        monkeypatch.chdir(guide)
        assert main(["check", ".", "--strict"]) == 1
        return heads(capsys.readouterr().out)

    return run


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_diagnostics(folder: Path, check: Callable[[Path], str], expect: Callable[[Path, str], None]) -> None:
    """An author's mistake is reported with its place, its code and the way to fix it, and nothing else is
    reported.
    """
    found = check(folder)
    reported = {line.replace(": warning: ", ": ").split(": ")[1] for line in found.splitlines()}
    assert folder.name.partition(".")[0] in reported
    expect(folder / "expected.txt", found)


def test_the_guides_folder_may_have_any_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A diagnostic names the file by the path that was typed."""
    guide = changed(tmp_path / "my guide", HERE / "diagnostics" / "unknown-ref")
    assert main(["check", str(guide)]) == 1
    assert capsys.readouterr().out.startswith(f"{guide}/chapter-02.rst:5: unknown-ref: ")


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_folder(code: str) -> None:
    """Every code has a folder that shows it."""
    assert any(fnmatch(folder.name.partition(".")[0], code) for folder in FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_folder_has_a_code(folder: Path) -> None:
    """Every folder shows a code that exists."""
    assert any(fnmatch(folder.name.partition(".")[0], code) for code in CODES)


def test_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What looks like a slip and is none draws no warning."""
    guide = changed(tmp_path / "guide", HERE / "silent")
    assert main(["check", str(guide), "--strict"]) == 0, capsys.readouterr().out


def test_ten_mistakes_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ten mistakes in four files are reported in one run, in the order of the files, and what was built
    before stays.
    """
    changes = HERE / "ten-mistakes"
    monkeypatch.chdir(changed(tmp_path / "guide", changes))
    before = {
        "the-ferry.epub": b"an older book",
        "the-ferry.pdf": b"an older print",
        "notes.txt": b"the author's own",
    }
    folder = tmp_path / "dist"
    folder.mkdir()
    for name, content in before.items():
        (folder / name).write_bytes(content)
    assert main(["build", ".", "-o", str(folder)]) == 1
    printed = capsys.readouterr()
    places = [line.split(": ")[:2] for line in heads(printed.out).splitlines()]
    assert [
        line.split(" ") for line in (changes / "expected.txt").read_text(encoding="utf-8").splitlines()
    ] == places
    assert (
        len(places),
        len({code for _, code in places}),
        len({place.partition(":")[0] for place, _ in places}),
    ) == (10, 10, 4)
    assert printed.err == "10 problems; nothing was written\n"
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}
