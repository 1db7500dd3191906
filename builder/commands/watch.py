"""`studyguide watch`: show a guide in a browser while it is written."""

import argparse

from builder.arguments import Commands, as_editor, as_port
from builder.cache import Cache
from builder.commands.options import add_guide
from builder.stopping import complain, say

_WATCHED = "the edition to look at: student (the default), teacher, through-N or one of guide.toml"
_PORT = "where the browser finds it on this machine (default: 8010; 0 is any that is free)"
_EDITOR = """the link that opens your editor at a line, with {path} and {line}
 (default: vscode://file/{path}:{line})"""
_VS_CODE = "vscode://file/{path}:{line}"


def add_to(commands: Commands) -> None:
    """Declare the command and its options."""
    watching = commands.add_parser("watch", help="show a guide in a browser while it is written")
    add_guide(watching)
    watching.add_argument("-e", "--edition", default="student", help=_WATCHED)
    watching.add_argument("--port", type=as_port, default=8010, metavar="N", help=_PORT)
    watching.add_argument("--editor", type=as_editor, default=_VS_CODE, metavar="LINK", help=_EDITOR)


def run(options: argparse.Namespace) -> int:
    """Show a guide until the program is stopped. Without the libraries for it this is wrong usage."""
    from builder.temporary import temporary_files

    with temporary_files():
        return _watch(options)


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
