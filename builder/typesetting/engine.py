"""Markup → laid-out pages: WeasyPrint with the program's styles and fonts, and what is made of its pages."""

from collections.abc import Sequence
from functools import cache

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from builder.material.fonts import fonts
from builder.material.styles import style
from builder.typesetting.isolation import BASE, Fetcher, isolate, no_complaints
from builder.typesetting.savings import save
from builder.typesetting.sheets import Resource
from builder.typesetting.tagging import better_tags

_VARIANT = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}

save()
isolate()


class Engine:
    """The layout engine with its style sheets and fonts. With `forms`, the fields of handouts are form
    fields.
    """

    def __init__(self, styles: Sequence[str], resources: Sequence[Resource], *, forms: bool = False) -> None:
        self._options = {**_VARIANT, "pdf_forms": forms}
        self._lasting = tuple(resources)
        self._fetcher = Fetcher(resources)
        self._fonts = FontConfiguration()
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
def engine(styles: tuple[str, ...], *, forms: bool = False) -> Engine:
    """The engine with some of the program's style sheets, given by name, and with its fonts."""
    faces = [Resource(font.name, font.content, "font/otf") for font in fonts()]
    return Engine([style(name) for name in styles], faces, forms=forms)
