"""What an author says of a new guide → the files of its folder."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from string import Template

from builder.model.book import Artifact
from builder.output import NotWrittenError
from builder.settings.assumed import identifier_for, slug_for
from builder.settings.beside import FILE

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Subject:
    """What a guide is called and by whom, and what it is about."""

    title: str
    authors: tuple[str, ...]
    work: str
    work_author: str


def check_empty(folder: Path) -> None:
    """Find out whether a new guide may go into a folder: nothing is in it yet. Raises FileExistsError,
    NotADirectoryError and NotWrittenError.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is a file: name a folder that there is not yet")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotWrittenError(
            f"{folder} may not be written to: change its permissions, or name another folder"
        )
    found = sorted(path.name for path in islice(folder.iterdir(), 100))
    if found:
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        raise FileExistsError(
            f"{folder} is not empty, it has {', '.join(found[:3])}{more}: name another folder, or empty it"
        )


def new_guide(subject: Subject, *, bare: bool) -> Iterator[Artifact]:
    """The files of a new guide: the complete example, or with `bare` the settings and one chapter."""
    source = _HERE / ("bare" if bare else "example")
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.name == FILE:
            content = Template(content.decode()).substitute(_values(subject)).encode()
        yield Artifact(path.relative_to(source).as_posix(), content)


def _values(subject: Subject) -> dict[str, str]:
    """What the settings have in place of their `$words`, as TOML, which is JSON as far as texts go."""
    values: dict[str, object] = {
        "slug": slug_for(subject.title),
        "title": subject.title,
        "authors": subject.authors,
        "identifier": identifier_for(subject.title, subject.authors),
        "work": subject.work,
        "work_author": subject.work_author,
    }
    return {name: json.dumps(value, ensure_ascii=False) for name, value in values.items()}
