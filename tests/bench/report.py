"""The figures → results.json, all that was measured, and RESULTS.md, a table to read."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.bench.figures import Figure, Sized, Spread, ratio, spread
from tests.bench.measure import Use
from tests.bench.ours import OURS
from tests.bench.tool import WORKS

HERE = Path(__file__).parent

_ABOUT = """\
# How long builds take

`make bench` wrote this. Every figure is the median of all rounds; in brackets are the least and the greatest.
“Ours ÷ it” is our value by the peer's of the same round. CPU seconds and memory (PSS) are those of all
processes of a tool together. pandoc makes its PDF with Typst, Sphinx with simplepdf. WeasyPrint, PlutoPrint
and Prince are given an HTML file that pandoc has made, which is not counted.
"""
_HEAD = (
    ("work", "tool", "CPU s", "s on 2 cores", "on 1", "peak MiB", "ours ÷ it: CPU", "on 2 cores", "on 1"),
    ("---",) * 9,
)
_GROWTH = (("size", "pages", "CPU s", "CPU s a page", "peak MiB"), ("---",) * 5)

Take = Callable[[Use], float]


def write(machine: Mapping[str, str], sizes: Sequence[Sized], folder: Path) -> None:
    """Write both files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(_json(machine, sizes), encoding="utf-8")
    (folder / "RESULTS.md").write_text("\n".join(_lines(machine, sizes)) + "\n", encoding="utf-8")


def _json(machine: Mapping[str, str], sizes: Sequence[Sized]) -> str:
    """One object; in it every figure is on a line of its own."""
    books = [json.dumps({**asdict(size), "figures": len(size.figures)}) for size in sizes]
    figures = [json.dumps({"size": size.name, **asdict(one)}) for size in sizes for one in size.figures]
    lists = [
        f'"{name}": [\n' + ",\n".join(of) + "\n]" for name, of in (("sizes", books), ("figures", figures))
    ]
    return "{\n" + ",\n".join([f'"machine": {json.dumps(machine, indent=1)}', *lists]) + "\n}\n"


def _lines(machine: Mapping[str, str], sizes: Sequence[Sized]) -> Iterator[str]:
    yield _ABOUT
    yield from (f"- {key}: {value}" for key, value in machine.items())
    for size in sizes:
        about = f"{size.chapters} chapters, {size.words:,} words, {size.pages} pages"
        rows = [row for work in WORKS for row in _work(size, work)]
        yield from ("", f"## {size.name}: {about}", "", *map(_line, (*_HEAD, *rows)))
    growth = filter(None, map(_growth, sizes))
    yield from ("", f"## Growth: {OURS.name}, {WORKS['clean']}", "", *map(_line, (*_GROWTH, *growth)))


def _work(size: Sized, work: str) -> list[Sequence[str]]:
    """The rows of a work; what goes on from an earlier build is compared with our own clean one too."""
    tools = dict.fromkeys(figure.tool for figure in size.figures if figure.work == work)
    rows = [_row(size, work, work, tool) for tool in tools]
    if tools and work in ("unchanged", "changed"):
        rows.append(_row(size, work, "clean", OURS.name))
    return rows


def _row(size: Sized, work: str, other: str, tool: str) -> Sequence[str]:
    """What a tool took for another work or the same, and how our own work compares."""
    two, one = (size.find(other, tool, cores) for cores in (2, 1))
    ours = [size.find(work, OURS.name, cores) for cores in (2, 1)]
    itself = (work, OURS.name) == (other, tool)
    name = tool if work == other else f"{tool}, from nothing"
    takes = ((two or one, ours[0] or ours[1], _cpu), (two, ours[0], _wall), (one, ours[1], _wall))
    taken = [_median(figure, take) for figure, _our, take in takes]
    ratios = ["" if itself else _ratio(our, figure, take) for figure, our, take in takes]
    return [WORKS[work] if itself else "", name, *taken, _memory(two or one), *ratios]


def _growth(size: Sized) -> Sequence[str] | None:
    figure = size.find("clean", OURS.name, 2) or size.find("clean", OURS.name, 1)
    if not figure:
        return None
    cpu = spread([use.cpu for use in figure.uses]).median
    return [size.name, str(size.pages), f"{cpu:.2f}", f"{cpu / size.pages:.3f}", _memory(figure)]


def _cpu(use: Use) -> float:
    return use.cpu


def _wall(use: Use) -> float:
    return use.wall


def _median(figure: Figure | None, take: Take) -> str:
    return _number(spread([take(use) for use in figure.uses])) if figure else ""


def _ratio(ours: Figure | None, theirs: Figure | None, take: Take) -> str:
    if not ours or not theirs:
        return ""
    return _number(ratio([take(use) for use in ours.uses], [take(use) for use in theirs.uses]))


def _number(found: Spread) -> str:
    median, least, greatest = (f"{value:.2f}" for value in (found.median, found.least, found.greatest))
    return median if least == greatest else f"{median} ({least}–{greatest})"


def _memory(figure: Figure | None) -> str:
    """In MiB, where it was seen: what ends at once was not."""
    return f"{figure.memory / 2**20:.0f}" if figure and figure.memory else ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
