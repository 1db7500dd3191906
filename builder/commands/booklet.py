"""`studyguide booklet`: order a PDF's pages two-up, for folding."""

import argparse

from builder.arguments import Commands, as_path
from builder.stopping import complain, say


def add_to(commands: Commands) -> None:
    """Declare the command and its options."""
    folding = commands.add_parser("booklet", help="order a PDF's pages two-up, for folding")
    folding.add_argument("file", type=as_path, help="the PDF")
    folding.add_argument("-o", "--output", type=as_path, help="the booklet (default: FILE-booklet.pdf)")


def run(options: argparse.Namespace) -> int:
    """Order the pages of a PDF. A file that is none is wrong usage."""
    from builder.model.book import Artifact
    from builder.output import write
    from builder.typesetting.papers import NotAPdfError, booklet

    file = options.file
    try:
        made = booklet(file.read_bytes())
    except (OSError, NotAPdfError) as wrong:
        complain(f"{file}: {wrong}")
        return 2
    target = options.output or file.with_name(f"{file.stem}-booklet.pdf")
    write([Artifact(target.name, made)], target.parent)
    say(target)
    return 0
