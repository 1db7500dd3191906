"""Laid-out pages → a fragment: painted and tagged, but for what depends on their place in a book.

Three of WeasyPrint's functions are replaced meanwhile. The one that resolves links drops those that lead out
of the document: here all are kept, and every id is a destination. The one that embeds fonts notes what is
used of them: a book has each font once. The one that paints a line notes where a page number stands: it is a
placeholder of as many figures, and the number is filled in when it is known.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import pydyf
from weasyprint import Document
from weasyprint import pdf as writing
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure.boxes import MarginBox, ReplacedBox
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from builder.typesetting.breaks import page_starts
from builder.typesetting.fragment import Anchor, Bookmark, FontUse, Fragment, FragmentPage
from builder.typesetting.isolation import no_complaints
from builder.typesetting.sheets import EngineError
from builder.typesetting.tagging import better_tags, replaced

_POINT = 0.75  # a CSS pixel in points
_FIGURES = "0123456789"
_STYLES = ("normal", "oblique", "italic")  # by Pango's numbers

Fonts = dict[str, FontUse]


def painted(document: Document, name: str) -> Fragment:
    """The pages of a laid-out document as the fragment of a name. Raises EngineError."""
    fonts: Fonts = {}
    with no_complaints(), better_tags(f"{name}-") as tagger, _noting(fonts):
        pdf = document.write_pdf(
            finisher=tagger.finish,
            pdf_variant="pdf/ua-1",
            pdf_tags=True,
            uncompressed_pdf=True,  # the joining compresses what it makes of it
        )
    return Fragment(
        pages=tuple(_pages(document)),
        links=tuple(tagger.links),
        figures=tuple(tagger.figures),
        fonts=fonts,
        pdf=pdf,
    )


@contextmanager
def _noting(fonts: Fonts) -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(replaced(writing, "resolve_links", _all_links))
        stack.enter_context(replaced(writing, "build_fonts_dictionary", _no_fonts(fonts)))
        first_line = _with_places(drawing.draw_first_line)
        stack.enter_context(replaced(drawing, "draw_first_line", first_line))
        yield


def _pages(document: Document) -> Iterator[FragmentPage]:
    for page, start in zip(document.pages, page_starts(document), strict=True):
        box = page._page_box
        yield FragmentPage(
            left=box.content_box_x() * _POINT,
            height=box.height * _POINT,
            free=_free(box) * _POINT,
            kind=box.page_type.name,
            anchors=tuple(Anchor(name, *_point(page, *place[:2])) for name, place in page.anchors.items()),
            bookmarks=tuple(
                Bookmark(level, label, *_point(page, *place), state)
                for level, label, place, state in page.bookmarks
            ),
            start=start,
        )


def _free(page: Any) -> float:
    """The height of a page's type area under its text and above its notes."""
    top, *others = [child for child in page.children if not isinstance(child, MarginBox)]
    end = min((other.position_y for other in others), default=page.content_box_y() + page.height)
    return max(0.0, float(end - top.position_y - top.margin_height()))


def _point(page: Any, x: float, y: float) -> tuple[float, float]:
    """A place in points from a page's lower left corner."""
    return x * _POINT, (page.height - y) * _POINT


def _all_links(pages: Any) -> Iterator[tuple[list[Any], list[Any]]]:
    """Links and destinations of each page; of two places with an id the first counts."""
    known: set[str] = set()
    for page in pages:
        own = {name: place for name, place in page.anchors.items() if name not in known}
        known.update(own)
        yield _whole_links(page.links), [(name, place[0], place[1]) for name, place in own.items()]


def _whole_links(links: Any) -> list[Any]:
    """Links, each with the picture in it, for which the engine has a second one that no tag belongs to."""
    found: list[Any] = []
    for kind, target, area, box in links:
        if isinstance(box, ReplacedBox) and found and found[-1][1] == target:
            words = found[-1][2]
            both = (*map(min, words[:2], area[:2]), *map(max, words[2:], area[2:]))
            found[-1] = (kind, target, both, found[-1][3])
        else:
            found.append((kind, target, area, box))
    return found


# ------------------------------------------------------------------------------------------------------ fonts


def _no_fonts(fonts: Fonts) -> Callable[..., Any]:
    def build_fonts_dictionary(_pdf: Any, used: Mapping[Any, Any], *_options: Any) -> Any:
        for font in used.values():
            style = _STYLES[font.style]
            use = FontUse(font.family, font.weight, style, font.widths, font.to_unicode)
            fonts[font.hash] = fonts[font.hash] | use if font.hash in fonts else use
        return pydyf.Dictionary()

    return build_fonts_dictionary


# ----------------------------------------------------------------------------------- places of page numbers


def _with_places(paint: Callable[..., Any]) -> Callable[..., Any]:
    """A painting function that puts a comment before and after a text that ends with the number of a page:
    the page's id, and the glyphs of all figures in the text's font and style.
    """

    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:
        element = getattr(textbox, "element", None)  # texts of drawings have none
        target = element.get("data-page") if element is not None else None
        if target is None or not (found := re.search(r"[0-9]+$", textbox.text)):
            return paint(stream, textbox, *rest)
        at = len(stream.stream)
        emojis = paint(stream, textbox, *rest)
        figures = _figures(stream, textbox)
        stream.stream.insert(at, f"%page {len(found[0])} {figures} {target}".encode())
        stream.stream.append(b"%end")
        return emojis

    return draw_first_line


def _figures(stream: Any, textbox: Any) -> str:
    """The glyphs of all figures, four hexadecimal digits each, as the text's style chooses them. They become
    part of what is used of the font.
    """
    layout = textbox.pango_layout
    layout.set_text(_FIGURES)
    run = layout.get_first_line()[0].runs[0]
    font, size = stream.add_font(run.data.item.analysis.font)
    glyphs = [info.glyph for info in run.data.glyphs.glyphs[0 : run.data.glyphs.num_glyphs]]
    widths = {_width(stream, run.data.item.analysis.font, glyph, size) for glyph in glyphs}
    if run.next != ffi.NULL or len(glyphs) != len(_FIGURES) or len(widths) != 1:
        raise EngineError(f"the figures of {font.family} are not equally wide")
    for glyph, figure in zip(glyphs, _FIGURES, strict=True):
        font.widths.setdefault(glyph, min(widths))
        font.to_unicode.setdefault(glyph, figure)
    layout.set_text(textbox.text)
    return "".join(f"{glyph:04x}" for glyph in glyphs)


def _width(stream: Any, pango_font: Any, glyph: int, size: float) -> int:
    """A glyph's width in thousandths of the size."""
    pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
    width: int = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    return width
