"""`python -m tests.fuzz --seconds 600 --seed 7`: try books for a while, and say what was found."""

import argparse
import tempfile
import time
from pathlib import Path
from random import SystemRandom

from tests.fuzz.fuzzer import Fuzzer


def main() -> int:
    """Fuzz. The exit code says whether a fault was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--seconds", type=float, default=600, help="how long; the last book is finished")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6), help="which guides")
    parser.add_argument("--kept", type=Path, default=Path("fuzz"), help="the folder for guides with faults")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        fuzzer = Fuzzer(options.seed, Path(folder), options.kept)
        end = time.monotonic() + options.seconds
        while time.monotonic() < end:
            fuzzer.step()
            print(dict(fuzzer.found.counts), sorted(fuzzer.found.faults), flush=True)
        fuzzer.close()
    found = fuzzer.found
    print(f"at most {found.seconds:.1f} s and {found.megabytes} MiB for a trial")
    for name, (_guide, outcome) in found.faults.items():
        print(f"{options.kept / name}: {outcome.words.strip().splitlines()[-1]}")
    return 1 if found.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
