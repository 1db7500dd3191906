"""Values of this program in the cache: what is found there is made of its own plain classes, and runs
nothing.
"""

import io
import pickle
from typing import Any

from builder.cache import Cache

_OURS = (
    "builder.diagnostics",
    "builder.model.",
    "builder.pictures.",
    "builder.reading.source",
    "builder.settings.listed",
    "builder.settings.plan",
)
_OTHERS = {("datetime", "date"), ("pathlib", "PosixPath"), ("pathlib", "WindowsPath")}


def keep(cache: Cache, key: str, value: object) -> None:
    """Keep a value, if that is possible."""
    if cache.folder is not None:
        cache.put(key, packed(value))


def find(cache: Cache, key: str) -> Any:
    """The value that is kept under a key; None where there is none."""
    content = cache.get(key)
    try:
        return None if content is None else unpacked(content)
    except Exception:  # somebody else has written it: whatever is wrong with it, it is no value of ours
        return None


def packed(value: object) -> bytes:
    """A value as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(content: bytes) -> Any:
    """A value from its bytes. Raises UnpicklingError where it is none of ours."""
    return _Plain(io.BytesIO(content)).load()


class _Plain(pickle.Unpickler):
    """The folder may have come with somebody's guide, so it must not be able to call anything."""

    def find_class(self, module: str, name: str) -> type:
        """A class by its name. Raises UnpicklingError for all but those of values."""
        if module.startswith(_OURS) or (module, name) in _OTHERS:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module and found.__qualname__ == name:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value")
