"""What pages use of fonts → the fonts as a PDF has them: subsets, written by WeasyPrint."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

import pydyf
from weasyprint import DEFAULT_OPTIONS, pdf
from weasyprint.pdf.fonts import build_fonts_dictionary

from builder.material.fonts import FURTHER
from builder.typesetting.engine import engine
from builder.typesetting.fragment import FontUse
from builder.typesetting.isolation import no_complaints
from builder.typesetting.sheets import EngineError
from builder.typesetting.tagging import replaced

_SPECIMEN = '<html lang="en"><head><title>Faces</title></head><body>{}</body></html>'
_LETTER = '<p style="font-family: {}; font-weight: {}; font-style: {}">a</p>'


def embedded(used: Mapping[str, FontUse]) -> bytes:
    """A PDF without pages that has the fonts, under the names that pages use, in its catalogue's Fonts.
    Raises EngineError.
    """
    faces = _faces(used.values())
    if unknown := used.keys() - faces:
        raise EngineError(f"fonts can't be found again: {', '.join(used[name].family for name in unknown)}")
    made = pydyf.PDF()
    with no_complaints():
        fonts = build_fonts_dictionary(
            made, {name: _filled(faces[name], use) for name, use in used.items()}, True, True, DEFAULT_OPTIONS
        )
    made.add_object(fonts)
    made.catalog["Fonts"] = fonts.reference
    stream = io.BytesIO()
    made.write(stream, compress=True)
    return stream.getvalue()


def _filled(font: Any, use: FontUse) -> Any:
    font.widths, font.to_unicode = dict(use.widths), dict(use.unicode)
    return font


def _faces(used: Iterable[FontUse]) -> Mapping[str, Any]:
    """WeasyPrint's fonts by the names that pages use: a letter of each is set and painted, which makes
    WeasyPrint open it.
    """
    used = tuple(used)
    further = tuple(family for family in FURTHER if any(use.family == family for use in used))
    letters = (_LETTER.format(f"'{use.family}'", use.weight, use.style) for use in used)
    document = engine(("fonts.css",), further).document(_SPECIMEN.format("".join(letters)))
    with replaced(pdf, "build_fonts_dictionary", lambda *_given: pydyf.Dictionary()):
        document.write_pdf()
    return {font.hash: font for font in document.fonts.values()}
