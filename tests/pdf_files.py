"""PDF files, opened: texts, destinations, links, bookmarks, fonts; and the faults that any PDF can have."""

import ctypes
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

MM = 72 / 25.4
HEAD = 27  # millimetres above the type area
FACES = re.compile(
    r"[A-Z]{6}\+(Source-Serif-Pro|Source-Sans-Pro|Fira-Mono|More-(Letters|Signs|Symbols|Mathematics))"
    r"(-Semi-Bold|-Bold)?(-Italic)?"
)


@dataclass(frozen=True)
class Link:
    """A link inside the book: the page it is on, the name it leads to, its words, and the text after them."""

    page: int
    name: str
    words: str
    follows: str


class Pdf:
    """A PDF file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = pikepdf.open(path)

    @cached_property
    def texts(self) -> list[str]:
        """The text of every page."""
        return self._run("pdftotext", self.path, "-").split("\f")[:-1]

    @cached_property
    def in_order(self) -> list[str]:
        """The text of every page, in the order in which it is drawn."""
        return self._run("pdftotext", "-raw", self.path, "-").split("\f")[:-1]

    @cached_property
    def text(self) -> str:
        """All text, metadata and bookmarks, white space made single and hyphenated words whole."""
        around = [str(value) for value in self.file.docinfo.values()] + [
            title for title, _page in self.bookmarks
        ]
        return " ".join(" ".join([*around, *self.texts]).replace("-\n", "").split())

    @cached_property
    def destinations(self) -> dict[str, int]:
        """The page, counted from 1, of every name that a link can lead to."""
        return {
            name: self._page(target) for name, target in pikepdf.NameTree(self.file.Root.Names.Dests).items()
        }

    @cached_property
    def sizes(self) -> list[tuple[float, str]]:
        """Every run of text with its size in points. The lettering of pictures comes letter by letter, and is
        left out.
        """
        document = pypdfium2.PdfDocument(self.path)
        found = [run for page in document for run in _sizes(page)]
        document.close()
        return found

    @cached_property
    def heads(self) -> dict[int, str]:
        """The text above the type area in every page's outer half: right on odd pages, left on even."""
        with closing(pypdfium2.PdfDocument(self.path)) as document:
            return {number: _head(page, is_right=number % 2 > 0) for number, page in enumerate(document, 1)}

    def inner_margin(self, page: int) -> float:
        """How far a page's text is from the fold, in millimetres: the fold is left of odd pages, right of
        even ones.
        """
        with closing(pypdfium2.PdfDocument(self.path)) as document:
            sheet = document[page - 1]
            left, _bottom, right, _top = sheet.get_trimbox()
            text = sheet.get_textpage()
            boxes = [text.get_rect(place) for place in range(text.count_rects())]
        away = min(box[0] for box in boxes) - left if page % 2 else right - max(box[2] for box in boxes)
        return round(away / MM, 1)

    @cached_property
    def links(self) -> list[Link]:
        """Every link inside the book."""
        document = pypdfium2.PdfDocument(self.path)
        found = [
            link
            for number, page in enumerate(self.file.pages, 1)
            for link in _links(page, number, document[number - 1].get_textpage())
        ]
        document.close()
        return found

    @cached_property
    def bookmarks(self) -> list[tuple[str, int]]:
        """Every bookmark with its page."""

        def walk(items: list[Any]) -> Iterator[tuple[str, int]]:
            for item in items:
                yield item.title, self._page(item.destination)
                yield from walk(item.children)

        with self.file.open_outline() as outline:
            return list(walk(outline.root))

    def faults(self) -> list[str]:
        """What is wrong with links and fonts."""
        dangling = [
            f"page {link.page} links to {link.name}"
            for link in self.links
            if link.name not in self.destinations
        ]
        lines = [line.split() for line in self._run("pdffonts", self.path).splitlines()[2:]]
        return dangling + [
            " ".join(line)
            for line in lines
            if not FACES.fullmatch(line[0]) or line[-5:-2] != ["yes", "yes", "yes"]
        ]

    def _page(self, target: pikepdf.Array) -> int:
        return self._numbers[target[0].objgen]

    @cached_property
    def _numbers(self) -> dict[tuple[int, int], int]:
        return {page.obj.objgen: number for number, page in enumerate(self.file.pages, 1)}

    @staticmethod
    def _run(*command: str | Path) -> str:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _links(page: pikepdf.Page, number: int, text: pypdfium2.PdfTextPage) -> Iterator[Link]:
    for annotation in page.get("/Annots", []):
        if "/Dest" in annotation:
            left, bottom, right, top = _box(annotation)
            last = text.get_index(right - 1, (bottom + top) / 2, 3, 6)
            follows = text.get_text_range(last + 1, 14) if last is not None else ""
            yield Link(number, str(annotation.Dest), text.get_text_bounded(left, bottom, right, top), follows)


def _head(page: pypdfium2.PdfPage, *, is_right: bool) -> str:
    width, height = page.get_size()
    left, right = (width / 2, width) if is_right else (0, width / 2)
    return " ".join(page.get_textpage().get_text_bounded(left, height - HEAD * MM, right, height).split())


def _box(annotation: pikepdf.Object) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = map(float, annotation.Rect)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _sizes(page: pypdfium2.PdfPage) -> Iterator[tuple[float, str]]:
    text_page = page.get_textpage()
    for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1):
        size, letters = ctypes.c_float(), ctypes.create_string_buffer(2000)
        raw.FPDFTextObj_GetFontSize(text, size)
        length = raw.FPDFTextObj_GetText(
            text, text_page, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)), 2000
        )
        words = letters.raw[: length - 2].decode("utf-16-le")
        if len(words.strip()) > 3:
            yield round(size.value * abs(text.get_matrix().d), 1), words


def squeezed(text: str) -> str:
    """A text without white space and hyphens: the same however its lines are broken."""
    return re.sub(r"[\s\u00ad-]", "", text)
