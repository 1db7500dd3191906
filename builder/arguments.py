"""What may be given on the command line, as typed values."""

from argparse import ArgumentTypeError
from pathlib import Path


def as_path(text: str) -> Path:
    """A path. A shell gives none with a NUL, but another program that calls ours may."""
    if "\0" in text:
        raise ArgumentTypeError("no path can hold a NUL")
    return Path(text)
