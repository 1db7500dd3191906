"""A book → the folders that each tool reads: `guide` (ours), `sphinx`, `rest` and `markdown` (pandoc)."""

import random
from pathlib import Path

from PIL import Image, ImageDraw

from tests.bench.book import Chapter
from tests.bench.markdown import markdown
from tests.bench.rest import PANDOC, SPHINX, rest

FOLDERS = ("guide", "sphinx", "rest", "markdown")

_GUIDE = """\
[guide]
slug = "book"
title = "A Book of Prose"
subtitle = "To measure by"
authors = ["The Bench"]
language = "en-GB"
identifier = "urn:uuid:5d0b7a1e-58a4-4f0b-8a53-9d7f3c0e6b21"
version = "1.0.0"
date = 2026-01-01
rights = "CC0-1.0"
description = "Prose in an order that a seed has chosen."
corrections = "Run make bench."

[work]
title = "Prose"
author = "Several authors"
year = 1871
chapters = {count}

[contents]
chapters = [{files}]
"""

_SPHINX = """\
project = "A Book of Prose"
author = copyright = "The Bench"
version = release = "1.0.0"
language = "en"
epub_basename = "book"
epub_show_urls = "no"
"""

_INDEX = """\
A Book of Prose
===============

.. toctree::

{files}
"""


def write(book: list[Chapter], folder: Path) -> None:
    """Write a book in every format."""
    for name in FOLDERS:
        (folder / name / "images").mkdir(parents=True)
    labels = [chapter.label for chapter in book]
    files = ", ".join(f'"{label}.rst"' for label in labels)
    (folder / "guide" / "guide.toml").write_text(_GUIDE.format(count=len(book), files=files))
    (folder / "sphinx" / "conf.py").write_text(_SPHINX)
    tree = "\n".join(f"   {label}" for label in labels)
    (folder / "sphinx" / "index.rst").write_text(_INDEX.format(files=tree))
    for chapter in book:
        _draw_chart(chapter, folder)
        write_chapter(chapter, folder)


def sources(folder: Path) -> list[Path]:
    """The chapters' files in a folder, in their order."""
    return sorted(folder.glob("ch-*"))


def write_chapter(chapter: Chapter, folder: Path) -> None:
    """Write a chapter in every format, over what it was before."""
    texts = (rest(chapter, SPHINX), rest(chapter, SPHINX), rest(chapter, PANDOC), markdown(chapter))
    for name, text in zip(FOLDERS, texts, strict=True):
        suffix = "md" if name == "markdown" else "rst"
        (folder / name / f"{chapter.label}.{suffix}").write_text(text, encoding="utf-8")


def _draw_chart(chapter: Chapter, folder: Path) -> None:
    """Draw the picture of a chapter, twelve bars, into every folder."""
    heights = random.Random(chapter.number).choices(range(10, 200), k=12)
    image = Image.new("RGB", (480, 220), "white")
    for place, height in enumerate(heights):
        left = 20 + 37 * place
        ImageDraw.Draw(image).rectangle((left, 210 - height, left + 26, 210), fill="#2d5ac8")
    for name in FOLDERS:
        image.save(folder / name / "images" / f"{chapter.label}.png")
