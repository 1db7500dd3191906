"""Lines of text → a PDF's operators, quicker than WeasyPrint writes them, and the same bytes.

WeasyPrint asks Pango for one number of one glyph after the other. Here a run's numbers are read at once, and
what a glyph of a width comes to is kept for the next time. Lines with anything unusual, such as a glyph that
is moved, or an ellipsis, are WeasyPrint's.
"""

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango

_NUMBERS = 5  # of a glyph in Pango's memory: itself, width, horizontal and vertical offset, attributes
_SIMPLE = ffi.sizeof("PangoGlyphInfo") == 4 * _NUMBERS and pango.pango_version() >= 14802


class UnusualError(Exception):
    """A line that WeasyPrint has to write."""


def quick(paint: Callable[..., Any]) -> Callable[..., Any]:
    """A function that paints a text's first line, as WeasyPrint's own does."""

    def draw_first_line(stream: Any, box: Any, overflow: str, ellipsis: Any, matrix: Any) -> Any:
        if not _SIMPLE or overflow == "ellipsis" or ellipsis != "none" or not box.text.strip():
            return paint(stream, box, overflow, ellipsis, matrix)
        try:
            texts = list(_texts(stream, box.pango_layout))
        except UnusualError:
            return paint(stream, box, overflow, ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        for font, size, text in texts:
            stream.set_font_size(font, size)
            stream.show_text(text)
        return []

    return draw_first_line


def _texts(stream: Any, layout: Any) -> Iterator[tuple[str, float, str]]:
    """The line's parts in one font each: the font's name, its size, and the glyphs with what parts them."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _end = layout.get_first_line()
    last, parts = None, list[str]()
    name, size = "", 0.0
    for item in _items(line.runs[0]):
        own = item.item.analysis.font
        if own != last:
            if last is not None:
                yield name, size, "".join(parts)
            last, parts = own, []
            font, size = stream.add_font(own)
            name = font.hash
        parts.append(_hexadecimal(_Run(stream, layout, item, font, size).written()))
    yield name, size, "".join(parts)


def _items(run: Any) -> Iterator[Any]:
    while run != ffi.NULL:
        yield run.data
        run = run.next


def _hexadecimal(glyphs: str) -> str:
    """A run's glyphs between brackets, and none around nothing."""
    text = f"<{glyphs}>"
    return text.removesuffix("<>") if glyphs else ""


class _Run:
    """Glyphs of one font."""

    def __init__(self, stream: Any, layout: Any, item: Any, font: Any, size: float) -> None:
        if font.bitmap or font.svg or font.png or font.colr:
            raise UnusualError
        self._stream, self._layout, self._item, self._font, self._size = stream, layout, item, font, size
        self._known = font.__dict__.setdefault("_written", {}).setdefault(size, {})

    def written(self) -> str:
        """The glyphs with the gaps between them. Raises UnusualError."""
        glyphs = self._item.glyphs
        numbers = memoryview(ffi.buffer(glyphs.glyphs, 4 * _NUMBERS * glyphs.num_glyphs)).cast("i")
        if any(numbers[2::_NUMBERS]) or any(numbers[3::_NUMBERS]):
            raise UnusualError
        pairs = list(zip(numbers[0::_NUMBERS], numbers[1::_NUMBERS], strict=True))
        for place, pair in enumerate(pairs):
            if pair not in self._known:
                self._known[pair] = self._write(place, *pair)
        return "".join(map(self._known.__getitem__, pairs))

    def _write(self, place: int, glyph: int, width: int) -> str:
        """A glyph that is so wide here, in Pango's units. The font notes that it is used."""
        if glyph == pango.PANGO_GLYPH_EMPTY or glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            raise UnusualError
        if glyph not in self._font.to_unicode:
            self._font.to_unicode[glyph] = self._text_of(place)
        if glyph not in self._font.widths:
            self._font.widths[glyph] = self._own_width(glyph)
        kerning = self._font.widths[glyph] - width * 1000 * FROM_UNITS / self._size
        return f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"

    def _text_of(self, place: int) -> str:
        item, clusters, last = (
            self._item.item,
            self._item.glyphs.log_clusters,
            self._item.glyphs.num_glyphs - 1,
        )
        if item.analysis.level % 2:
            raise UnusualError  # from right to left
        last = place == self._item.glyphs.num_glyphs - 1
        end = item.length if last else clusters[place + 1]
        text: bytes = self._layout.text.encode()
        return text[item.offset + clusters[place] : item.offset + end].decode()

    def _own_width(self, glyph: int) -> int:
        """The width of a glyph itself, in thousandths of the size."""
        ink, own = self._stream.ink_rect, self._stream.logical_rect
        pango.pango_font_get_glyph_extents(self._item.item.analysis.font, glyph, ink, own)
        width: int = round(own.width * 1000 * FROM_UNITS / self._size)
        return width
