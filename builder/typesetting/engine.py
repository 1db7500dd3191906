"""Markup → laid-out pages: WeasyPrint with the program's styles and fonts, and what is made of its pages."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from weasyprint import CSS, HTML, Document
from weasyprint.text.ffi import fontconfig
from weasyprint.text.fonts import FontConfiguration

from builder.material.fonts import fonts, further_fonts, latin_characters
from builder.material.styles import style
from builder.typesetting.hanging_spaces import let_spaces_hang
from builder.typesetting.isolation import BASE, Fetcher, isolate, no_complaints
from builder.typesetting.savings import save
from builder.typesetting.sheets import Resource
from builder.typesetting.sides import settle_sides
from builder.typesetting.tagging import better_tags

_VARIANT = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}

save()
let_spaces_hang()
settle_sides()
isolate()

# A face is chosen by its letters, never by the text's language: all are said to be for one. Otherwise,
# of a family with Vietnamese upright only, that face would be taken for a Vietnamese text in italics.
_ANY_LANGUAGE = b"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><match target="scan">
<edit name="lang" mode="assign_replace"><string>en</string></edit>
</match></fontconfig>"""


def _configured() -> FontConfiguration:
    fonts = FontConfiguration()
    fontconfig.FcConfigParseAndLoadFromMemory(fonts._config, _ANY_LANGUAGE, True)
    return fonts


class Engine:
    """The layout engine with its style sheets and fonts. With `forms`, the fields of handouts are form
    fields.
    """

    def __init__(self, styles: Sequence[str], resources: Sequence[Resource], *, forms: bool = False) -> None:
        self._options = {**_VARIANT, "pdf_forms": forms}
        self._lasting = tuple(resources)
        self._fetcher = Fetcher(resources)
        self._fonts = _configured()
        with no_complaints():
            self._styles = [
                CSS(string=sheet, base_url=BASE, url_fetcher=self._fetcher, font_config=self._fonts)
                for sheet in styles
            ]

    def document(self, markup: str, pictures: Sequence[Resource] = ()) -> Document:
        """The laid-out pages of a page's markup, which may show some pictures. Raises EngineError."""
        self._fetcher.offer([*self._lasting, *pictures])
        with no_complaints():
            page = HTML(string=markup, base_url=BASE, url_fetcher=self._fetcher)
            return page.render(stylesheets=self._styles, font_config=self._fonts, **self._options)

    def pdf(self, markup: str, pictures: Sequence[Resource] = ()) -> bytes:
        """A page's markup as a PDF/UA-1 file of its own. Raises EngineError."""
        document = self.document(markup, pictures)
        with no_complaints(), better_tags() as tagger:
            return bytes(document.write_pdf(finisher=tagger.finish, **self._options))


@cache
def engine(styles: tuple[str, ...], further: tuple[str, ...] = (), *, forms: bool = False) -> Engine:
    """The engine with some of the program's style sheets, given by name, and with its fonts; with further
    families of fonts for letters that those of every book lack.
    """
    faces = [
        Resource(font.name, font.content, font.media_type) for font in (*fonts(), *further_fonts(further))
    ]
    sheets = [style(name, further) for name in styles]
    return Engine([_in_one_face(sheet) if further else sheet for sheet in sheets], faces, forms=forms)


def _in_one_face(sheet: str) -> str:
    """A style sheet in which the text's faces are used for Latin letters and signs that all of them have.
    Otherwise an upright face would be slanted for a letter that the italic one lacks, and look upright.
    """
    return re.sub(r'(?<=font-family: )("Source [^}]+)(?=src:)', rf"\1unicode-range: {_ranges()}; ", sheet)


@cache
def _ranges() -> str:
    runs = groupby(enumerate(sorted(latin_characters())), key=lambda placed: placed[1] - placed[0])
    codes = [[code for _place, code in run] for _key, run in runs]
    return ", ".join(f"U+{run[0]:X}-{run[-1]:X}" for run in codes)
