"""`studyguide new`: write the guide.toml that is assumed for a folder, or for a file, that has none."""

import argparse

from builder.arguments import Commands, as_guide
from builder.stopping import say

_FROM = "the folder of your chapters, or one file of text: its guide.toml is written, none is replaced"


def add_to(commands: Commands) -> None:
    """Declare the command and its options."""
    making = commands.add_parser("new", help="write a guide.toml for chapters that have none")
    making.add_argument("--from", type=as_guide, dest="given", metavar="GUIDE", required=True, help=_FROM)


def run(options: argparse.Namespace) -> int:
    """Write the settings with which the guide would be built. Raises FileExistsError and GuideError."""
    from builder.settings.assumed import text_for
    from builder.settings.beside import FILE, folder_of

    file = folder_of(options.given) / FILE
    if file.exists():
        raise FileExistsError(f"{file} is there already")
    text = text_for(options.given)
    with file.open("x", encoding="utf-8", newline="\n") as new:
        new.write(text)
    say(f"{file} is written: change it as you like, then run studyguide build")
    return 0
