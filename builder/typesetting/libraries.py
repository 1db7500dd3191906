"""WeasyPrint, with the system's libraries found by the system's loader alone. It looks for six of them under
the names that they have on every system, and for each name that is not here cffi would ask ldconfig, a
compiler and a linker: some forty processes. Imported before all else that imports WeasyPrint.
"""

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def _nowhere(name: str) -> str | None:
    return None


@contextmanager
def _asking_nobody() -> Iterator[None]:
    """Find no library by other programs: on Linux the loader knows them by WeasyPrint's own further names."""
    before = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _nowhere
    try:
        yield
    finally:
        ctypes.util.find_library = before


with _asking_nobody():
    import weasyprint  # noqa: F401
