"""A book → its chapters as the e-book has them, and the files that they show."""

from collections.abc import Iterator

from builder.cache import Cache
from builder.editions import edition
from builder.material.divisions import divisions
from builder.material.fonts import FURTHER, fonts, further_fonts
from builder.material.styles import style
from builder.model.book import Book, Chapter
from builder.pages.publication import Publication, publish
from builder.pages.templates import Medium, Templates
from builder.prints.books import pictures
from builder.typesetting.press import Press
from builder.typesetting.sheets import Resource

_STYLES = ("styles/fonts.css", "styles/shared.css", "styles/screen.css", "styles/watch-book.css")


class Screen:
    """An edition of a book, as it is read on a screen."""

    def __init__(self, whole: Book, name: str, cache: Cache) -> None:
        self.made: Publication = publish(whole, edition(whole.guide, name), Press(cache))
        styles = _STYLES if whole.guide.fonts else _STYLES[1:]
        medium = Medium(is_print=False, address=_address, styles=styles)
        self._templates = Templates(self.made.book, self.made.targets, medium)

        self.chapters: dict[str, Chapter] = {chapter.slug: chapter for chapter in self.made.book.chapters}

    def titles(self) -> Iterator[tuple[str, str]]:
        """The slug of every chapter with its number and title."""
        for slug, chapter in self.chapters.items():
            yield slug, divisions(self.made.book).titled(chapter)

    def page(self, slug: str) -> str:
        """A chapter's page."""
        return self._templates.chapter(self.chapters[slug])

    def file(self, name: str) -> Resource | None:
        """A style sheet, a font or a picture."""
        if name in _STYLES:
            text = style(name.removeprefix("styles/"), FURTHER).replace('url("fonts/', 'url("../fonts/')
            return Resource(name, text.encode(), "text/css")
        if found := face(name):
            return found
        own = pictures(self.made.book, self.made.targets, self.made.press)
        return own[name]() if name in own else None


def face(name: str) -> Resource | None:
    """A font, by the name that style sheets have for it."""
    faces = fonts() if name.endswith(".otf") else further_fonts(tuple(FURTHER))
    return next((Resource(name, font.content, font.media_type) for font in faces if font.name == name), None)


def _address(chapter: str, name: str) -> str:
    return f"{chapter}.xhtml" if name == chapter else f"{chapter}.xhtml#{name}"
