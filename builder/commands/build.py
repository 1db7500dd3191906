"""`studyguide build`: build a guide, or find out before anything is loaded that there is nothing to do."""

import argparse
import functools
import sys
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from builder.arguments import Commands, as_count, as_date, as_days, as_path, as_through
from builder.cache import Cache
from builder.commands.options import STRICT, add_guide
from builder.formats import DEFAULT, FORMATS, need_pages
from builder.stopping import say

if TYPE_CHECKING:
    from builder.build import Built
    from builder.model.book import Artifact
    from builder.progress import Stage, Tell
    from builder.timings import Timings

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


def add_to(commands: Commands) -> None:
    """Declare the command and its options."""
    building = commands.add_parser("build", help="build a guide's EPUB and PDF")
    add_guide(building)
    _add_choices(building)
    _add_output(building)


def _add_choices(building: argparse.ArgumentParser) -> None:
    add = building.add_argument
    add("-f", "--format", action="append", choices=FORMATS, help=_FORMAT)
    add("-e", "--edition", action="append", help=_EDITION)
    add("--through", action="append", dest="edition", type=as_through, metavar="N", help=_THROUGH)
    add("--no-page-list", action="store_false", dest="page_list", help=_NO_PAGE_LIST)
    add("--start", type=as_date, metavar="DATE", help=_START)
    add("--days", type=as_days, help=_DAYS)


def _add_output(building: argparse.ArgumentParser) -> None:
    building.add_argument("-j", "--jobs", type=as_count, help=_JOBS)
    building.add_argument(
        "-o", "--output", type=as_path, default=Path("dist"), help="where the files go (default: dist)"
    )
    building.add_argument("--strict", action="store_true", help=STRICT)
    building.add_argument("-q", "--quiet", action="store_true", help=_QUIET)
    building.add_argument("--list", action="store_true", help=_LIST)
    building.add_argument("--timings", action="store_true", help=_TIMINGS)


def run(options: argparse.Namespace) -> int:
    """Build a guide, and say what was made. Raises ArgumentError for options that don't go together."""
    if (options.start is None) != (options.days is None):
        raise argparse.ArgumentError(None, "--start and --days make a calendar together: write both")
    if options.quiet and (options.list or options.timings):
        what = "--quiet goes with neither --list nor --timings: it prints nothing but errors"
        raise argparse.ArgumentError(None, what)
    _build(options)
    return 0


def _build(options: argparse.Namespace) -> None:
    """Build, or find out before anything is loaded that there is nothing to do."""
    from builder.complaining import say_coloured
    from builder.output import check_folder, tidy
    from builder.settings.beside import folder_of, overlay_beside
    from builder.unchanged import key_of_order, known, note

    order = [str(value) for key, value in sorted(vars(options).items()) if key not in _NO_MATTER]
    cache, overlay = Cache(options.cache), options.overlay or overlay_beside(options.guide)
    folders = [folder_of(options.guide), overlay]
    check_folder(options.output, folders)
    tidy(options.output)
    key = key_of_order(cache, order, folders, options.output)
    last = None if options.timings else known(cache, key, options.output)
    if last is None:
        built, stages = _built(options)
        lines = _lines(options, built, built.changed)
        shown = [*lines, *_table(options, stages)]
        note(cache, key, built.digests, "\n".join(_lines(options, built, ())))
    else:
        shown = last.splitlines()
    if not options.quiet:
        say_coloured(shown)


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
            strict=options.strict,
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
    from builder.telling import warned

    before = [*built.assumed.splitlines(), *([f"with what is in {built.overlay}"] if built.overlay else [])]
    before += warned(built.warnings)
    if options.list:
        return [*before, *every_file(built.paths, built.pages)]
    return [*before, *closing(built.folder, built.paths, built.headings, changed)]


def _table(options: argparse.Namespace, stages: Sequence["Stage"]) -> Iterable[str]:
    from builder.report import table

    return table(stages) if options.timings else ()
