"""The command line: options in, words and exit codes out. Exit 0 fine, 1 the guide has errors or files
can't be written, 2 wrong usage, 128 and the signal's number if it was stopped.
"""

import argparse
import functools
import signal
import sys
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from builder import __version__
from builder.arguments import as_count, as_date, as_days, as_editor, as_path, as_port, as_through
from builder.cache import Cache
from builder.formats import DEFAULT, FORMATS, need_pages
from builder.garbage import seldom_collected
from builder.stopping import StoppedError, complain, leave, say, stoppable

if TYPE_CHECKING:
    from builder.build import Built
    from builder.model.book import Artifact
    from builder.progress import Stage, Tell
    from builder.timings import Timings

FOLDER: Path | None = Path(".studyguide-cache")  # in which results are kept, unless one says otherwise

# What a command needs is imported in its function, so that `--help` and wrong usage are answered at once: to
# load the layout engine alone takes ten times as long.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code. Without `arguments` it is the program's own: being stopped ends
    the process, where otherwise StoppedError or KeyboardInterrupt goes on to the caller.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that lacks our quotation marks gets others
            stream.reconfigure(errors="backslashreplace")
    seldom_collected()
    parser = _parser()
    options = parser.parse_args(arguments)

    try:
        with stoppable():
            return _tried(options, parser)
    except (StoppedError, KeyboardInterrupt) as stopped:
        if arguments is not None:
            raise
        from builder.temporary import remove_own_folder

        remove_own_folder()
        leave(stopped.number if isinstance(stopped, StoppedError) else signal.SIGINT)


