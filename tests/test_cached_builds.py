"""A build that finds results in the cache gives the same bytes as one that makes everything anew: after every
one of many random edits of a guide.
"""

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from builder.build import build
from builder.cache import Cache
from builder.diagnostics import GuideError

WORDS = [
    "bank",
    "boat",
    "bridge",
    "ferry",
    "fog",
    "frost",
    "rope",
    "river",
    "sister",
    "toll",
    "water",
    "winter",
]
NAMES = ["one", "two", "three", "four"]
GUIDE = """
[guide]
slug = "ferry"
title = "{title}"
subtitle = "A guide"
corrections = "Write to the ferry house."
authors = ["Ida Brook"]
language = "en-GB"
identifier = "urn:uuid:6f1b6f0e-8a51-4c1c-9d3f-0b7c8e2a4d15"
version = "1"
date = 2021-03-04
rights = "CC0-1.0"
description = "Two sisters run a ferry."
[work]
title = "The Ferry"
author = "Ada Marsh"
year = 1931
chapters = {count}
[contents]
chapters = [{chapters}]
[print]
papers = [{papers}]
handouts = false
large-print = {large}
[epub]
fonts = false
page-list = {page_list}
"""
LINE = "=" * 12
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="{0}"><rect width="9" height="{0}"/></svg>'
)


class Author:
    """Somebody who changes a guide at random, one thing at a time, and sometimes breaks it."""

    def __init__(self, folder: Path, random: Random) -> None:
        self._folder, self._random = folder, random
        self._settings = {"title": "The Ferry", "papers": '"a4"', "large": "false", "page_list": "true"}
        self._order = NAMES[:2]
        for name in NAMES:
            self._write(name)
        self._draw()
        self._set()

    def edit(self) -> None:
        """Change one thing."""
        edits: list[Callable[[], None]] = [
            *[lambda: self._write(self._random.choice(NAMES))] * 4,
            self._add_or_remove,
            self._reorder,
            self._rename,
            self._draw,
            self._lose_the_picture,
            self._change_a_setting,
        ]
        self._random.choice(edits)()
        self._set()

    def _write(self, name: str) -> None:
        random = self._random
        texts = [
            " ".join(random.choices(WORDS, k=random.randrange(5, 400))) for _ in range(random.randrange(1, 5))
        ]
        other = random.choice([name, *self._order])
        texts += [f"See :ref:`{other}`.", f".. _{name}-far:\n\n.. image:: images/boat.svg\n   :alt: A boat"]
        text = "\n\n".join(random.sample(texts, random.randrange(1, len(texts) + 1)))
        self._file(f"{name}.rst", f".. _{name}:\n\n{LINE}\nTitle {name}\n{LINE}\n\n{text}\n")

    def _add_or_remove(self) -> None:
        name = self._random.choice(NAMES)
        if name not in self._order:
            self._order.insert(self._random.randrange(len(self._order) + 1), name)
        elif len(self._order) > 1:
            self._order.remove(name)

    def _reorder(self) -> None:
        self._random.shuffle(self._order)

    def _rename(self) -> None:
        name, other = self._random.sample(NAMES, 2)
        self._file(f"{name}.rst", self._path(other).read_text(encoding="utf-8"))

    def _path(self, name: str) -> Path:
        return next(path for path in self._folder.glob(f"{name}.*"))

    def _draw(self) -> None:
        (self._folder / "images").mkdir(exist_ok=True)
        self._file("images/boat.svg", PICTURE.format(self._random.randrange(10, 300)))

    def _lose_the_picture(self) -> None:
        (self._folder / "images" / "boat.svg").unlink(missing_ok=True)

    def _change_a_setting(self) -> None:
        name, values = self._random.choice(
            [
                ("title", ["The Ferry", "Two Sisters"]),
                ("papers", ['"a4"', '"letter"', '"a4", "letter"']),
                ("page_list", ["true", "false"]),
            ]
        )
        self._settings[name] = self._random.choice(values)

    def _set(self) -> None:
        listed = ", ".join(f'"{name}.rst"' for name in self._order)
        for name in NAMES:  # a file that is not listed has another ending
            here, aside = self._folder / f"{name}.rst", self._folder / f"{name}.txt"
            if name in self._order and not here.exists():
                aside.rename(here)
            elif name not in self._order and here.exists():
                here.rename(aside)
        self._file("guide.toml", GUIDE.format(count=len(self._order), chapters=listed, **self._settings))

    def _file(self, name: str, text: str) -> None:
        (self._folder / name).write_text(text, encoding="utf-8")


def built(guide: Path, folder: Path, cache: Cache) -> dict[str, str] | list[str]:
    """The digests of all files that are built, or what is wrong with the guide."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        paths = build(guide, folder, 1, formats=("epub", "pdf"), cache=cache).paths
    except GuideError as wrong:
        return [str(problem) for problem in wrong.diagnostics]
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in paths}


def test_a_cached_build_is_a_clean_build(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """Chapters are written, added, removed, renamed and reordered, pictures drawn and lost, settings changed;
    now and then a part of the cache is lost or damaged too.
    """
    random = Random(7)
    guide, cache = tmp_path / "guide", Cache(tmp_path / "kept")
    guide.mkdir()
    author = Author(guide, random)
    wrong, right = 0, 0
    known: dict[str, dict[str, str] | list[str]] = {}
    for step in range(pytestconfig.getoption("--edits")):
        author.edit()
        if step % 10 == 9:
            harm(tmp_path / "kept", random)
        state = "".join(f"{path}{path.read_text()}" for path in sorted(guide.rglob("*.*")))
        if state not in known:
            known[state] = built(guide, tmp_path / "clean", Cache())
        clean = known[state]
        assert built(guide, tmp_path / "cached", cache) == clean, f"after {step + 1} edits"
        wrong, right = wrong + isinstance(clean, list), right + isinstance(clean, dict)
    assert min(wrong, right) > 0, "the edits break the guide, and mend it"


def harm(folder: Path, random: Random) -> None:
    """Lose one kept result, and damage another."""
    kept = sorted(path for path in folder.rglob("*") if path.is_file())
    random.choice(kept).write_bytes(b"damaged")
    random.choice(kept).unlink(missing_ok=True)
