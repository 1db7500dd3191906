"""`studyguide check`: everything that is wrong with a guide, and what it holds."""

import argparse
from typing import TYPE_CHECKING

from builder.arguments import Commands
from builder.cache import Cache
from builder.commands.options import STRICT, add_guide
from builder.stopping import say

if TYPE_CHECKING:
    from builder.checked import Examined

_PAGES = "lay the print book out too, and check lines, gaps and margins of its pages"
_FORMATS = ("text", "json", "github")
_FORMAT = """how problems are printed: text for people (the default), json for editors, github for its
 workflows"""


def add_to(commands: Commands) -> None:
    """Declare the command and its options."""
    checking = commands.add_parser("check", help="report everything that is wrong with a guide")
    add_guide(checking)
    checking.add_argument("--pages", action="store_true", help=_PAGES)
    checking.add_argument("--strict", action="store_true", help=STRICT)
    checking.add_argument("-f", "--format", choices=_FORMATS, default=_FORMATS[0], help=_FORMAT)


def run(options: argparse.Namespace) -> int:
    """Check a guide, and count what it holds."""
    from builder.complaining import report
    from builder.diagnostics import GuideError
    from builder.temporary import temporary_files

    with temporary_files():
        try:
            _check(options)
        except GuideError as wrong:
            report(wrong.diagnostics, options.format)
            return 1
    return 0


def _check(options: argparse.Namespace) -> None:
    from builder.checked import examine
    from builder.complaining import say_coloured
    from builder.diagnostics import GuideError
    from builder.telling import told

    examined = examine(options.guide, overlay=options.overlay, cache=Cache(options.cache))
    if options.strict and examined.warnings:
        raise GuideError(examined.warnings)
    pages = _pages(options, examined)
    say_coloured(told(examined.warnings, options.format))
    if options.format == "text":
        _say_what_it_holds(options, examined, pages)


def _pages(options: argparse.Namespace, examined: "Examined") -> str:
    if not options.pages:
        return ""
    from builder.build import check_pages

    return f" on {check_pages(examined.book)} pages"


def _say_what_it_holds(options: argparse.Namespace, examined: "Examined", pages: str) -> None:
    from builder.tally import tally
    from builder.targets import number
    from builder.telling import counted

    book = examined.book
    if book.assumed:
        say(*book.assumed.splitlines())
    if book.overlay:
        say(f"with what is in {book.overlay}")
    say(f"{options.guide}: {counted(examined.warnings) or 'no problems'}{pages}")
    for count, what in tally(book, number(book)):
        say(f"{count:>7,}  {what}")
