"""What a build tells of itself: stages, time left, and the words at the end."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from rich.console import Console

from builder.cache import NOTHING_KEPT, Cache
from builder.live import live_list
from builder.model.book import Artifact, Edition
from builder.progress import Clock, Progress, Stage, for_whom, silent
from builder.report import closing, duration, every_file, files, rest, table
from builder.timings import Timings, keep_timings, key_of_build, last_timings, timings_of

LAST = Timings(10.0, {"read": 2.0, "one": 8.0, "two": 6.0})


def ticking(step: float = 1.0) -> Callable[[], float]:
    """A clock that is a step ahead whenever somebody looks."""
    seen = [0.0]

    def look() -> float:
        seen[0] += step
        return seen[0]

    return look


def test_a_stage_is_told_when_it_begins_and_when_it_ends() -> None:
    """Whoever shows it hears of a stage twice, of an artifact once, and of a failure as of any end."""
    told: list[object] = []
    progress = Progress(
        lambda what: told.append(what.path if isinstance(what, Artifact) else (what.name, what.wall)),
        Clock(ticking(), ticking(0.5)),
    )
    with progress.stage("read"):
        progress.made("For students", Artifact("a.pdf", b""))
    with pytest.raises(KeyError), progress.stage("write"):
        raise KeyError
    assert told == [("read", None), "a.pdf", ("read", 1.0), ("write", None), ("write", 1.0)]
    assert [stage.cpu for stage in progress.stages] == [0.5, 0.5]
    assert progress.headings == {"a.pdf": "For students"}


def test_what_a_thread_asks_for_belongs_to_its_stage() -> None:
    """Stages that go on at once each count their own results, and what is asked for outside in none."""
    progress, together = Progress(), Barrier(4)

    def work(number: int) -> None:
        with progress.stage(str(number)):
            together.wait()
            for found in [True] * number + [False]:
                progress.asked(found)
            together.wait()

    progress.asked(True)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    assert {stage.name: (stage.found, stage.anew) for stage in progress.stages} == {
        str(number): (number, 1) for number in range(4)
    }


@pytest.mark.parametrize(
    ("stages", "now", "left"),
    [
        ([], 0.0, 10.0),
        ([Stage("read", 0.0, 2.0)], 2.0, 8.75),
        ([Stage("read", 0.0, 2.0), Stage("one", 2.0)], 6.0, 6.25),
        ([Stage("read", 0.0, 1.0)], 1.0, 4.375),
        ([Stage("read", 0.0)], 4.0, 17.5),
        ([Stage("read", 0.0, 2.0), Stage("new", 2.0, 90.0)], 92.0, 8.75),
        ([Stage("read", 0.0, 2.0), Stage("one", 2.0, 8.0), Stage("two", 2.0, 6.0)], 10.0, 0.0),
    ],
    ids=["begun", "read", "halfway", "twice as fast", "twice as slow", "a new stage", "done"],
)
def test_time_left(stages: list[Stage], now: float, left: float) -> None:
    """What is left of the last build's time, at the pace of this one."""
    assert LAST.left(stages, now) == pytest.approx(left)


def test_without_a_last_time_nobody_knows(tmp_path: Path) -> None:
    """Timings are kept by what was asked for; a first build, and one without a cache, knows none."""
    cache, key = Cache(tmp_path), key_of_build("guide", "pdf")
    assert last_timings(cache, key).left([], 0.0) is None
    keep_timings(cache, key, LAST)
    assert last_timings(cache, key) == LAST
    for other in (last_timings(cache, key_of_build("guide", "epub")), last_timings(NOTHING_KEPT, key)):
        assert other == Timings()


@pytest.mark.parametrize("kept", [b"", b"[]", b"{", b'{"total": 1}', b'{"total": [], "stages": {}}', b"\xff"])
def test_timings_that_are_none(kept: bytes, tmp_path: Path) -> None:
    """Whatever else is kept in their place is no error."""
    cache = Cache(tmp_path)
    cache.put("key", kept)
    assert last_timings(cache, "key") == Timings()


