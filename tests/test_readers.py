"""Other people’s programs over the e-books: DAISY Ace, which says what a reader who can't see would stumble
over.

`make test` installs Ace. Where that is impossible these tests are skipped and say so; with REQUIRE_ACE set,
as in .ci/run, they fail.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.built import Built
from tests.epub_files import Epub

ENVIRONMENT = Path(sys.prefix)
ACE = ENVIRONMENT / "node" / "node_modules" / ".bin" / "ace-cli"
LOCK = Path(__file__).parent / "ace" / "package-lock.json"


def absent() -> str | None:
    """Why Ace can't be run, if so."""
    missing = [
        name
        for name, path in (("Ace", shutil.which(ACE)), ("Chromium", shutil.which("chromium")))
        if not path
    ]
    return f"{' and '.join(missing)} not installed: see what tests/ace/install.sh says" if missing else None


def ace(book: Path, folder: Path) -> dict[str, Any]:
    """Ace's report on an EPUB."""
    if reason := absent():
        (pytest.fail if os.environ.get("REQUIRE_ACE") else pytest.skip)(reason)
    environment = os.environ | {
        "HOME": str(folder),  # Ace and Chromium leave settings there
        "XDG_CONFIG_HOME": str(folder),
        "PATH": os.pathsep.join([str(ENVIRONMENT / "bin"), os.environ["PATH"]]),
        "PUPPETEER_EXECUTABLE_PATH": str(shutil.which("chromium")),
        "ACE_TIMEOUT_INITIAL": "120000",  # milliseconds: on a busy machine Chromium starts slowly
    }
    command = [ACE, "--force", "--outdir", folder / "ace", book]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    report: dict[str, Any] = json.loads((folder / "ace" / "report.json").read_text(encoding="utf-8"))
    return report


def violations(report: dict[str, Any]) -> list[str]:
    """What Ace finds wrong, of whatever impact."""
    return [
        f"{test['earl:impact']} {test['dct:title']}: {file['earl:testSubject']['url']}"
        for file in report["assertions"]
        for test in (found["earl:test"] for found in file["assertions"])
    ]


@pytest.mark.validator
@pytest.mark.parametrize("built", ["stock", "real"], indirect=True)
def test_ace_finds_nothing(built: Built, tmp_path: Path) -> None:
    """Ace has looked at every page and at the package, and has no violation of any impact."""
    report = ace(built.epub, tmp_path)
    assert violations(report) == []
    assert report["earl:result"]["earl:outcome"] == "pass"
    looked_at = {Path(file["earl:testSubject"]["url"]).name for file in report["assertions"]}
    assert looked_at == {Path(name).name for name in Epub(built.epub).pages} | {"content.opf"}


@pytest.mark.validator
@pytest.mark.parametrize("built", ["plain"], indirect=True)
def test_ace_would_find_something(built: Built, tmp_path: Path) -> None:
    """A book whose cover has lost its alternative does not pass: Ace really looks."""
    spoilt = tmp_path / "spoilt.epub"
    with zipfile.ZipFile(built.epub) as sound, zipfile.ZipFile(spoilt, "w") as made:
        for entry in sound.infolist():
            content = sound.read(entry)
            made.writestr(
                entry,
                re.sub(rb' alt="[^"]*"', b"", content)
                if entry.filename.endswith("/cover.xhtml")
                else content,
            )
    assert any("image-alt" in violation for violation in violations(ace(spoilt, tmp_path)))


def test_lock_names_no_registry() -> None:
    """The pins say what to install and with which hash, not from whose server."""
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    pins = {name: pin for name, pin in packages.items() if name}
    assert pins
    assert [
        name
        for name, pin in pins.items()
        if "resolved" in pin or not pin.get("integrity", "").startswith("sha512-")
    ] == []
