"""Every folder in hard/: files over the stock guide that once broke a book, or might.

Such a guide builds into sound files, or its mistakes are reported; nothing else may happen. Where a folder
has a `printed.txt`, the guide builds, and every line of that file is in the PDF, whatever its white space and
hyphens.
"""

import re
from pathlib import Path

import pytest

from builder.__main__ import main
from tests.epub_files import Epub
from tests.guides import PLAIN, changed, heads
from tests.pdf_files import Pdf, squeezed

FOLDERS = sorted(path for path in (Path(__file__).parent / "hard").iterdir() if path.is_dir())
DIAGNOSTIC = re.compile(r"[\w./-]+:\d+: [a-z-]+: .+ — .+")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_sound_or_reported(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever an author writes makes sound files or a diagnostic: never a traceback, never a broken book."""
    monkeypatch.chdir(changed(tmp_path / "guide", PLAIN, folder))
    dist = tmp_path / "dist"
    expected = (
        (folder / "printed.txt").read_text(encoding="utf-8").splitlines()
        if (folder / "printed.txt").exists()
        else []
    )
    if main(["build", ".", "-o", str(dist)]) == 1 and not expected:
        assert [
            line for line in heads(capsys.readouterr().out).splitlines() if not DIAGNOSTIC.fullmatch(line)
        ] == []
        assert not dist.exists()
        return
    print_book = Pdf(dist / "the-plain-ferry.pdf")
    assert [fault for path in dist.glob("*.epub") for fault in Epub(path).faults()] == []
    assert [fault for path in dist.glob("*.pdf") for fault in Pdf(path).faults()] == []
    assert [line for line in expected if squeezed(line) not in squeezed("".join(print_book.texts))] == []
