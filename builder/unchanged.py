"""Whether anything has changed since the last build: found out from the files' contents, before anything that
builds is loaded.
"""

import json
import os
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from builder.cache import Cache, key_of

_MOST = 5_000, 200_000_000  # files, and bytes: with more in it, a folder is no guide's alone


class TooMuchError(Exception):
    """A folder holds more than one would look through to find that nothing has changed."""


def key_of_order(cache: Cache, order: object, folders: Collection[Path], output: Path) -> str | None:
    """The key of a build, by all that its files depend on; None where nothing is kept or there is too much to
    look through. It is taken before a build: what is changed meanwhile is another guide.

    `order` is everything else that the files depend on, with a `repr` of its own. `folders` are looked
    through whole, but for `output` and the cache.
    """
    if cache.folder is None:
        return None
    try:
        return key_of("built", repr(order), _state(folders, output, cache.folder))
    except (OSError, TooMuchError):
        return None


def known(cache: Cache, key: str | None, output: Path) -> str | None:
    """What was noted for the same build, if its files are as they were; else None."""
    if key is None or (kept := cache.get(key)) is None:
        return None
    last = json.loads(kept)
    files: dict[str, str] = last["files"]
    try:
        whole = all(_digest(output / name) == digest for name, digest in files.items())
    except OSError:
        return None
    return str(last["note"]) if whole else None


def note(cache: Cache, key: str | None, files: Mapping[str, str], text: str) -> None:
    """Note a text, to be known where nothing has changed after a build that made some files: their digests by
    their names. What is in their folder by now may be another build's.
    """
    if key is not None:
        cache.put(key, json.dumps({"files": dict(files), "note": text}).encode())


def _state(folders: Collection[Path], *without: Path) -> str:
    """A digest of all names and contents in some folders, but for what is in some others. Raises OSError and
    TooMuchError.
    """
    digest, count, size = sha256(os.getcwd().encode()), 0, 0  # noqa: PTH109
    for folder in folders:
        digest.update(f"\0\0{folder}".encode())
        for path in _files(str(folder), {os.path.realpath(each) for each in without}):
            state = os.stat(path)  # noqa: PTH116 (pathlib takes as long to load as all else here)
            count, size = count + 1, size + state.st_size
            if count > _MOST[0] or size > _MOST[1] or not S_ISREG(state.st_mode):
                raise TooMuchError  # a pipe would be waited for, a device never ends
            with open(path, "rb") as file:  # noqa: PTH123
                content = file.read()
            digest.update(f"\0{path}\0{os.path.realpath(path)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _files(folder: str, without: Collection[str]) -> Iterator[str]:
    for place, inner, names in os.walk(folder):
        inner[:] = sorted(each for each in inner if os.path.realpath(f"{place}/{each}") not in without)
        yield from (f"{place}/{name}" for name in sorted(names))


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
