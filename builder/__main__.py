"""The command line: options in, words and exit codes out. Exit 0 fine, 1 the guide has errors, 2 wrong usage."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from builder import __version__
from builder.build import build, read_and_check
from builder.diagnostics import GuideError
from builder.tally import tally
from builder.targets import number


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "build":
            _build(options.guide, options.output)
        else:
            _check(options.guide)
    except GuideError as wrong:
        for problem in wrong.diagnostics:
            print(problem)
        count = len(wrong.diagnostics)
        print(f"{count} problem{'s' if count > 1 else ''}; nothing was written", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="studyguide", description="Build study guides: one folder of reStructuredText in, an EPUB and a PDF out."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build", help="build a guide's EPUB and PDF")
    checking = commands.add_parser("check", help="tell everything that is wrong with a guide")
    for command in (building, checking):
        command.add_argument("guide", nargs="?", type=Path, default=Path("chapters"), help="the guide's folder (default: chapters)")
    building.add_argument("-o", "--output", type=Path, default=Path("dist"), help="where the files go (default: dist)")
    return parser


def _build(guide: Path, folder: Path) -> None:
    built = build(guide, folder)
    for path in built.paths:
        print(f"{path}  {path.stat().st_size / 1024:.0f} kB")
    print(f"{built.pages} pages")


def _check(guide: Path) -> None:
    book = read_and_check(guide)
    print(f"{guide}: no problems")
    for count, what in tally(book, number(book)):
        print(f"{count:>7,}  {what}")


if __name__ == "__main__":
    sys.exit(main())
