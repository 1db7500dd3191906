"""The bench's command line. Exit 0 all was measured and written, 1 something failed and nothing was."""

import argparse
import os
import platform
import re
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from builder import __version__
from tests.bench.figures import Sized
from tests.bench.measure import CommandError, adopt
from tests.bench.ours import OURS, abilities
from tests.bench.peers import PEERS, versions
from tests.bench.report import HERE, write
from tests.bench.rounds import CORES, SIZES, Bench, ContentsError
from tests.bench.tool import WORKS, Tool


def main() -> int:
    """Measure what is asked for."""
    options = _parser().parse_args()
    adopt()
    found = versions()
    lacking = {peer.name: [need for need in peer.needs if need not in found] for peer in PEERS}
    left_out = [f"{name} (without {', '.join(needs)})" for name, needs in lacking.items() if needs]
    _say(f"left out: {'; '.join(left_out) or 'nothing'}")
    machine = _machine(options.times, found, left_out)
    tools = [OURS, *(peer for peer in PEERS if not lacking[peer.name])]
    try:
        sizes = [_measure(size, options, tools) for size in options.sizes]
    except (CommandError, ContentsError) as wrong:
        _say(f"{wrong}\nthe bench failed: no results were written")
        return 1
    write(machine, sizes, options.output)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("sizes", nargs="+", choices=SIZES, help="how large the books are")
    parser.add_argument(
        "--works", nargs="+", choices=WORKS, default=list(WORKS), help="what is done with them"
    )
    parser.add_argument("--times", type=int, default=5, help="how often all is measured (default: 5)")
    parser.add_argument(
        "--output", type=Path, default=HERE, help="where the results go (default: beside this)"
    )
    return parser


def _measure(name: str, options: argparse.Namespace, tools: list[Tool]) -> Sized:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        bench = Bench(name, options.works, Path(folder), tools, _say)
        return bench.measure(min(options.times, SIZES[name].times))


def _machine(times: int, found: Mapping[str, str], left_out: list[str]) -> dict[str, str]:
    """What one must know to read the figures."""
    needed = sorted({need for peer in PEERS for need in peer.needs if need in found})
    model = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return {
        "Date": f"{date.today()}",
        "Program": f"{__version__}, Python {platform.python_version()}",
        "Machine": f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores",
        "Measured on so many cores": ", ".join(map(str, CORES)),
        "Processes that wanted to run at the start": f"{os.getloadavg()[0]:.1f}",
        "Rounds": f"{times}; for L, one",
        **abilities(),
        "Peers": ", ".join(f"{need} {found[need]}" for need in needed) or "none",
        "Left out": "; ".join(left_out) or "nothing",
    }


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
