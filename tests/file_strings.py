"""Every string that a finished file holds, however it is packed: text, titles, alternatives, bookmarks,
metadata.
"""

import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from lxml import etree


def strings(path: Path) -> Iterator[str]:
    """The strings of an EPUB or a PDF."""
    yield from _epub(path) if path.suffix == ".epub" else _pdf(path)


def _epub(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            yield name
            if name.endswith((".xhtml", ".opf", ".ncx", ".svg", ".xml")):
                root = etree.fromstring(book.read(name))
                yield from (
                    " ".join(between.join(root.itertext()).split()) for between in ("", " ")
                )  # a word may end with its element
                for element in root.iter(etree.Element):
                    yield from map(str, element.attrib.values())


def _pdf(path: Path) -> Iterator[str]:
    done = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True)
    yield from done.stdout.replace("-\n", "").split("\f")
    with pikepdf.open(path) as document:
        for found in document.objects:
            yield from _in_object(found)
        yield from _in_object(document.trailer.get("/Info", pikepdf.Dictionary()))
        with document.open_metadata() as described:
            yield from map(str, described.values())


def _in_object(found: Any) -> Iterator[str]:
    """The strings in an object, but for those in objects that it refers to: they come by themselves."""
    match found:
        case pikepdf.String():
            yield str(found)
        case pikepdf.Array():
            for item in found:
                yield from () if getattr(item, "is_indirect", False) else _in_object(item)
        case pikepdf.Dictionary() | pikepdf.Stream():
            for item in (found[key] for key in found.keys()):  # noqa: SIM118 (a dictionary of pikepdf's is none of Python's)
                yield from () if getattr(item, "is_indirect", False) else _in_object(item)
