"""Fragments → one PDF/UA-1: their pages in order, each with its running heads and its number."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import deflate
import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, Stream, String

from builder.typesetting.fragment import Bookmark, Fragment, Link
from builder.typesetting.page_numbers import SERIES, PageNumbers

_LEVEL = 9  # of 12 in libdeflate; the others take four times as long
_BOXES = ("/MediaBox", "/TrimBox", "/BleedBox")
_PLACE = re.compile(rb"%page (\d+) ([0-9a-f]{40}) (\S+)\n(.*?)%end\n", re.DOTALL)
_GLYPHS = re.compile(rb"<([0-9a-f]+)>")


@dataclass(frozen=True, slots=True)
class Part:
    """A flow in a book: its text, and its frame, which has the same pages with nothing but running heads and
    page numbers. A frame may have more pages: they stay empty.
    """

    text: Fragment
    frame: Fragment


@dataclass(frozen=True, slots=True)
class Numbering:
    """The page of every id, the form of printed page numbers, and the word for a page in descriptions of
    links; where that is empty, they have no page.
    """

    pages: Mapping[str, int]
    numbers: PageNumbers
    page_word: str = ""

    def printed(self, name: str) -> str:
        """The number of the page on which an id is."""
        return self.numbers(self.pages[name])

    def description(self, link: Link, target: str) -> str:
        """The description of a link to an id: its words, its title and the page that it leads to."""
        page = self.printed(target)
        if link.words == page or link.words.startswith(f"{page}–"):  # in the index
            return f"{self.page_word} {link.words}"
        said = [link.words, link.title, f"{self.page_word} {page}"]
        return ", ".join(dict.fromkeys(filter(None, said)))


def joined(parts: Sequence[Part], fonts: bytes, numbering: Numbering) -> Pdf:
    """The book of some flows, with the metadata of the first and with `fonts`, a PDF that has them. Raises
    JoiningError.
    """
    book = _Book(sum(len(part.frame.pages) for part in parts), fonts, numbering)
    for part in parts:
        book.add(part)
    return book.finished(parts[0].text.pdf)


class JoiningError(Exception):
    """Pages that don't fit together: a fault of ours."""


