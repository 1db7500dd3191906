"""Which program this is: what is kept from one build to the next counts for the same program alone."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256

# No pathlib in here: this is asked before anything else, and each file once.
_HERE = os.path.dirname(__file__)
# In a wheel, and in a checkout.
_STYLES = (
    os.path.join(_HERE, "styles"),
    os.path.join(_HERE, os.pardir, "styles"),
)
_TYPESETTERS = ("libpango", "libharfbuzz", "libfontconfig", "libfreetype", "libfribidi")


@cache
def program() -> bytes:
    """A digest of everything that is installed and takes part in a build: this program's own files, the
    libraries by name and release, those of the system that set type too, and Python's release.
    """
    digest = sha256(sys.version.encode())
    for name in sorted({*_libraries(), *_typesetters()}):
        digest.update(name.encode() + b"\0")
    for path in sorted(_files()):
        with open(path, "rb") as file:
            content = file.read()
        digest.update(f"{os.path.basename(path)}\0{len(content)}\0".encode() + content)
    return digest.digest()


def _libraries() -> Iterator[str]:
    """The installed libraries, by the names of their folders of metadata, which end with their releases."""
    for folder in sys.path:
        if os.path.isdir(folder):
            yield from (name for name in os.listdir(folder) if name.endswith(".dist-info"))


def _typesetters() -> Iterator[str]:
    """The system's libraries for text, by the names of their files, which end with their releases."""
    folders = ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/opt/homebrew/lib"]
    if os.path.isdir("/usr/lib"):
        folders += (os.path.join("/usr/lib", name) for name in os.listdir("/usr/lib") if "-linux-" in name)
    for folder in filter(os.path.isdir, folders):
        yield from (name for name in os.listdir(folder) if name.startswith(_TYPESETTERS))


def _files() -> Iterator[str]:
    for top in (_HERE, *filter(os.path.isdir, _STYLES)):
        for folder, inner, names in os.walk(top):
            inner[:] = [name for name in inner if name != "__pycache__"]
            yield from (os.path.join(folder, name) for name in names)
