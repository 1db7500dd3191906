"""The same guide gives the same bytes, whoever builds it, where, and when."""

import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import reduce
from io import BytesIO
from math import fsum
from pathlib import Path

import pikepdf
import pytest

from builder.material.fonts import width
from builder.pictures.sheet import Box, Sheet, Tie
from tests.epub_files import Epub
from tests.guides import STOCK
from tests.later import YEARS

ROOT = Path(__file__).parent.parent
LATER = ["-c", "from tests.later import run; run()"]

# What is different for the second build, all at once.
SURROUNDINGS = {
    "PYTHONHASHSEED": "1234",
    "TZ": "Pacific/Kiritimati",
    "LANG": "tr_TR.UTF-8",
    "LC_ALL": "C",
    "HOME": "/nonexistent",
    "COLUMNS": "40",
    "SOURCE_DATE_EPOCH": "1000000000",
}
KINDS = {".epub", ".pdf", ".apkg", ".csv", ""}


@pytest.fixture
def first(stock_build: Path) -> dict[str, bytes]:
    """The bytes of a build in this process."""
    return files(stock_build)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the guide is built into `dist` as on another machine, in another year."""
    folder = tmp_path_factory.mktemp("elsewhere")
    for name in ("work", "tmp", "dist"):
        (folder / name).mkdir()
    (folder / "work" / "docutils.conf").write_text("[general]\nsmart_quotes: no\n", encoding="utf-8")
    guide = os.path.relpath(STOCK, folder / "work")
    command = [sys.executable, *LATER, "build", guide, "-o", str(folder / "dist")]
    around_it = os.environ | SURROUNDINGS | {"TMPDIR": str(folder / "tmp"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=folder / "work", env=around_it, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.mark.parametrize("kind", sorted(KINDS), ids=lambda kind: kind.strip(".") or "checksums")
def test_same_bytes(kind: str, first: dict[str, bytes], made: Path) -> None:
    """Hash seed, time zone, language, home, working and temporary folder and clock leave no trace."""
    second = files(made / "dist")
    of_kind = [name for name in first if Path(name).suffix == kind]
    assert of_kind
    assert [name for name in of_kind if first[name] != second.get(name)] == []


def test_same_files(first: dict[str, bytes], made: Path) -> None:
    """Elsewhere the same files are built, of no other kinds than are compared, and nothing is left over."""
    assert files(made / "dist").keys() == first.keys()
    assert {Path(name).suffix for name in first} == KINDS
    assert list((made / "tmp").iterdir()) == []


def test_the_clock_that_is_set_forward_runs() -> None:
    """The shifted clock of the test above really is what the program would read."""
    script = "from tests.later import set_forward; set_forward(); import datetime, time; "
    script += "print(datetime.datetime.now().year, datetime.date.today().year, time.gmtime().tm_year)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == {str((datetime.now(UTC) + timedelta(days=365 * YEARS)).year)}


def test_no_trace_of_today(first: dict[str, bytes], tmp_path: Path) -> None:
    """Neither today's date nor the name of this machine's folders is anywhere in the outputs."""
    (tmp_path / "the-ferry.epub").write_bytes(first["the-ferry.epub"])
    epub = Epub(tmp_path / "the-ferry.epub")
    texts = [epub.content(entry.filename) for entry in epub.entries] + list(first.values())
    for name in (name for name in first if name.endswith(".pdf")):
        with pikepdf.open(BytesIO(first[name])) as pdf:
            texts += [item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    today = datetime.now(UTC)
    traces = [today.strftime(form).encode() for form in ("%Y-%m-%d", "D:%Y%m%d")] + [
        str(folder).encode() for folder in (ROOT, tmp_path)
    ]
    assert [trace for trace in traces for text in texts if trace in text] == []
    assert {entry.date_time[:3] for entry in epub.entries} == {(2021, 3, 4)}


def test_sums_of_lengths_are_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Since 3.12 Python adds fractions otherwise: no measure of a drawing may depend on how `sum` does it."""
    boxes = tuple(Box(40.1 + count / 7, 12.3 + count / 11, count % 3) for count in range(12))
    ties = tuple(
        Tie(one, (one * 2 + 1) % 12, 31.7 + one / 13, 8.9) for one in range(12) if one != (one * 2 + 1) % 12
    )
    start = [(count * 0.37 % 1, count * 0.73 % 1) for count in range(12)]

    def measures() -> list[float]:
        sheet = Sheet(boxes, ties, ((20.1, 11.1), (33.3, 11.1)), 150.0, 90.0, start)
        before = sheet.faults()
        sheet.tidy()
        return [before, sheet.faults(), *(width("who carries whom " * count, 8.7) for count in range(1, 9))]

    own = measures()
    for way in (_one_by_one, _compensated):
        monkeypatch.setattr("builtins.sum", way)
        assert measures() == own


def _one_by_one(numbers: Iterable[float], start: float = 0) -> float:
    """The sum as Python 3.11 makes it."""
    return reduce(lambda total, number: total + number, numbers, start)


def _compensated(numbers: Iterable[float], start: float = 0) -> float:
    """The sum as Python 3.12 makes it of fractions."""
    found = list(numbers)
    return (
        fsum([start, *found])
        if any(isinstance(number, float) for number in found)
        else _one_by_one(found, start)
    )
