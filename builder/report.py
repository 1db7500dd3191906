"""What a build has done → the words in which its author is told."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from builder.progress import CARDS, Stage
from builder.timings import timings_of

_COLUMNS = ("wall s", "CPU s", "from the cache", "made anew")


def duration(seconds: float) -> str:
    """Some seconds in words, the more roughly the more they are."""
    if seconds < 9.95:  # above, it would be rounded to 10.0
        return f"{seconds:.1f} s"
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"


def rest(seconds: float) -> str:
    """How much time is left, in words that do not change with every look."""
    if seconds < 5:
        return "a moment left"
    if seconds < 90:
        return f"about {5 * round(seconds / 5)} s left"
    return f"about {round(seconds / 60)} min left"


def closing(
    folder: Path, paths: Sequence[Path], headings: Mapping[str, str], changed: Collection[Path]
) -> Iterator[str]:
    """What was made: a line for each heading, and one for the folder and what is new in it."""
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    groups: dict[str, list[str]] = {}
    for name in named:
        if name in headings:
            groups.setdefault(headings[name], []).append(name)
    width = max(map(len, groups), default=0)
    for heading in sorted(groups, key=CARDS.__eq__):
        yield f"{heading:<{width}}  {files(groups[heading])}"
    size = sum(path.stat().st_size for path in paths)
    yield f"In {folder}: {_size(size)}, {_changes(len(paths), len(changed))}"


def files(names: Sequence[str]) -> str:
    """The names of some files, the first in full and of the others what differs; folders are counted."""
    near = [name for name in names if "/" not in name]
    first = PurePosixPath(near[0]).stem if near else ""
    words = [*near[:1], *(name.removeprefix(first) for name in near[1:])]
    return ", ".join([*words, *_counted(name for name in names if "/" in name)])


def _counted(names: Iterable[str]) -> Iterator[str]:
    """How many files there are in each folder, which is named for what they are: BOOK-handouts."""
    for folder, count in Counter(PurePosixPath(name).parts[0] for name in names).items():
        what = folder.rpartition("-")[2]
        yield f"{count} {what if count > 1 else what.removesuffix('s')}"


def every_file(paths: Iterable[Path], pages: int) -> Iterator[str]:
    """A line for every file with its size, and one for the pages of the print book, where it has any."""
    for path in paths:
        yield f"{path}  {path.stat().st_size / 1024:.0f} kB"
    if pages:
        yield f"{pages} pages"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


def _changes(count: int, changed: int) -> str:
    if changed == count:
        return f"all {count} files are new"
    return f"{changed or 'none'} of {count} files changed"


def table(stages: Sequence[Stage]) -> Iterator[str]:
    """How long every stage has taken: a line for each, and one for all, some of which went on at once."""
    whole = Stage(
        "in all",
        0.0,
        timings_of(stages).total,
        sum(stage.cpu for stage in stages),
        sum(stage.found for stage in stages),
        sum(stage.anew for stage in stages),
    )
    width = max(len(stage.name) for stage in (whole, *stages))
    yield _row("", width, _COLUMNS)
    for stage in (*stages, whole):
        yield _row(stage.name, width, _figures(stage))


def _figures(stage: Stage) -> tuple[str, ...]:
    return f"{stage.wall or 0:.2f}", f"{stage.cpu:.2f}", str(stage.found or "–"), str(stage.anew or "–")


def _row(name: str, width: int, cells: Iterable[str]) -> str:
    sized = (f"{cell:>{len(head)}}" for cell, head in zip(cells, _COLUMNS, strict=True))
    return "  ".join([f"{name:<{width}}", *sized])