class _Book:
    """A PDF that grows by a flow at a time."""

    def __init__(self, page_count: int, fonts: bytes, numbering: Numbering) -> None:
        self._pdf = Pdf.new()
        self._numbering = numbering
        with Pdf.open(io.BytesIO(fonts)) as embedded:
            self._fonts = self._pdf.copy_foreign(embedded.Root.Fonts)
        self._body = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
        self._page_count = page_count
        self._kids: list[Any] = []
        self._page_parents: list[Any] = []
        self._link_parents: list[Any] = []
        self._ids: dict[str, Any] = {}
        self._places: dict[str, Any] = {}
        self._bookmarks: list[tuple[int, Bookmark]] = []

    def add(self, part: Part) -> None:
        """Add the pages of a flow."""
        first = len(self._pdf.pages)
        shifts = [own.left - each.left for own, each in zip(part.frame.pages, part.text.pages, strict=False)]
        with Pdf.open(io.BytesIO(part.text.pdf)) as text, Pdf.open(io.BytesIO(part.frame.pdf)) as frame:
            self._prepare(text, part.text, shifts)
            states = self._pdf.copy_foreign(frame.pages[0].obj.Resources).ExtGState
            for number, framed in enumerate(frame.pages):
                page = self._page(text, number) if number < len(shifts) else self._empty_page()
                self._put_frame(page, framed.obj, shifts[number] if number < len(shifts) else 0)
                self._give_resources(page, part, states)
            self._add_structure(text, first, len(shifts))
        self._add_places(part, shifts, first)

    def _prepare(self, text: Pdf, fragment: Fragment, shifts: Sequence[float]) -> None:
        """Fill in what depends on pages, and move what has a place on a page, before it is copied."""
        on_page = {page.obj.objgen: shift for page, shift in zip(text.pages, shifts, strict=True)}
        for number in fragment.figures:
            element = text.get_object(number, 0)
            element.A.BBox = _moved(element.A.BBox, on_page[element.Pg.objgen])
        for page, shift in zip(text.pages, shifts, strict=True):
            for annotation in page.obj.get("/Annots", ()):
                annotation.Rect = _moved(annotation.Rect, shift)
        for link in fragment.links if self._numbering.page_word else ():
            annotation = text.get_object(link.number, 0)
            if "/Dest" in annotation:
                annotation.Contents = String(self._numbering.description(link, str(annotation.Dest)))

    def _filled(self, content: bytes) -> bytes:
        """A page's content with the page numbers in place of their placeholders."""
        return _PLACE.sub(self._number_at, content) if b"%page" in content else content

    def _number_at(self, place: re.Match[bytes]) -> bytes:
        count, figures, name, painted = int(place[1]), place[2], place[3].decode(), place[4]
        shown = re.sub("[^0-9]", "", self._numbering.printed(name))
        if len(shown) != count:
            raise JoiningError(f"#{name} is on page {shown}: there is room for {count} figures")
        codes = [figures[4 * int(figure) : 4 * int(figure) + 4] for figure in shown]
        return _with_last_glyphs(painted, codes)

    def _page(self, text: Pdf, number: int) -> Any:
        return self._appended(self._pdf.copy_foreign(text.pages[number].obj))

    def _empty_page(self) -> Any:
        resources = Dictionary(ExtGState=Dictionary(), Font=Dictionary())
        own = Dictionary(Type=Name.Page, Resources=resources, Tabs=Name.S)
        return self._appended(self._pdf.make_indirect(own))

    def _appended(self, page: Any) -> Any:
        self._pdf.pages.append(pikepdf.Page(page))
        return self._pdf.pages[-1].obj

    def _put_frame(self, page: Any, framed: Any, shift: float) -> None:
        """Give a page its boxes, heads and number, and move its text into the frame."""
        for box in _BOXES:
            page[box] = Array(Decimal(str(side)) for side in framed[box])
        own = self._filled(page.Contents.read_bytes()) if "/Contents" in page else b""
        move = f"q 1 0 0 1 {_number(shift)} 0 cm\n" if shift else "q\n"
        content = b"%s%s\nQ\n%s" % (move.encode(), own, framed.Contents.read_bytes())
        page.Contents = Stream(
            self._pdf, bytes(deflate.zlib_compress(content, _LEVEL)), Filter=Name.FlateDecode
        )

    def _give_resources(self, page: Any, part: Part, states: Any) -> None:
        for name in (*part.text.fonts, *part.frame.fonts):
            page.Resources.Font[f"/{name}"] = self._fonts[f"/{name}"]
        for name, state in states.items():
            page.Resources.ExtGState[name] = state

    def _add_structure(self, text: Pdf, first: int, count: int) -> None:
        """Add a flow's structure tree. The keys of its parent tree are its pages, then its links."""
        root = self._pdf.copy_foreign(text.Root.StructTreeRoot)
        for kid in root.K[0].K:
            kid.P = self._body
            self._kids.append(kid)
        nums = list(root.ParentTree.Nums)
        for key, parents in zip(nums[0 : 2 * count : 2], nums[1 : 2 * count : 2], strict=True):
            self._pdf.pages[first + int(key)].obj.StructParents = first + int(key)
            self._page_parents += [first + int(key), parents]
        for page in self._pdf.pages[first : first + count]:
            for annotation in page.obj.get("/Annots", ()):
                own = nums[2 * int(annotation.StructParent) + 1]
                annotation.StructParent = self._page_count + len(self._link_parents) // 2
                self._link_parents += [int(annotation.StructParent), own]
        names = list(root.IDTree.Names) if "/IDTree" in root else []
        self._ids |= dict(zip(map(str, names[::2]), names[1::2], strict=True))

    def _add_places(self, part: Part, shifts: Sequence[float], first: int) -> None:
        for number, (page, shift) in enumerate(zip(part.text.pages, shifts, strict=True), first):
            leaf = self._pdf.pages[number].obj
            for anchor in page.anchors:
                place = (leaf, Name.XYZ, Decimal(_number(anchor.x + shift)), Decimal(_number(anchor.y)), 0)
                self._places.setdefault(anchor.name, place)
            for mark in page.bookmarks:
                self._bookmarks.append((number, replace(mark, x=mark.x + shift)))

    def finished(self, metadata: bytes) -> Pdf:
        """The PDF, with the metadata of another."""
        pdf = self._pdf
        with Pdf.open(io.BytesIO(metadata)) as other:
            for key in ("/Lang", "/ViewerPreferences", "/MarkInfo", "/Metadata"):
                pdf.Root[key] = pdf.copy_foreign(other.make_indirect(other.Root[key]))
            for key, value in other.docinfo.items():
                pdf.docinfo[key] = value
        pdf.Root.StructTreeRoot = pdf.make_indirect(self._structure())
        self._body.P = pdf.Root.StructTreeRoot
        pdf.Root.PageLabels = _labels(self._numbering.numbers)
        flat = [part for name in sorted(self._places) for part in (String(name), Array(self._places[name]))]
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(flat)))
        with pdf.open_outline() as outline:
            outline.root.extend(_outline(self._bookmarks))
        return pdf

    def _structure(self) -> Any:
        self._body.K = Array(self._kids)
        parents = self._pdf.make_indirect(Dictionary(Nums=Array(self._page_parents + self._link_parents)))
        root = Dictionary(Type=Name.StructTreeRoot, ParentTree=parents, K=Array([self._body]))
        if self._ids:
            names = [part for name in sorted(self._ids) for part in (String(name), self._ids[name])]
            root.IDTree = Dictionary(Names=Array(names))
        return root


def _moved(box: Any, shift: float) -> Any:
    """A rectangle, moved to the right."""
    left, bottom, right, top = map(float, box)
    return Array(Decimal(_number(side)) for side in (left + shift, bottom, right + shift, top))


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _with_last_glyphs(painted: bytes, codes: Sequence[bytes]) -> bytes:
    """A text's operators with other glyphs at its end."""
    places = [at for run in _GLYPHS.finditer(painted) for at in range(run.start(1), run.end(1), 4)]
    filled = bytearray(painted)
    for at, code in zip(places[-len(codes) :], codes, strict=True):
        filled[at : at + 4] = code
    return bytes(filled)


def _labels(numbers: PageNumbers) -> Any:
    """The printed numbers of the pages, as a PDF has them."""
    labels = [0, Dictionary(S=Name.D)]
    if numbers.last is not None:
        labels += [numbers.last, Dictionary(S=Name.D, P=String(SERIES))]
    return Dictionary(Nums=Array(labels))


def _outline(marks: Sequence[tuple[int, Bookmark]]) -> list[OutlineItem]:
    """Bookmarks with levels as a tree; a level that is left out counts for nothing."""
    top: list[OutlineItem] = []
    open_items: list[tuple[int, OutlineItem]] = []
    for page, mark in marks:
        item = OutlineItem(mark.label, page, "XYZ", left=mark.x, top=mark.y, zoom=0)
        item.is_closed = mark.state == "closed"
        while open_items and open_items[-1][0] >= mark.level:
            open_items.pop()
        (open_items[-1][1].children if open_items else top).append(item)
        open_items.append((mark.level, item))
    return top
