"""Artifacts → files, all of them or none: those that have changed are written into a temporary folder first,
and only then do they replace the old ones.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from builder.model.book import Artifact


class Written(NamedTuple):
    """The paths of all artifacts, and those of them that are new or have changed."""

    paths: tuple[Path, ...]
    changed: frozenset[Path]


def write(artifacts: Iterable[Artifact], folder: Path) -> Written:
    """Write artifacts under a folder, and leave alone the files that are there already, with their time
    stamps. Raises OSError, and then nothing has changed.
    """
    targets = [(artifact, folder.joinpath(*_parts(artifact))) for artifact in artifacts]
    new = [(artifact, target) for artifact, target in targets if not _is_there(artifact, target)]
    if new:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(new, folder)
    return Written(
        tuple(target for _artifact, target in targets), frozenset(target for _artifact, target in new)
    )


def _replace(new: Iterable[tuple[Artifact, Path]], folder: Path) -> None:
    staging = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
    try:
        staged = [(_stage(artifact, staging), target) for artifact, target in new]
        for _source, target in staged:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                raise IsADirectoryError(f"{target} is a folder")
        for source, target in staged:
            os.replace(source, target)
    finally:
        shutil.rmtree(staging)


def _is_there(artifact: Artifact, target: Path) -> bool:
    """Whether a file has an artifact's content already. A link never counts, nor does what can't be read: a
    file takes its place.
    """
    try:
        same_size = target.is_file() and target.stat().st_size == len(artifact.content)
        return same_size and not target.is_symlink() and target.read_bytes() == artifact.content
    except OSError:
        return False


def _parts(artifact: Artifact) -> tuple[str, ...]:
    parts = PurePosixPath(artifact.path).parts
    if not parts or artifact.path.startswith("/") or ".." in parts:
        raise ValueError(f"an artifact's name leaves the output folder: {artifact.path}")
    return parts


def checksums(artifacts: Iterable[Artifact]) -> Artifact:
    """The SHA-256 of every artifact, in the format of `sha256sum`, so that the files can be checked after
    copying.
    """
    lines = (f"{sha256(artifact.content).hexdigest()}  {artifact.path}\n" for artifact in artifacts)
    return Artifact("SHA256SUMS", "".join(sorted(lines, key=lambda line: line.partition("  ")[2])).encode())


def _stage(artifact: Artifact, staging: Path) -> Path:
    path = staging.joinpath(*_parts(artifact))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(artifact.content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o644)
    return path
