"""`studyguide check`: everything that is wrong with a guide, and what it holds."""

import argparse

from builder.arguments import Commands
from builder.cache import Cache
from builder.commands.options import add_guide
from builder.stopping import say

_PAGES = "lay the print book out too, and check lines, gaps and margins of its pages"


def add_to(commands: Commands) -> None:
    """Declare the command and its options."""
    checking = commands.add_parser("check", help="report everything that is wrong with a guide")
    add_guide(checking)
    checking.add_argument("--pages", action="store_true", help=_PAGES)


def run(options: argparse.Namespace) -> int:
    """Check a guide, and count what it holds."""
    from builder.temporary import temporary_files

    with temporary_files():
        _check(options)
    return 0


def _check(options: argparse.Namespace) -> None:
    from builder.checked import read_and_check
    from builder.tally import tally
    from builder.targets import number

    book = read_and_check(options.guide, overlay=options.overlay, cache=Cache(options.cache))
    count = 0
    if options.pages:
        from builder.build import check_pages

        count = check_pages(book)
    if book.assumed:
        say(*book.assumed.splitlines())
    if book.overlay:
        say(f"with what is in {book.overlay}")
    say(f"{options.guide}: no problems{f' on {count} pages' if options.pages else ''}")
    for count, what in tally(book, number(book)):
        say(f"{count:>7,}  {what}")
