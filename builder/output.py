"""Artifacts → files, all of them or none: every file is written into a temporary folder first, and only then
do they replace the old ones.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path, PurePosixPath

from builder.model.book import Artifact


def write(artifacts: Iterable[Artifact], folder: Path) -> tuple[Path, ...]:
    """Write artifacts under a folder and return their paths. Raises OSError, and then nothing has changed."""
    folder.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
    try:
        staged = [(_stage(artifact, staging), folder / artifact.path) for artifact in artifacts]
        for _source, target in staged:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                raise IsADirectoryError(f"{target} is a folder")
        for source, target in staged:
            os.replace(source, target)
    finally:
        shutil.rmtree(staging)
    return tuple(target for _source, target in staged)


def checksums(artifacts: Iterable[Artifact]) -> Artifact:
    """The SHA-256 of every artifact, in the format of `sha256sum`, so that the files can be checked after
    copying.
    """
    lines = (f"{sha256(artifact.content).hexdigest()}  {artifact.path}\n" for artifact in artifacts)
    return Artifact("SHA256SUMS", "".join(sorted(lines, key=lambda line: line.partition("  ")[2])).encode())


def _stage(artifact: Artifact, staging: Path) -> Path:
    parts = PurePosixPath(artifact.path).parts
    if not parts or artifact.path.startswith("/") or ".." in parts:
        raise ValueError(f"an artifact's name leaves the output folder: {artifact.path}")
    path = staging.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(artifact.content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o644)
    return path
