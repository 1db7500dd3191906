"""Finished pages on other papers: the same pages in another frame, and two-up sheets to fold into a booklet.

The type area is 170 × 239 mm on every paper. So an A4 page becomes a Letter page by moving the frame around
it: nothing is laid out again, and line breaks stay the same.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf

from builder.model.book import Artifact

_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper by its frame around the A4 page, in millimetres from that page's lower left corner: left,
    bottom, right, top.
    """

    name: str
    right_page: tuple[float, float, float, float]
    left_page: tuple[float, float, float, float]


# Letter: inner margin 20, outer 25.9, top 17.4, bottom 21.4 mm.
PAPERS = {
    "a4": Paper("a4", (0, 0, 210, 297), (0, 0, 210, 297)),
    "letter": Paper("letter", (-2, 9.6, 213.9, 289), (-3.9, 9.6, 212, 289)),
}


class NotAPdfError(Exception):
    """A file that is no PDF, or a damaged or locked one."""


def opened(pdf: bytes) -> pikepdf.Pdf:
    """A PDF file. Raises NotAPdfError."""
    try:
        return pikepdf.open(io.BytesIO(pdf))
    except pikepdf.PdfError as wrong:
        raise NotAPdfError(str(wrong).partition(": ")[2] or str(wrong)) from None


def on_paper(document: pikepdf.Pdf, paper: Paper) -> bytes:
    """A PDF of A4 pages, the first a right-hand one, on another paper."""
    for number, page in enumerate(document.pages, 1):
        frame = paper.right_page if number % 2 else paper.left_page
        for box in ("/MediaBox", "/TrimBox", "/BleedBox"):
            page[box] = pikepdf.Array([round(side * _MM, 3) for side in frame])
    return saved(document)


def on_papers(document: pikepdf.Pdf, papers: Sequence[str]) -> list[bytes]:
    """A PDF of A4 pages on every one of some papers; without any, as it is."""
    return [on_paper(document, PAPERS[paper]) for paper in papers] or [saved(document)]


def files(stem: str, papers: Sequence[str], contents: Sequence[bytes]) -> list[Artifact]:
    """The files of the same pages on some papers: STEM.pdf on the first, STEM-PAPER.pdf on the others."""
    names = [f"{stem}.pdf", *(f"{stem}-{paper}.pdf" for paper in papers[1:])]
    return [Artifact(name, content) for name, content in zip(names, contents, strict=True)]


def booklet(pdf: bytes) -> bytes:
    """The pages two-up, in the order in which folded sheets make a booklet; blank pages fill the last sheet.

    Print on both sides, flipped on the short edge, and fold all sheets together in the middle. The sheets
    have the size of a page of the PDF, turned. Creep is not compensated: every page is in the middle of its
    half. Raises NotAPdfError.
    """
    with opened(pdf) as source, pikepdf.new() as sheets:
        pages = list(source.pages)
        box = pages[0].mediabox
        width, height = float(box[3] - box[1]), float(box[2] - box[0])
        for pair in booklet_order(len(pages)):
            sheet = sheets.add_blank_page(page_size=(width, height))
            for half, number in enumerate(pair):
                if number is not None:
                    area = pikepdf.Rectangle(half * width / 2, 0, (half + 1) * width / 2, height)
                    sheet.add_overlay(pages[number], area)
        with sheets.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as described:
            described["dc:title"] = str(source.docinfo.get("/Title", ""))
        return saved(sheets)


def booklet_order(count: int) -> list[tuple[int | None, int | None]]:
    """Pairs of pages, left and right, for the front and the back of every sheet; pages count from 0, None is
    blank.
    """
    padded = -(-count // 4) * 4
    page = [number if number < count else None for number in range(padded)]
    pairs = []
    for sheet in range(padded // 4):
        first, last = 2 * sheet, padded - 1 - 2 * sheet
        pairs += [(page[last], page[first]), (page[first + 1], page[last - 1])]
    return pairs


def saved(document: pikepdf.Pdf) -> bytes:
    """The document as bytes, the same for the same pages."""
    stream = io.BytesIO()
    document.save(
        stream, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=False
    )
    return stream.getvalue()
