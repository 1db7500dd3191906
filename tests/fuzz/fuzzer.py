"""Books of many pieces are tried; what is refused is taken out, what shows a fault is made small and kept."""

import shutil
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.fuzz.guide import FuzzedGuide, owner, write_files
from tests.fuzz.pieces import Pieces
from tests.fuzz.shrinking import culprits, shrunk
from tests.fuzz.trial import Outcome, Trials, clean

PIECES = 100  # drawn for a book, in which about every third is sound: what costs time is the build
FORMATS = ("epub", "pdf")
ROUNDS = 60  # in which a book gets rid of what is refused and of what has faults
TRIALS, TRIALS_OF_EPUBS = 120, 12  # of a fault's smaller guides: EPUBCheck takes seconds for each


@dataclass
class Found:
    """What has been tried: pieces and books by what became of them, the faults by name with their smallest
    guides, and the most that one trial took.
    """

    counts: Counter[str] = field(default_factory=Counter)
    faults: dict[str, tuple[FuzzedGuide, Outcome]] = field(default_factory=dict)
    seconds: float = 0.0
    megabytes: int = 0

    def measure(self, outcome: Outcome) -> None:
        """Remember what a trial took, where it took most."""
        self.seconds = max(self.seconds, outcome.seconds)
        self.megabytes = max(self.megabytes, outcome.megabytes)


class Fuzzer:
    """Tries books below a folder, and keeps the smallest guides that show a fault in another."""

    def __init__(self, seed: int, folder: Path, kept: Path | None = None) -> None:
        self._pieces = Pieces(seed)
        self._folder, self._kept = folder, kept
        self._trials = Trials()
        self.found = Found()

    def close(self) -> None:
        """End the process of the trials."""
        self._trials.close()

    def step(self, pieces: int = PIECES, formats: Collection[str] = FORMATS) -> None:
        """Try one book."""
        guide = self._pieces.guide(pieces)
        self.found.counts["pieces"] += pieces
        for _round in range(ROUNDS):
            outcome, formats_tried = self._outcome(guide, formats)
            if outcome.fault:
                guide = self._without_fault(guide, outcome, formats_tried)
            elif outcome.refused:
                guide = _without_refused(guide, outcome.refused)
            else:
                self.found.counts["sound pieces"] += len(guide.pieces)
                self.found.counts["sound books"] += 1
                return

    def _outcome(self, guide: FuzzedGuide, formats: Collection[str]) -> tuple[Outcome, Collection[str]]:
        """What becomes of a guide, which is only built when the check has passed it, and how it was tried."""
        outcome = self._tried(guide, ())
        if outcome.fault or outcome.refused:
            return outcome, ()
        return self._tried(guide, formats), formats

    def _tried(self, guide: FuzzedGuide, formats: Collection[str], *, epubcheck: bool = True) -> Outcome:
        clean(self._folder / "tried")
        outcome = self._trials.of(guide.write(self._folder / "tried"), formats, epubcheck=epubcheck)
        self.found.counts["trials"] += 1
        self.found.measure(outcome)
        return outcome

    def _without_fault(self, guide: FuzzedGuide, outcome: Outcome, formats: Collection[str]) -> FuzzedGuide:
        """A guide without the pieces that show a fault, which is kept in its smallest form."""

        is_epub = outcome.fault.startswith("epub")
        left = iter(range(TRIALS_OF_EPUBS if is_epub else TRIALS))

        def fails(smaller: FuzzedGuide) -> bool:
            if next(left, None) is None:
                return False
            needed = ("epub",) if is_epub else formats
            return self._tried(smaller, needed, epubcheck=is_epub).fault == outcome.fault

        few = culprits(guide, fails, outcome.words)
        self.found.counts["faulty pieces"] += len(few.pieces)
        if outcome.fault not in self.found.faults:
            self._keep(few, outcome)  # who has no patience has this one
            self._keep(shrunk(few, fails), outcome)
        if not few.pieces:
            return replace(guide, settings=FuzzedGuide().settings, local={})
        return guide.without({piece.name for piece in few.pieces})

    def _keep(self, small: FuzzedGuide, outcome: Outcome) -> None:
        self.found.faults[outcome.fault] = (small, outcome)
        if self._kept is not None:
            shutil.rmtree(self._kept / outcome.fault, ignore_errors=True)
            write_files(small.files(), self._kept / outcome.fault)
            (self._kept / outcome.fault / "what.txt").write_text(outcome.words, encoding="utf-8")


def _without_refused(guide: FuzzedGuide, refused: Collection[str]) -> FuzzedGuide:
    """A guide without the pieces that have mistakes. Where a file of the stock guide is blamed, half of them
    go.
    """
    names = {owner(file) for file in refused}
    smaller = guide.without(names)
    if any("/local/" in file for file in refused):
        smaller = replace(smaller, local={})
    if "guide.toml" in names:
        smaller = replace(smaller, settings=FuzzedGuide().settings)
    if smaller != guide:
        return smaller
    return replace(guide, pieces=guide.pieces[::2] if len(guide.pieces) > 1 else (), local={})
