"""The options that several commands share."""

import argparse
from pathlib import Path

from builder.arguments import as_guide, as_path

FOLDER: Path | None = Path(".studyguide-cache")  # in which results are kept, unless one says otherwise

STRICT = "take warnings for errors"
_GUIDE = "the guide: a folder, or one file of text (default: chapters)"
_OVERLAY = """the folder with your own questions, activities and dates
 (default: local beside the guide, where it has some)"""
_CACHE = "the folder for results that the next run can use (default: .studyguide-cache)"
_NO_CACHE = "make everything anew, and keep nothing"


def add_guide(command: argparse.ArgumentParser) -> None:
    """What every command takes that reads a guide."""
    command.add_argument("guide", nargs="?", type=as_guide, default=Path("chapters"), help=_GUIDE)
    command.add_argument("--overlay", type=as_path, metavar="DIR", help=_OVERLAY)
    command.add_argument("--cache", type=as_path, metavar="DIR", default=FOLDER, help=_CACHE)
    command.add_argument("--no-cache", dest="cache", action="store_const", const=None, help=_NO_CACHE)
