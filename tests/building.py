"""Builds that tests share, with what is amiss on the student's pages written beside each: `python -m
tests.building GUIDE FOLDER APART [EDITION ...]` builds a guide and puts the files of further editions apart.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from unittest import mock

from builder.build import build
from builder.model.book import Book
from builder.prints.books import lay_out
from builder.reading.guide import read_guide
from builder.targets import Targets
from builder.typesetting.layout import Layout
from builder.typesetting.page_lint import lint
from builder.typesetting.press import Press


def findings(folder: Path) -> Path:
    """The file beside a built folder with what is amiss on the student's pages, a line for each finding."""
    return folder.with_name(f"{folder.name}-findings.txt")


def build_and_lint(root: Path, folder: Path, editions: tuple[str, ...] = ()) -> None:
    """Build a guide, and look at the pages of its print book while they are at hand."""

    def linted(
        book: Book, targets: Targets, press: Press, standard: Mapping[str, int] | None = None
    ) -> Layout:
        layout = lay_out(book, targets, press, standard)
        if standard is None:  # the student's
            findings(folder).write_text("".join(f"{found}\n" for found in lint(layout)), encoding="utf-8")
        return layout

    with mock.patch("builder.build.lay_out", linted):
        build(root, folder, editions=editions)


def build_apart(root: Path, folder: Path, apart: Path, *further: str) -> None:
    """Build a guide's own editions into one folder and further ones into another, all in one run."""
    declared = ["student", *(edition.name for edition in read_guide(root)[0].guide.editions)]
    build_and_lint(root, folder, (*dict.fromkeys(declared), *further) if further else ())
    for path in [
        path for name in further for path in folder.iterdir() if re.search(rf"-{name}[-.]", path.name)
    ]:
        path.rename(apart / path.name)


if __name__ == "__main__":
    build_apart(*map(Path, sys.argv[1:4]), *sys.argv[4:])
