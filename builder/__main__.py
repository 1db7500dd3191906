"""The command line: options in, words and exit codes out. Exit 0 fine, 1 the guide has errors or files
can't be written, 2 wrong usage, 128 and the signal's number if it was stopped.
"""

import argparse
import signal
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from builder import __version__
from builder.commands import COMMANDS
from builder.garbage import seldom_collected
from builder.stopping import StoppedError, complain, leave, stoppable


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
        return int(COMMANDS[options.command].run(options))
    except argparse.ArgumentError as wrong:
        parser.error(wrong.message)
    except Exception as wrong:
        return _told(wrong)


def _told(wrong: Exception) -> int:
    """Say what is wrong, and give the exit code; a fault of the program's own is raised again."""
    from builder.complaining import in_words, report
    from builder.diagnostics import GuideError
    from builder.editions import NoEditionError
    from builder.output import NotWrittenError

    if isinstance(wrong, GuideError):
        report(wrong.diagnostics, ending="; nothing was written")
        return 1
    if isinstance(wrong, OSError | NoEditionError):
        complain(f"nothing was written: {in_words(wrong)}")
        return 1 if isinstance(wrong, NotWrittenError | ChildProcessError) else 2
    raise wrong


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="studyguide",
        description="Build study guides: one folder of reStructuredText in, an EPUB and a PDF out.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in COMMANDS.values():
        command.add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
