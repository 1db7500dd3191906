"""Artifacts → files, all of them or none: those that have changed take the place of the old ones together."""

import os
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from builder.exchange import clear, has_leftovers, put
from builder.locks import holding

if TYPE_CHECKING:  # the model is loaded where there is something to build
    from builder.model.book import Artifact


class NotWrittenError(OSError):
    """The files can't be written, and those that were there are as they were. It says which folder is in the
    way.
    """


class Written(NamedTuple):
    """The paths of all artifacts, and those of them that are new or have changed."""

    paths: tuple[Path, ...]
    changed: frozenset[Path]


def write(
    artifacts: "Iterable[Artifact]", folder: Path, waiting: Callable[[], object] = lambda: None
) -> Written:
    """Write artifacts under a folder, and leave alone the files that are there already, with their time
    stamps. One waits for another build's end into the same folder; `waiting` is then called.

    Raises NotWrittenError.
    """
    contents = {_name(artifact): artifact.content for artifact in artifacts}
    try:
        with holding(folder, waiting):
            place = folder.resolve()
            clear(place)
            new = {
                name: content for name, content in contents.items() if not _is_there(content, place / name)
            }
            for name in new:
                _refuse_obstacles(place, name)
            if new:
                put(new, place)
    except OSError as wrong:
        raise _in_words(wrong, folder) from wrong
    return Written(tuple(folder / name for name in contents), frozenset(folder / name for name in new))


def tidy(folder: Path) -> None:
    """Finish or remove what a killed build has left. Raises NotWrittenError."""
    try:
        if folder.is_dir() and has_leftovers(folder.resolve()):
            with holding(folder, lambda: None):
                clear(folder.resolve())
    except OSError as wrong:
        raise _in_words(wrong, folder) from wrong


def check_folder(folder: Path, sources: Iterable[Path]) -> None:
    """Find out before a build whether its files may go into a folder: they may not be put among the files of
    a guide or an overlay. Raises NotADirectoryError, FileExistsError and NotWrittenError.
    """
    near = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not near.is_dir():
        raise NotADirectoryError(f"{near} is a file: choose a folder with -o")
    for source in sources:
        if source.is_dir() and _is_among(folder.resolve(), source.resolve()):
            raise FileExistsError(f"{folder} holds files of {source}: choose another folder with -o")
    _refuse_unwritable(near)


def _is_among(folder: Path, source: Path) -> bool:
    """Whether a folder is a guide's, or one inside with text, settings or pictures for it."""
    inside = folder.is_relative_to(source) and folder.is_dir()
    return folder == source or (inside and any(path.suffix in _SOURCES for path in folder.iterdir()))


_SOURCES = {".rst", ".toml", ".png", ".jpg", ".jpeg", ".svg"}


def _is_there(content: bytes, target: Path) -> bool:
    """Whether a file has a content already. A link never counts, nor does what can't be read: a file takes
    its place.
    """
    try:
        same_size = target.is_file() and target.stat().st_size == len(content)
        return same_size and not target.is_symlink() and target.read_bytes() == content
    except OSError:
        return False


def _refuse_obstacles(folder: Path, name: str) -> None:
    """Find out whether a file can be put into its place, before anything is written."""
    target = folder / name
    if target.is_dir() and not target.is_symlink():
        raise NotWrittenError(f"{target} is a folder: rename it, or choose another folder with -o")
    inner = [path for path in target.parents if path.is_relative_to(folder) and os.path.lexists(path)]
    for path in inner:
        if path != folder and (path.is_symlink() or not path.is_dir()):
            raise NotWrittenError(f"{path} is no folder: rename it, or choose another folder with -o")
    if os.stat(inner[0]).st_dev != os.stat(folder).st_dev:  # noqa: PTH116
        raise NotWrittenError(f"{inner[0]} is on another disk than {folder}: choose another folder with -o")
    _refuse_unwritable(inner[0])


def _refuse_unwritable(folder: Path) -> None:
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotWrittenError(
            f"{folder} may not be written to: change its permissions, or choose another folder with -o"
        )


def _in_words(wrong: OSError, folder: Path) -> OSError:
    if isinstance(wrong, NotWrittenError):
        return wrong
    return NotWrittenError(f"{folder}: {wrong.strerror or wrong}")


def _name(artifact: "Artifact") -> str:
    parts = PurePosixPath(artifact.path).parts
    if not parts or artifact.path.startswith("/") or ".." in parts:
        raise ValueError(f"an artifact's name leaves the output folder: {artifact.path}")
    return "/".join(parts)


def digests(artifacts: "Iterable[Artifact]") -> dict[str, str]:
    """The SHA-256 of every artifact, by its name."""
    return {_name(artifact): sha256(artifact.content).hexdigest() for artifact in artifacts}


def checksums(digests: Mapping[str, str]) -> "Artifact":
    """Digests in the format of `sha256sum`, so that the files can be checked after copying."""
    from builder.model.book import Artifact

    lines = (f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return Artifact("SHA256SUMS", "".join(lines).encode())
