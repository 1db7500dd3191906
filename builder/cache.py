"""Results, kept by what they were made from, in one folder that may vanish at any time.

A result is a function of its key alone, so it does not matter who made it and when. Whatever goes wrong with
the folder (deleted, full, damaged, written by another build at the same moment) costs time and nothing else:
a result that is not found, or not whole, is made again.
"""

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from builder.program import program

_LIMIT = 400_000_000  # bytes
_CHECK = sha256().digest_size


def key_of(kind: str, *parts: bytes | str) -> str:
    """The key of what is made of some parts by this very program. `kind` says what is made."""
    digest = sha256(program())
    for part in (kind, *parts):
        content = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(content) + content)
    return digest.hexdigest()


class Cache(NamedTuple):  # no dataclass, nor are there imports that a build of what is known does without
    """A folder of results by their keys; without a folder, nothing is kept."""

    folder: Path | None = None

    def get(self, key: str) -> bytes | None:
        """What is kept under a key, if it is whole."""
        if self.folder is None:
            return None
        path = self._path(self.folder, key)
        try:
            kept = path.read_bytes()
            os.utime(path)  # the oldest go first
        except OSError:
            return None
        content = kept[_CHECK:]
        return content if sha256(content).digest() == kept[:_CHECK] else None

    def put(self, key: str, content: bytes) -> None:
        """Keep something, if that is possible."""
        if self.folder is None:
            return
        import tempfile

        path = self._path(self.folder, key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(sha256(content).digest() + content)
                os.replace(name, path)
            except OSError:
                with suppress(OSError):
                    os.remove(name)
                raise

    def trim(self, limit: int = _LIMIT) -> None:
        """Remove what was not used for longest, until no more than `limit` bytes are left."""
        if self.folder is None:
            return
        found = []
        for path in self.folder.glob("*/*"):
            with suppress(OSError):
                state = path.stat()
                found.append((state.st_mtime_ns, state.st_size, path))
        size = sum(each[1] for each in found)
        for _time, own, path in sorted(found):
            if size <= limit:
                return
            with suppress(OSError):
                path.unlink()
                size -= own

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / key[2:]


NOTHING_KEPT = Cache()