def test_stages_at_once_make_a_shorter_whole() -> None:
    """A build takes from its first beginning to its last end."""
    assert timings_of([Stage("one", 1.0, 4.0), Stage("two", 2.0, 5.0)]) == Timings(
        6.0, {"one": 4.0, "two": 5.0}
    )
    assert timings_of([]) == Timings()


def test_whose_edition_it_is() -> None:
    """An author's own editions have the titles of guide.toml."""
    editions = [Edition(), Edition("teacher", answers=True), Edition("through-9", "Bis Kapitel 9", through=9)]
    assert list(map(for_whom, [*editions, Edition("exam", "For the exam"), Edition("bare")])) == [
        "For students",
        "For teachers",
        "Read along through chapter 9",
        "For the exam",
        "bare",
    ]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["a.epub"], "a.epub"),
        (["a.epub", "a.pdf", "a-letter.pdf"], "a.epub, .pdf, -letter.pdf"),
        (["a.epub", "b.pdf"], "a.epub, b.pdf"),
        (["a.pdf", "a-handouts/1.pdf", "a-handouts/2.pdf"], "a.pdf, 2 handouts"),
        (["a-handouts/1.pdf"], "1 handout"),
    ],
)
def test_names_of_files(names: list[str], words: str) -> None:
    """The first file has its whole name, the others what differs, and a folder is counted."""
    assert files(names) == words


def test_the_end(tmp_path: Path) -> None:
    """A line for whom, cards last, and one for the folder, whether or not a file was there before."""
    headings = {"a.pdf": "For students", "a.apkg": "Cards", "a-teacher.pdf": "For teachers"}
    paths = [tmp_path / name for name in (*headings, "SHA256SUMS")]
    for path in paths:
        path.write_bytes(bytes(1024))
    assert list(closing(tmp_path, paths, headings, paths[:1])) == [
        "For students  a.pdf",
        "For teachers  a-teacher.pdf",
        "Cards         a.apkg",
        f"In {tmp_path}: 4 kB, 1 of 4 files changed",
    ]
    assert list(every_file(paths[:2], 12)) == [f"{paths[0]}  1 kB", f"{paths[1]}  1 kB", "12 pages"]


def test_the_table_of_timings() -> None:
    """Every stage has a line, and all together one; where nothing was asked for there is a dash."""
    stages = [Stage("read", 0.0, 1.5, 1.25), Stage("a long name", 1.0, 2.0, 0.5, 12, 3)]
    assert list(table(stages)) == [
        "             wall s  CPU s  from the cache  made anew",
        "read           1.50   1.25               –          –",
        "a long name    2.00   0.50              12          3",
        "in all         3.00   1.75              12          3",
    ]


def test_times_in_words() -> None:
    """The longer, the more roughly."""
    assert [duration(seconds) for seconds in (0.04, 9.94, 9.96, 59.4, 59.6, 125)] == [
        "0.0 s",
        "9.9 s",
        "10 s",
        "59 s",
        "1 min 0 s",
        "2 min 5 s",
    ]
    assert [rest(seconds) for seconds in (0, 4, 12, 88, 100)] == [
        "a moment left",
        "a moment left",
        "about 10 s left",
        "about 90 s left",
        "about 2 min left",
    ]


def shown(height: int, kind: str = "xterm") -> str:
    """All that a terminal is shown of a build that has one stage behind it and is in two."""
    file = io.StringIO()
    console = Console(
        file=file, force_terminal=True, width=60, height=height, color_system=None, _environ={"TERM": kind}
    )
    done = Stage("read", 0.0)
    with live_list(LAST, lambda: 5.0, silent, console) as tell:
        tell(done)
        done.wall = 2.0
        for stage in (done, Stage("one", 2.0), Stage("two", 3.0)):
            tell(stage)
    return file.getvalue()


def test_the_live_list() -> None:
    """It shows what is done, what goes on, and the time left; where there is little room, what goes on."""
    lines = {" ".join(line.split()) for line in shown(24).splitlines()}
    assert {"one 3.0 s", "two 2.0 s", "0.0 s so far, about 5 s left"} <= lines
    assert "read" in shown(24)
    assert "one" in shown(5)
    assert "read" not in shown(5)
    assert shown(24, "dumb") == ""
