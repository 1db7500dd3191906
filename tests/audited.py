"""The command line, with a list of all files that it opens, addresses that it calls, programs that it starts:
`python -m tests.audited LOG ARGUMENTS…`. Seen is what Python does, not what a library in C does by itself.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

READ = {"open", "os.listdir", "os.scandir"}
CALLED = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"}
STARTED = {
    "subprocess.Popen",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.fork",
    "os.startfile",
}


def record(seen: set[str], event: str, arguments: tuple[object, ...]) -> None:
    """Remember an event with the real path of what is opened or started; a file's number has none."""
    if event in READ:
        if isinstance(arguments[0], str | bytes):
            seen.add(f"{event} {os.path.realpath(os.fsdecode(arguments[0]))}")
    elif event in CALLED | STARTED:
        seen.add(f"{event} {os.path.realpath(str(arguments[0])) if event in STARTED else arguments[:2]}")


def main(log: Path, arguments: list[str]) -> int:
    """Run the command line and write down what it did."""
    from builder.__main__ import main as command

    seen: set[str] = set()
    watching = [True]
    sys.addaudithook(lambda event, given: record(seen, event, given) if watching else None)
    code = command(arguments)
    watching.clear()
    write(log, seen)
    return code


def write(log: Path, seen: Iterable[str]) -> None:
    """Write down events, one a line."""
    log.write_text("".join(f"{line}\n" for line in sorted(seen)), encoding="utf-8", errors="surrogateescape")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
