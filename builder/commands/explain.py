"""`studyguide explain`: what the code of a problem means, with an example."""

import argparse

from builder.arguments import Commands
from builder.stopping import complain, say


def add_to(commands: Commands) -> None:
    """Declare the command and its options."""
    explaining = commands.add_parser("explain", help="say what the code of a problem means, with an example")
    explaining.add_argument("code", nargs="?", help="the code, such as blank-line (default: list them all)")


def run(options: argparse.Namespace) -> int:
    """Explain a code, or list all. One that there is not is wrong usage."""
    from builder.diagnostics import nearest
    from builder.explanations import explained, explanations, listed

    if options.code is None:
        say(*listed())
        return 0
    code = options.code.strip().rstrip(":").lower()
    if code not in explanations():
        fix = nearest(code, explanations(), otherwise="“studyguide explain” lists all")
        complain(f"there is no code “{options.code}”: {fix}")
        return 2
    say(*explained(code))
    return 0
