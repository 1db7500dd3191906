"""`studyguide new`: a folder with a guide that builds at once, to write one's own from, or the settings of
one that has none.
"""

import argparse
import shlex
import sys
from pathlib import Path

from builder.arguments import Commands, as_guide, as_path, as_words
from builder.stopping import complain, say

_STORY, _STORYTELLER = "The Signal-Man", "Charles Dickens"  # what the complete example is about

_DIR = "a folder that is empty or not there yet"
_WORK = f"the work that the guide is about (default: {_STORY}, with a complete guide to it)"
_WORK_AUTHOR = "the work's author"
_TITLE = "the guide's title (default: that of the work)"
_AUTHOR = "who writes the guide; may be given again (default: Anonymous)"
_FROM = """the folder of your chapters, or one file of text, instead: the guide.toml that is assumed for it is
 written there, and none is replaced"""
_BARE = "only the settings and one chapter, as for any work but the example's"


def add_to(commands: Commands) -> None:
    """Declare the command and its options."""
    making = commands.add_parser("new", help="make a new guide that builds at once")
    making.add_argument("folder", metavar="DIR", type=as_path, nargs="?", help=_DIR)
    making.add_argument("--from", type=as_guide, dest="given", metavar="GUIDE", help=_FROM)
    making.add_argument("--work", type=as_words, help=_WORK)
    making.add_argument("--work-author", type=as_words, metavar="NAME", help=_WORK_AUTHOR)
    making.add_argument("--title", type=as_words, help=_TITLE)
    making.add_argument("--author", type=as_words, action="append", metavar="NAME", help=_AUTHOR)
    making.add_argument("--bare", action="store_true", help=_BARE)


def run(options: argparse.Namespace) -> int:
    """Write a new guide, or the settings of one that has none. Raises ArgumentError."""
    if (options.folder is None) == (options.given is None):
        raise argparse.ArgumentError(
            None, "new takes a folder for a new guide, or “--from” one: write one of them"
        )
    return _new(options) if options.folder else _settings(options.given)


def _settings(given: Path) -> int:
    """Write the settings with which a guide would be built. Raises FileExistsError and GuideError."""
    from builder.settings.assumed import text_for
    from builder.settings.beside import FILE, folder_of

    file = folder_of(given) / FILE
    if file.exists():
        raise FileExistsError(f"{file} is there already")
    text = text_for(given, to_keep=True)
    with file.open("x", encoding="utf-8", newline="\n") as new:
        new.write(text)
    say(f"{file} is written: change it as you like, then run studyguide build")
    return 0


def _new(options: argparse.Namespace) -> int:
    """Ask what no option has said, and write the guide. Nothing is written before all is answered."""
    from builder.output import write
    from builder.starter.folder import Subject, check_empty, new_guide

    check_empty(options.folder)
    try:
        work = options.work or _asked("The work that the guide is about", _STORY)
        is_story = work.casefold() == _STORY.casefold()
        work_author = options.work_author or (
            _STORYTELLER if is_story else _asked("Its author", "Author unknown")
        )
        title = options.title or _asked("The guide's title", work)
        authors = options.author or [_asked("Your name", "Anonymous")]
    except EOFError:
        complain("\nnothing was written: the questions have no answers")
        return 2
    bare = options.bare or not is_story
    written = write(new_guide(Subject(title, tuple(authors), work, work_author), bare=bare), options.folder)
    say(*_closing(options.folder, len(written.paths), bare=bare))
    return 0


def _asked(question: str, otherwise: str) -> str:
    """What somebody at a terminal answers, or the default: for Enter, and where there is no terminal."""
    while sys.stdin and sys.stdin.isatty():
        answer = input(f"{question} [{otherwise}]: ").strip()
        try:
            return as_words(answer) if answer else otherwise
        except argparse.ArgumentTypeError as wrong:
            say(wrong)
    return otherwise


def _closing(folder: Path, count: int, *, bare: bool) -> list[str]:
    """What to do next."""
    name = shlex.quote(str(folder))
    what = (
        "the settings and one chapter (“studyguide new example” makes a complete guide to look at)"
        if bare
        else f"a complete guide to {_STORY}, in {count} files with comments"
    )
    commands = {f"build {name}": "make the e-book, the book to print and the cards, in dist"}
    commands |= {f"watch {name}": "see it in a browser while you write"}
    commands |= {"help": "see all that can be written in it"}
    width = max(map(len, commands))
    steps = [f"  studyguide {command:<{width}}   {does}" for command, does in commands.items()]
    return [f"{folder} has {what}. Next:", *steps]
