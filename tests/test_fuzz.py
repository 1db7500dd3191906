"""What `check` passes, `build` builds, and EPUBCheck is silent: tried on generated and damaged chapters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.diagnostics import Diagnostic, GuideError, Origin
from tests.fuzz import fuzzer as fuzzing
from tests.fuzz import trial
from tests.fuzz.fuzzer import Fuzzer
from tests.fuzz.mutation import damaged
from tests.fuzz.pieces import Pieces
from tests.fuzz.shrinking import fewest
from tests.fuzz.trial import Outcome

SEED = 2


@pytest.fixture
def fuzzer(tmp_path: Path) -> Iterator[Fuzzer]:
    fuzzer = Fuzzer(SEED, tmp_path / "books", tmp_path / "kept")
    yield fuzzer
    fuzzer.close()


@pytest.mark.validator
def test_what_check_passes_is_built(fuzzer: Fuzzer, request: pytest.FixtureRequest) -> None:
    """Chapters that are odd or broken have their mistakes reported, or they are built; there is no third."""
    books = request.config.getoption("--books")
    for _book in range(books):
        fuzzer.step()
    assert {name: outcome.words for name, (_guide, outcome) in fuzzer.found.faults.items()} == {}
    assert fuzzer.found.counts["sound books"] == books
    assert fuzzer.found.counts["sound pieces"] > 10 * books  # otherwise little was tried


class Planted:
    """Trials that find a fault in every chapter with a word, and refuse every chapter with another one."""

    def of(self, root: Path, _formats: object, *, epubcheck: bool) -> Outcome:
        texts = {path.name: path.read_bytes() for path in root.glob("c[0-9]*.rst")}
        refused = {name for name, text in texts.items() if b"Water" in text}
        if refused or not any(b"boat" in text for text in texts.values()):
            return Outcome(frozenset(refused))
        return Outcome(fault="planted", words="a boat")

    def close(self) -> None:
        """Nothing to end."""


def test_a_fault_is_made_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What shows a fault is found among many pieces, and what is kept of it is the line that matters."""
    monkeypatch.setattr(fuzzing, "Trials", Planted)
    fuzzer = Fuzzer(SEED, tmp_path / "books", tmp_path / "kept")
    fuzzer.step(40)
    (small, outcome) = fuzzer.found.faults["planted"]
    (piece,) = small.pieces
    assert outcome.words == "a boat"
    assert len(piece.files[f"{piece.name}.rst"].splitlines()) == 1
    assert b"boat" in (tmp_path / "kept" / "planted" / "guide" / f"{piece.name}.rst").read_bytes()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (ValueError("embedded null byte"), "ValueError"),
        (MemoryError(), "MemoryError"),
        (RecursionError(), "RecursionError"),
        (GuideError([Diagnostic(Origin("a.rst", 1), "image", "late", "none")]), "GuideError"),
    ],
)
def test_what_a_fault_is(
    wrong: Exception, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is raised after a check that has passed is a fault; in a check, all but diagnostics."""

    def raising(*_arguments: object, **_options: object) -> None:
        raise wrong

    monkeypatch.setattr(trial, "read_and_check", lambda *_arguments, **_options: None)
    monkeypatch.setattr(trial, "build", raising)
    assert trial._tried(tmp_path, ["epub"])[1].startswith(f"build-{named}-")
    assert trial._tried(tmp_path, [])[1] == ""
    monkeypatch.setattr(trial, "read_and_check", raising)
    refused, fault, _words = trial._tried(tmp_path, [])
    assert (
        (refused, fault) == ({"a.rst"}, "") if named == "GuideError" else fault.startswith(f"check-{named}-")
    )


def test_a_process_that_dies_is_a_fault(tmp_path: Path) -> None:
    """A process that has ended is a fault of the guide that was tried, and the next guide has a new one."""
    trials = trial.Trials()
    assert trials.of(tmp_path, ()).refused == {f"{tmp_path}"}
    assert trials._process
    trials._process.kill()
    trials._process.join()
    assert trials.of(tmp_path, ()).fault == "crash"
    assert trials.of(tmp_path, ()).refused == {f"{tmp_path}"}
    trials.close()


def test_a_guide_without_an_end_is_a_fault(tmp_path: Path) -> None:
    """A trial that takes longer than it may is a fault, and its process is ended."""
    trials = trial.Trials(seconds=0)
    assert trials.of(tmp_path, ()).fault == "hang"
    assert trials._process is None


def test_a_seed_says_which_guides() -> None:
    """The same seed gives the same guides, another one others."""
    one, same, other = (Pieces(seed).guide(9).files() for seed in (1, 1, 2))
    assert one == same != other


def test_fewest() -> None:
    """Of many items those are left that are needed."""
    assert fewest(range(100), lambda left: {3, 71} <= set(left)) == [3, 71]
    assert fewest("abc", lambda left: True) == []
    assert fewest("abc", lambda left: False) == list("abc")


def test_damage() -> None:
    """A damaged file mostly is another one, and any bytes can be damaged."""
    from random import Random

    random = Random(SEED)
    text = b"A line\n======\n\n   :level: 1\nmore"
    assert len({damaged(random, text) for _time in range(100)} - {text}) > 60
    for data in (b"", b"\n", b"\x00"):
        damaged(random, data)
