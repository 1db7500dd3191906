"""The guides that tests use, and new guides made from the stock guide by changing a few files."""

import shutil
from pathlib import Path

_HERE = Path(__file__).parent
STOCK = _HERE / "stock"
PLAIN = _HERE / "plain"
SMALL = _HERE / "small"  # complete by itself; has every kind of content once from chapter 2 and once from 3
REAL = _HERE.parent / "chapters"


def changed(folder: Path, *changes: Path) -> Path:
    """The stock guide in a folder, with the files of `changes` over its own; NAME.gone takes NAME away."""
    for source in (STOCK, *changes):
        shutil.copytree(source, folder, dirs_exist_ok=True)
    for sign in folder.rglob("*.gone"):
        sign.with_suffix("").unlink()
        sign.unlink()
    return folder


def heads(printed: str) -> str:
    """What is printed of diagnostics, without the lines of the source under them."""
    return "".join(line for line in printed.splitlines(keepends=True) if not line.startswith(" "))