def _tried(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    try:
        return _run(options, parser)
    except Exception as wrong:
        return _told(wrong)


def _told(wrong: Exception) -> int:
    """Say what is wrong, and give the exit code; a fault of the program's own is raised again."""
    from builder.diagnostics import GuideError
    from builder.editions import NoEditionError
    from builder.output import NotWrittenError

    if isinstance(wrong, GuideError):
        say(*wrong.diagnostics)
        count = len(wrong.diagnostics)
        complain(f"{count} problem{'s' if count > 1 else ''}; nothing was written")
        return 1
    if isinstance(wrong, OSError | NoEditionError):
        complain(f"nothing was written: {wrong}")
        return 1 if isinstance(wrong, NotWrittenError | ChildProcessError) else 2
    raise wrong


def _run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    match options.command:
        case "build":
            if (options.start is None) != (options.days is None):
                parser.error("--start and --days make a calendar together: write both")
            if options.quiet and (options.list or options.timings):
                parser.error("--quiet goes with neither --list nor --timings: it prints nothing but errors")
            _build(options)
        case "booklet":
            return _booklet(options.file, options.output)
        case _:
            return _with_temporary_files(options)
    return 0


def _with_temporary_files(options: argparse.Namespace) -> int:
    from builder.temporary import temporary_files

    with temporary_files():
        if options.command == "watch":
            return _watch(options)
        _check(options.guide, options.overlay, Cache(options.cache), pages=options.pages)
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
    watching = commands.add_parser("watch", help="show a guide in a browser while it is written")
    folding = commands.add_parser("booklet", help="order a PDF's pages two-up, for folding")
    for command in (building, checking, watching):
        _add_guide(command)
    _add_choices(building)
    _add_output(building)
    checking.add_argument("--pages", action="store_true", help=_PAGES)
    _add_window(watching)
    folding.add_argument("file", type=as_path, help="the PDF")
    folding.add_argument("-o", "--output", type=as_path, help="the booklet (default: FILE-booklet.pdf)")
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
_QUIET = "print nothing but errors"
_LIST = "print the names and sizes of all files at the end, not what is made for whom"
_TIMINGS = "print a table of how long every stage took, and how much came from the cache"
_START = "the reading calendar's first day, such as 2027-01-11"
_DAYS = "the days of the week on which the class meets, such as mon,wed"

_WATCHED = "the edition to look at: student (the default), teacher, through-N or one of guide.toml"
_PORT = "where the browser finds it on this machine (default: 8010; 0 is any that is free)"
_EDITOR = """the link that opens your editor at a line, with {path} and {line}
 (default: vscode://file/{path}:{line})"""


def _add_guide(command: argparse.ArgumentParser) -> None:
    command.add_argument("guide", nargs="?", type=as_path, default=Path("chapters"), help=_GUIDE)
    command.add_argument("--overlay", type=as_path, metavar="DIR", help=_OVERLAY)
    command.add_argument("--cache", type=as_path, metavar="DIR", default=FOLDER, help=_CACHE)
    command.add_argument("--no-cache", dest="cache", action="store_const", const=None, help=_NO_CACHE)


def _add_choices(building: argparse.ArgumentParser) -> None:
    add = building.add_argument
    add("-f", "--format", action="append", choices=FORMATS, help=_FORMAT)
    add("-e", "--edition", action="append", help=_EDITION)
    add("--through", action="append", dest="edition", type=as_through, metavar="N", help=_THROUGH)
    add("--no-page-list", action="store_false", dest="page_list", help=_NO_PAGE_LIST)
    add("--start", type=as_date, metavar="DATE", help=_START)
    add("--days", type=as_days, help=_DAYS)


def _add_window(watching: argparse.ArgumentParser) -> None:
    watching.add_argument("-e", "--edition", default="student", help=_WATCHED)
    watching.add_argument("--port", type=as_port, default=8010, metavar="N", help=_PORT)
    watching.add_argument(
        "--editor", type=as_editor, default="vscode://file/{path}:{line}", metavar="LINK", help=_EDITOR
    )


def _add_output(building: argparse.ArgumentParser) -> None:
    building.add_argument("-j", "--jobs", type=as_count, help=_JOBS)
    building.add_argument(
        "-o", "--output", type=as_path, default=Path("dist"), help="where the files go (default: dist)"
    )
    building.add_argument("-q", "--quiet", action="store_true", help=_QUIET)
    building.add_argument("--list", action="store_true", help=_LIST)
    building.add_argument("--timings", action="store_true", help=_TIMINGS)


def _build(options: argparse.Namespace) -> None:
    """Build, or find out before anything is loaded that there is nothing to do."""
    from builder.output import check_folder, tidy
    from builder.settings.beside import overlay_beside
    from builder.unchanged import key_of_order, known, note

    order = [str(value) for key, value in sorted(vars(options).items()) if key not in _NO_MATTER]
    cache, overlay = Cache(options.cache), options.overlay or overlay_beside(options.guide)
    check_folder(options.output, [options.guide, overlay])
    tidy(options.output)
    key = key_of_order(cache, order, [options.guide, overlay], options.output)
    last = None if options.timings else known(cache, key, options.output)
    if last is None:
        built, stages = _built(options)
        lines = _lines(options, built, built.changed)
        shown = [*lines, *_table(options, stages)]
        note(cache, key, built.digests, "\n".join(_lines(options, built, ())))
    else:
        shown = last.splitlines()
    if not options.quiet:
        say(*shown)


_NO_MATTER = {"jobs", "quiet", "timings", "cache"}  # they change neither the files nor what is said of them


def _built(options: argparse.Namespace) -> tuple["Built", Sequence["Stage"]]:
    formats, editions = options.format or DEFAULT, options.edition or ()
    if options.jobs != 1 and need_pages(formats, page_list=options.page_list):
        # First of all: the engine is loaded in another process, while this one loads the rest.
        from builder.workers import warm_up

        warm_up()

    from builder.build import build
    from builder.progress import Clock, Progress
    from builder.temporary import temporary_files
    from builder.timings import keep_timings, key_of_build, last_timings, timings_of

    dates = (options.start, options.days) if options.start else None
    cache = Cache(options.cache)
    key = key_of_build(str(options.guide.resolve()), *formats, *editions)
    with ExitStack() as shown:
        shown.enter_context(temporary_files())
        tell = _shown(options, last_timings(cache, key), shown)
        progress = Progress(tell, Clock(time.perf_counter, time.thread_time))
        built = build(
            options.guide,
            options.output,
            options.jobs,
            formats,
            editions,
            dates,
            options.overlay,
            cache,
            page_list=options.page_list,
            progress=progress,
        )
    keep_timings(cache, key, timings_of(progress.stages))
    return built, progress.stages


def _shown(options: argparse.Namespace, last: "Timings", open_things: ExitStack) -> "Tell":
    """Whoever shows what happens: a live list on a terminal, which loads its library when the first thing
    happens, otherwise lines, by choice nobody.
    """
    from builder.progress import silent

    if options.quiet:
        return silent
    if sys.stdout is None or not sys.stdout.isatty():
        return _say

    @functools.cache
    def begun() -> "Tell":
        from builder.live import live_list

        return open_things.enter_context(live_list(last, time.perf_counter, _say))

    return lambda what: begun()(what)


def _say(what: "Stage | Artifact | str") -> None:
    """Print a line for an artifact when it is made, and for what is worth one."""
    from builder.model.book import Artifact

    if isinstance(what, Artifact):
        say(f"made {what.path}")
    elif isinstance(what, str):
        say(what)


def _lines(options: argparse.Namespace, built: "Built", changed: Collection[Path]) -> list[str]:
    """What is said at the end."""
    from builder.report import closing, every_file

    overlay = [f"with what is in {built.overlay}"] if built.overlay else []
    if options.list:
        return [*overlay, *every_file(built.paths, built.pages)]
    return [*overlay, *closing(built.folder, built.paths, built.headings, changed)]


def _table(options: argparse.Namespace, stages: Sequence["Stage"]) -> Iterable[str]:
    from builder.report import table

    return table(stages) if options.timings else ()


def _booklet(file: Path, output: Path | None) -> int:
    from builder.model.book import Artifact
    from builder.output import write
    from builder.typesetting.papers import NotAPdfError, booklet

    try:
        made = booklet(file.read_bytes())
    except (OSError, NotAPdfError) as wrong:
        complain(f"{file}: {wrong}")
        return 2
    target = output or file.with_name(f"{file.stem}-booklet.pdf")
    write([Artifact(target.name, made)], target.parent)
    say(target)
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
    if book.overlay:
        say(f"with what is in {book.overlay}")
    say(f"{guide}: no problems{f' on {count} pages' if pages else ''}")
    for count, what in tally(book, number(book)):
        say(f"{count:>7,}  {what}")


def _watch(options: argparse.Namespace) -> int:
    try:
        # Only here: what it needs is installed apart, and no other command needs it.
        from builder.watching.loop import follow
    except ModuleNotFoundError as missing:
        complain(f"watch needs {missing.name}: use “make watch”, or install study-guide-builder[watch]")
        return 2
    follow(
        options.guide,
        options.overlay,
        options.edition,
        Cache(options.cache),
        options.port,
        options.editor,
        lambda address: say(f"{options.guide} is at {address} (stop with Ctrl-C)"),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
