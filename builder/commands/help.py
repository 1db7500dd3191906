"""`studyguide help`: what a directive, a role or a field of guides is for, and what it takes."""

import argparse

from builder.arguments import Commands
from builder.stopping import complain, say


def add_to(commands: Commands) -> None:
    """Declare the command and its options."""
    helping = commands.add_parser("help", help="show what a directive or role takes, with an example")
    helping.add_argument("word", nargs="?", help="its name, such as beat (default: a line for each)")


def run(options: argparse.Namespace) -> int:
    """Say what there is to say of a word, or list all words. An unknown one is wrong usage."""
    from builder.reference import UnknownWordError, help_on, overview

    try:
        say(help_on(options.word) if options.word else overview())
    except UnknownWordError as wrong:
        complain(wrong)
        return 2
    return 0
