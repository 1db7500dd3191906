"""A seed → prose: sentences from text.txt.xz in an order of their own, as paragraphs and as short phrases."""

import lzma
import random
import re
from functools import cache
from pathlib import Path

_TEXT = Path(__file__).with_name("text.txt.xz")


class Prose:
    """Prose without end; the same seed gives the same."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def paragraph(self, words: int) -> str:
        """Sentences with so many words together, or a few more, some of the words emphasized."""
        sentences: list[str] = []
        while sum(len(sentence.split()) for sentence in sentences) < words:
            sentences.append(self.random.choice(_sentences()))
        return " ".join(map(self._emphasized, " ".join(sentences).split()))

    def phrase(self, words: int) -> str:
        """So many words, without any marks, the first with a capital letter."""
        found: list[str] = []
        while len(found) < words:
            found += re.findall(r"[A-Za-z]+", self.random.choice(_sentences()))
        return " ".join(found[:words]).capitalize()

    def _emphasized(self, word: str) -> str:
        """The word, or now and then the word in marks: every format here writes them in the same way."""
        mark = {0: "*", 1: "**"}.get(self.random.randrange(80), "")
        return f"{mark}{word}{mark}" if len(word) > 3 and word.isalpha() else word


@cache
def _sentences() -> list[str]:
    return lzma.decompress(_TEXT.read_bytes()).decode().splitlines()
