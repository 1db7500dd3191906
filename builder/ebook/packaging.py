"""Finished files → an EPUB container: ebooklib.

ebooklib is used as a packager only. Its own classes for documents, navigation and covers rewrite what they
are given, so every file goes in as finished bytes; what its writer gets wrong (clock times, a language on the
package) is fixed here.
"""

import zipfile
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ebooklib import epub as ebooklib

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the container with its place in manifest and spine."""

    name: str
    media_type: str
    content: bytes
    properties: tuple[str, ...] = ()
    spine: bool = False


# -------------------------------------------------------------------------------------------------- packaging


def uid(name: str) -> str:
    """A file's id in the manifest, which can't begin with a figure. That of the NCX must be "ncx", because
    the spine refers to it. Pictures have names by others: they may differ in nothing but a dot.
    """
    if name.lower().endswith((".png", ".jpg", ".jpeg", ".svg")):
        return f"picture-{sha256(name.encode()).hexdigest()[:16]}"
    own = name.replace("/", "-").replace(".", "-")
    return "ncx" if name == "toc.ncx" else own if own[0].isalpha() else f"f-{own}"


class Resource(ebooklib.EpubItem):  # type: ignore[misc]
    """A file that goes into the container byte for byte."""

    def __init__(self, item: Item) -> None:
        super().__init__(
            uid=uid(item.name), file_name=item.name, media_type=item.media_type, content=item.content
        )
        self.properties = list(item.properties)
        self.media_overlay = None  # the writer asks for it


class _Zip(zipfile.ZipFile):
    """A zip file in which every entry has the book's date and plain permissions."""

    def __init__(self, *arguments: Any, stamp: tuple[int, ...], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._stamp = stamp

    def writestr(
        self, name: Any, data: Any, compress_type: int | None = None, compresslevel: int | None = None
    ) -> None:
        info = zipfile.ZipInfo(name, self._stamp)  # type: ignore[arg-type]
        info.create_system, info.external_attr = 3, 0o100644 << 16
        super().writestr(
            info,
            data,
            self.compression if compress_type is None else compress_type,
            compresslevel or self.compresslevel,
        )


class Writer(ebooklib.EpubWriter):  # type: ignore[misc]
    """ebooklib's writer, into a stream and with fixed times."""

    def write(self) -> None:
        stamp = max(self.options["mtime"].timetuple()[:6], (1980, 1, 1, 0, 0, 0))
        with _Zip(self.file_name, "w", zipfile.ZIP_DEFLATED, compresslevel=9, stamp=stamp) as self.out:
            self.out.writestr("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: Any) -> None:
        root.set(_XML_LANG, self.book.language)
        super()._write_opf_file(root)
