"""Book → print: the standard book, from which the page map comes, the same in large print, and the same with
crop marks.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from builder.material.fonts import fonts
from builder.material.styles import style
from builder.material.words import words
from builder.model.book import Artifact, Book, Chapter
from builder.pages.formulas import drawing, formulas
from builder.pages.publication import Publication
from builder.pages.templates import Medium, PageOf, Templates
from builder.pictures.maps import maps
from builder.pictures.theme_map import theme_map
from builder.targets import Targets
from builder.typesetting.isolation import Resource
from builder.typesetting.layout import Engine, Flow, Layout, PageMap
from builder.typesetting.page_numbers import ORDINARY, PageNumbers
from builder.typesetting.page_starts import PageStart, mark
from builder.typesetting.papers import on_papers

_MAP = "images/theme-map.svg"
_FRONT = ("cover", "imprint", "contents")
_STANDARD = ("fonts.css", "shared.css", "print.css", "paper-a4.css")


class PagingError(Exception):
    """A chapter has not the pages that it has in the student's book: a fault of ours."""


def lay_out(book: Book, targets: Targets, standard: Mapping[str, int] | None = None) -> Layout:
    """A book's pages, and the page map. Raises EngineError and PagingError.

    `standard` is the number of pages of every flow in the student's book: up to its last chapter another
    edition has the same numbers, so page 12 is page 12 in all. The length of what comes after is free; in a
    read-along edition its pages have a series of their own.
    """
    kept = (*_FRONT, *(chapter.slug for chapter in book.chapters if chapter.role not in ("back", "teacher")))
    held = {name: standard[name] for name in kept} if standard else {}
    numbers = PageNumbers(sum(held.values())) if book.edition.through else ORDINARY
    templates = Templates(book, targets, _medium(book, numbers=numbers))
    flows = [replace(flow, least=held.get(flow.name, 1)) for flow in _flows(book, targets, templates)]
    layout = engine_for(book, targets, *_STANDARD).lay_out(flows, numbers)
    if grown := [name for name, count in held.items() if layout.counts[name] > count]:
        raise PagingError(f"more pages than in the student's book: {', '.join(grown)}")
    return layout


def pdfs(made: Publication) -> list[Artifact]:
    """The book on every paper of the guide: PDF/UA-1, tagged, with bookmarks and metadata. Raises
    EngineError.
    """
    guide = made.book.guide
    return on_papers(
        made.layout.pdf(words(guide.language)["page-spoken"]), made.book.stem, guide.print.papers
    )


def large_print(made: Publication) -> list[Artifact]:
    """The book in 18 pt, with the standard book's page numbers in its references, and in the margin where
    each of those pages begins. Raises EngineError.
    """
    book, targets, paging = made.book, made.targets, made.paging
    templates = Templates(book, targets, _medium(book, themes_in_words=True))
    flows = [
        replace(flow, markup=_marked(flow, paging.pages, paging.starts))
        for flow in _flows(book, targets, templates, tabs=False)
    ]
    layout = engine_for(book, targets, *_STANDARD, "large-print.css").lay_out(flows)
    return [Artifact(f"{book.guide.slug}-large-print.pdf", layout.pdf())]


def _marked(flow: Flow, pages: PageMap, starts: Sequence[PageStart]) -> Callable[[int, PageMap], str]:
    """A flow's markup with another book's page numbers, and with marks where that book's pages begin."""
    return lambda first, _own: mark(flow.markup(first, pages), starts)[0]


def with_crop_marks(made: Publication) -> list[Artifact]:
    """The standard book with 3 mm of bleed and crop marks. Raises EngineError."""
    book, targets = made.book, made.targets
    flows = list(_flows(book, targets, Templates(book, targets, _medium(book))))
    layout = engine_for(book, targets, *_STANDARD, "crop-marks.css").lay_out(flows)
    return [Artifact(f"{book.guide.slug}-press.pdf", layout.pdf(words(book.guide.language)["page-spoken"]))]


def engine_for(book: Book, targets: Targets, *styles: str, forms: bool = False) -> Engine:
    """The engine with some style sheets, and with all pictures and fonts that the book's pages may show."""
    chosen = [*styles, "ink-saver.css"] if book.guide.print.ink_saver else styles
    return Engine([style(name) for name in chosen], _resources(book, targets), forms=forms)


def _resources(book: Book, targets: Targets) -> list[Resource]:
    pictures = [*book.images, book.cover] if book.cover else book.images
    images = [Resource(image.name, image.content, image.media_type) for image in pictures]
    images += [Resource(made.name, made.content, "image/svg+xml") for made in map(drawing, formulas(book))]
    images += [
        Resource(made.name, made.content, "image/svg+xml")
        for made in (theme_map(book, targets), *maps(book, targets))
    ]
    return [*images, *(Resource(font.name, font.content, "font/otf") for font in fonts())]


def _medium(book: Book, *, numbers: PageNumbers = ORDINARY, themes_in_words: bool = False) -> Medium:
    cover = book.cover.name if book.cover else None
    return Medium(
        True, lambda _chapter, name: f"#{name}", numbers=numbers, cover=cover, themes_in_words=themes_in_words
    )


def _flows(book: Book, targets: Targets, templates: Templates, *, tabs: bool = True) -> Iterator[Flow]:
    """The flows of a book, each of which begins a page: cover, imprint with the key, contents, chapters, the
    key again inside the back cover, the teacher's chapters.
    """
    heads = {"tab": None, "head_left": book.guide.title, "head_right": "", "foot": _foot(book)}

    def flow(name: str, make: Callable[..., str], **own: object) -> Flow:
        return Flow(name, lambda first, pages: make(pages.get, first_page=first, **heads | own))

    def chapter_flow(chapter: Chapter) -> Flow:
        left, right = _running_heads(book, chapter)
        tab = chapter.number if tabs else None

        def make(page_of: PageOf, **values: object) -> str:
            return templates.chapter(chapter, _beyond(chapter, page_of), **values)

        return flow(chapter.slug, make, tab=tab, head_left=left, head_right=right)

    yield flow("cover", partial(templates.page, "cover.xhtml"), map=_MAP)
    yield flow("imprint", partial(templates.page, "imprint.xhtml"))
    yield flow("contents", partial(templates.contents, "contents.xhtml"))
    yield from (chapter_flow(chapter) for chapter in book.chapters if chapter.role != "teacher")
    if targets.themes:
        yield flow("key", partial(templates.page, "back.xhtml"))
    yield from (chapter_flow(chapter) for chapter in book.chapters if chapter.role == "teacher")


def _beyond(chapter: Chapter, page_of: PageOf) -> PageOf:
    """The page numbers that links show: none for a target in the same chapter."""
    return lambda name: None if name.startswith(f"{chapter.slug}-") else page_of(name)


def _foot(book: Book) -> str:
    return f"{book.guide.title} · {book.guide.version}"


def _running_heads(book: Book, chapter: Chapter) -> tuple[str, str]:
    part = book.guide.work.parts[chapter.part] if chapter.part is not None else None
    left = f"{part.title} · {part.name}" if part else book.guide.title
    return left, f"{chapter.number}  {chapter.title.plain}" if chapter.number else chapter.title.plain
