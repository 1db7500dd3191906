"""The command line: options in, words and exit codes out. Exit 0 fine, 1 the guide has errors, 2 wrong
usage.
"""

import argparse
import gc
import sys
from collections.abc import Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path

from builder import __version__
from builder.cache import Cache
from builder.formats import DEFAULT, FORMATS
from builder.settings.week import WEEK

FOLDER: Path | None = Path(".studyguide-cache")  # in which results are kept, unless one says otherwise

# What a command needs is imported in its function, so that `--help` and wrong usage are answered at once: to
# load the layout engine alone takes ten times as long.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that lacks our quotation marks gets others
            stream.reconfigure(errors="backslashreplace")
    gc.set_threshold(100_000, 20, 100)  # what is read lives long: to look for garbage seldom saves a tenth
    parser = _parser()
    options = parser.parse_args(arguments)

    from builder.diagnostics import GuideError
    from builder.editions import NoEditionError

    try:
        return _run(options, parser)
    except GuideError as wrong:
        for problem in wrong.diagnostics:
            print(problem)
        count = len(wrong.diagnostics)
        print(f"{count} problem{'s' if count > 1 else ''}; nothing was written", file=sys.stderr)
        return 1
    except (OSError, NoEditionError) as wrong:
        print(f"nothing was written: {wrong}", file=sys.stderr)
        return 2


def _run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    match options.command:
        case "build":
            if (options.start is None) != (options.days is None):
                parser.error("--start and --days make a calendar together: write both")
            _build(options)
        case "check":
            _check(options.guide, options.overlay, Cache(options.cache), pages=options.pages)
        case "booklet":
            return _booklet(options.file, options.output)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="studyguide",
        description="Build study guides: one folder of reStructuredText in, an EPUB and a PDF out.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build", help="build a guide's EPUB and PDF")
    checking = commands.add_parser("check", help="report everything that is wrong with a guide")
    folding = commands.add_parser("booklet", help="order a PDF's pages two-up, for folding")
    for command in (building, checking):
        _add_guide(command)
    _add_choices(building)
    _add_output(building)
    checking.add_argument("--pages", action="store_true", help=_PAGES)
    folding.add_argument("file", type=Path, help="the PDF")
    folding.add_argument("-o", "--output", type=Path, help="the booklet's file (default: FILE-booklet.pdf)")
    return parser


_GUIDE = "the guide's folder (default: chapters)"
_OVERLAY = """the folder with your own questions, activities and dates
 (default: local beside the guide, where it has some)"""
_CACHE = "the folder for results that the next run can use (default: .studyguide-cache)"
_NO_CACHE = "make everything anew, and keep nothing"
_PAGES = "lay the print book out too, and check lines, gaps and margins of its pages"
_FORMAT = "what to make; may be given again (default: epub, pdf and cards; kepub is for Kobo)"
_EDITION = """student, teacher, through-N, large-print or one of guide.toml; may be given again
 (default: student and guide.toml's)"""
_THROUGH = "the read-along edition through chapter N"
_JOBS = "how many processes to use (default: one a processor)"
_NO_PAGE_LIST = "e-books without a list of the printed pages: alone, they need no print layout"
_START = "the reading calendar's first day, such as 2027-01-11"
_DAYS = "the days of the week on which the class meets, such as mon,wed"


def _add_guide(command: argparse.ArgumentParser) -> None:
    command.add_argument("guide", nargs="?", type=Path, default=Path("chapters"), help=_GUIDE)
    command.add_argument("--overlay", type=Path, metavar="DIR", help=_OVERLAY)
    command.add_argument("--cache", type=Path, metavar="DIR", default=FOLDER, help=_CACHE)
    command.add_argument("--no-cache", dest="cache", action="store_const", const=None, help=_NO_CACHE)


def _add_choices(building: argparse.ArgumentParser) -> None:
    add = building.add_argument
    add("-f", "--format", action="append", choices=FORMATS, help=_FORMAT)
    add("-e", "--edition", action="append", help=_EDITION)
    add("--through", action="append", dest="edition", type=_through, metavar="N", help=_THROUGH)
    add("--no-page-list", action="store_false", dest="page_list", help=_NO_PAGE_LIST)
    add("--start", type=_date, metavar="DATE", help=_START)
    add("--days", type=_days, help=_DAYS)


def _add_output(building: argparse.ArgumentParser) -> None:
    building.add_argument("-j", "--jobs", type=_count, help=_JOBS)
    building.add_argument(
        "-o", "--output", type=Path, default=Path("dist"), help="where the files go (default: dist)"
    )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no whole number, 1 or more")
    return int(text)


def _through(text: str) -> str:
    return f"through-{_count(text)}"


def _date(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no date such as 2027-01-11") from None
    if not 1900 <= day.year < 3000:
        raise argparse.ArgumentTypeError(f"{text} is not between 1900 and 2999")
    return day


def _days(text: str) -> frozenset[int]:
    names = text.lower().split(",")
    if wrong := [name for name in names if name not in WEEK]:
        raise argparse.ArgumentTypeError(f"“{wrong[0]}” is none of {', '.join(WEEK)}")
    return frozenset(map(WEEK.index, names))


def _show_overlay(folder: str) -> None:
    """Print the overlay in use."""
    if folder:
        print(f"with what is in {folder}")


def _build(options: argparse.Namespace) -> None:
    from builder.build import build

    dates = (options.start, options.days) if options.start else None
    formats, editions = options.format or DEFAULT, options.edition or ()
    built = build(
        options.guide,
        options.output,
        options.jobs,
        formats,
        editions,
        dates,
        options.overlay,
        Cache(options.cache),
        page_list=options.page_list,
    )
    _show_overlay(built.overlay)
    for path in built.paths:
        print(f"{path}  {path.stat().st_size / 1024:.0f} kB")
    if built.pages:
        print(f"{built.pages} pages")


def _booklet(file: Path, output: Path | None) -> int:
    from builder.model.book import Artifact
    from builder.output import write
    from builder.typesetting.papers import NotAPdfError, booklet

    try:
        made = booklet(file.read_bytes())
    except (OSError, NotAPdfError) as wrong:
        print(f"{file}: {wrong}", file=sys.stderr)
        return 2
    target = output or file.with_name(f"{file.stem}-booklet.pdf")
    write([Artifact(target.name, made)], target.parent)
    print(target)
    return 0


def _check(guide: Path, overlay: Path | None, cache: Cache, *, pages: bool) -> None:
    from builder.checked import read_and_check
    from builder.tally import tally
    from builder.targets import number

    book = read_and_check(guide, overlay=overlay, cache=cache)
    count = 0
    if pages:
        from builder.build import check_pages

        count = check_pages(book)
    _show_overlay(book.overlay)
    print(f"{guide}: no problems{f' on {count} pages' if pages else ''}")
    for count, what in tally(book, number(book)):
        print(f"{count:>7,}  {what}")


if __name__ == "__main__":
    sys.exit(main())
