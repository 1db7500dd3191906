"""Pieces for a guide: chapters by the strategies, and parts of the guides that there are, damaged."""

import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning

from tests.fuzz.guide import FuzzedGuide, Piece
from tests.fuzz.mutation import damaged
from tests.fuzz.strategies import OWN, Files, whole_chapters
from tests.fuzz.tables import overlays, settings_tables
from tests.guides import REAL, STOCK

HERE = Path(__file__).parent.parent
PARTS = (".rst", ".txt")
PICTURES = (".png", ".jpg", ".jpeg", ".svg")
# What a chapter of another guide calls, and the stock guide has.
CALLED = (
    (rb"(:themes: ).*", rb"\1water 1"),
    (rb"(:people: ).*", rb"\1anna"),
    (rb"(:beat: ).*", rb"\1ch01-ice"),
    (rb":(beat|character|theme|term|ref|symbol|place):`[^`]*`", rb":beat:`ch01-ice`"),
)


class Pieces:
    """What a seed makes of the strategies and of the files that there are."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._count = 0
        self._drawn: list[Any] = []
        self._chapters = self._drawing(whole_chapters())
        self._settings = self._drawing(settings_tables())
        self._overlays = self._drawing(overlays())

    def guide(self, count: int) -> FuzzedGuide:
        """A guide of the next pieces, with settings and an overlay of its own."""
        settings, local = self._draw(self._settings), self._draw(self._overlays)
        if self._random.random() < 0.3:
            settings = tuple(
                damaged(self._random, part.encode()).decode(errors="replace") for part in settings
            )
        return FuzzedGuide(tuple(self._pieces(count)), settings, local)

    def _pieces(self, count: int) -> Iterator[Piece]:
        for _number in range(count):
            self._count += 1
            files = self._draw(self._chapters) if self._random.random() < 0.6 else self._real()
            if self._random.random() < 0.3:
                files = self._damaged(files)
            place = self._random.choice(["chapters"] * 5 + ["back", "back", "front", "teacher"])
            yield named(Piece(OWN, files, place), f"c{self._count}")

    def _real(self) -> Files:
        """A chapter, or some lines of a long one, and mostly with mistakes; or a picture that is damaged."""
        if self._random.random() < 0.2:
            path = self._random.choice(sources(PICTURES))
            name = f"{OWN}{path.suffix.lower()}"
            text = f"Shown\n=====\n\n.. image:: {name}\n   :alt: A picture.\n"
            return {
                f"{OWN}.rst": text.encode(),
                name: damaged(self._random, path.read_bytes(), is_text=False),
            }
        text = self._random.choice(sources(PARTS)).read_bytes()
        for form, new in CALLED:
            text = re.sub(form, new, text)
        return {f"{OWN}.rst": damaged(self._random, self._few_lines(text))}

    def _few_lines(self, text: bytes) -> bytes:
        lines = text.split(b"\n")
        if len(lines) < 60 and b"===" in text:
            return text
        start = self._random.randrange(max(1, len(lines) - 20))
        return b"Some lines\n==========\n\n" + b"\n".join(lines[start : start + self._random.randint(10, 50)])

    def _damaged(self, files: Files) -> Files:
        name = self._random.choice(sorted(files))
        return {**files, name: damaged(self._random, files[name], is_text=not name.endswith(PICTURES))}

    def _drawing(self, strategy: st.SearchStrategy[Any]) -> Callable[[bytes], Any]:
        """Hypothesis' own door for fuzzers: an example from bytes, where there are enough of them."""

        @settings(database=None, suppress_health_check=list(HealthCheck))
        @given(strategy)
        def draw(value: Any) -> None:
            self._drawn.append(value)

        return draw.hypothesis.fuzz_one_input

    def _draw(self, drawing: Callable[[bytes], Any]) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", HypothesisWarning
            )  # that the strategies are long when written out
            while not self._drawn:
                drawing(self._random.randbytes(6000))
        return self._drawn.pop()


@cache
def sources(endings: tuple[str, ...]) -> list[Path]:
    """The files of some kinds in the tests' guides and in the shipped one."""
    folders = [STOCK, HERE / "hard", HERE / "diagnostics", HERE / "small", HERE / "cards", REAL]
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in endings
    ]


def named(piece: Piece, name: str) -> Piece:
    """A piece with a name: its files have it, and so have all places in it, which no other piece then has."""
    files = {path.replace(OWN, name): data for path, data in piece.files.items()}
    main = files[f"{name}.rst"].replace(OWN.encode(), name.encode())
    for found in sorted(
        set(re.findall(rb"(?:^|\s):name: ([\w-]+)|^\.\. _([\w-]+):|^\.\. \|([\w-]+)\|", main, re.M))
    ):
        own = b"".join(found)
        main = re.sub(rb"(?<![\w-])" + re.escape(own) + rb"(?![\w-])", own + b"-" + name.encode(), main)
    return replace(piece, name=name, files={**files, f"{name}.rst": main})
