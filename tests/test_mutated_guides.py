"""What `check` passes, `build` builds: tried on guides in which an author's hand has slipped."""

import shutil
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from builder.build import read_and_check
from builder.diagnostics import GuideError
from builder.editions import STUDENT
from builder.formats import FORMATS
from builder.model.book import Book
from builder.outputs import wanted
from builder.pages.publication import publish
from builder.prints.books import lay_out
from builder.typesetting.press import Press

HERE = Path(__file__).parent
LINES = (HERE / "scribbles.txt").read_text(encoding="utf-8").split("\n")
SIGNS = [
    "`",
    "*",
    "_",
    "|",
    ":",
    "::",
    "..",
    "<",
    "&",
    "[1]_",
    "\t",
    "\u00ad",
    "§",
    "é",
    "日",
    "\x00",
    "   ",
    "99",
    "0",
]


def test_what_check_passes_is_built(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """A guide with a few slips of the hand has its mistakes reported, or it is built; there is no third."""
    guide = Path(shutil.copytree(HERE / "small", tmp_path / "guide"))
    sources = {
        path: path.read_text(encoding="utf-8")
        for path in guide.rglob("*")
        if path.suffix in (".rst", ".toml")
    }
    sound = 0
    for seed in range(request.config.getoption("--mutations")):
        for path, text in sources.items():
            path.write_text(text, encoding="utf-8")
        slip(Random(seed), sources)
        try:
            book = read_and_check(guide)
        except GuideError:
            continue
        sound += 1
        assert build_here(book), f"seed {seed}"
    assert sound  # otherwise nothing was tried


def slip(random: Random, sources: dict[Path, str]) -> None:
    """Make one to three mistakes in the files of a guide: lines lost, doubled, moved, indented; signs put in
    and taken out.
    """
    for _count in range(random.randint(1, 3)):
        path = random.choice(sorted(sources))
        lines = path.read_text(encoding="utf-8").split("\n")
        at = random.randrange(len(lines))
        line = lines[at]
        place = random.randint(0, len(line))
        lines[at : at + 1] = random.choice(
            [
                [],
                [line, line],
                [f"   {line}"],
                [line.removeprefix("   ")],
                [random.choice(LINES), line],
                [line, "", random.choice(LINES)],
                [line[:place] + random.choice(SIGNS) + line[place:]],
                [line[:place] + line[place + 1 :]],
                [line.replace("::", ":")],
                [random.choice(lines)],
            ]
        )
        path.write_text("\n".join(lines), encoding="utf-8")


def build_here(book: Book) -> bool:
    """Whether every output of the student's edition is made, in this process and with nothing written."""
    made = publish(book, STUDENT, Press())
    layout = lay_out(made.book, made.targets, made.press)
    made = replace(made, known_layout=layout)
    return all(output.make(made) for output in wanted("student", book, FORMATS) if output.format != "kepub")
