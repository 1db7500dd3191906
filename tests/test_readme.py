"""The complete small guide in the README: whoever copies it has a guide in which nothing is wrong."""

import re
from pathlib import Path

import pytest

from builder.__main__ import main

README = Path(__file__).parent.parent / "README.md"
_GUIDE = re.compile(r"<!-- A complete small guide.*?-->(.*?)<!-- End of the small guide. -->", re.DOTALL)
_FILE = re.compile(r"^`([\w.-]+)`:\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def test_the_small_guide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its files are copied as they stand there, and built with warnings taken for errors."""
    found = _GUIDE.search(README.read_text(encoding="utf-8"))
    assert found
    for name, text in _FILE.findall(found[1]):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert len(list(tmp_path.iterdir())) == 4
    given = [str(tmp_path), "-o", str(tmp_path / "dist"), "-f", "cards", "--strict", "--no-cache", "-q"]
    assert main(["build", *given]) == 0
    assert capsys.readouterr() == ("", "")
