"""Book → print: the standard book, from which the page map comes, the same in large print, and the same with
crop marks.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from builder.material.divisions import divisions, words_of
from builder.model.blocks import Beat, Genindex
from builder.model.book import FOR_TEACHERS, Artifact, Book, Chapter
from builder.model.walking import length, walk
from builder.pages.formulas import FormulaDrawing, drawing, formulas
from builder.pages.publication import Publication
from builder.pages.templates import Medium, Templates
from builder.pictures.cover_rings import cover_rings
from builder.pictures.graph import arrange
from builder.pictures.maps import maps
from builder.pictures.picture import Picture
from builder.pictures.strips import strips
from builder.targets import Targets
from builder.typesetting.layout import Design, Flow, Layout, PageOf, Paging, Unframed
from builder.typesetting.layout import lay_out as lay_out_flows
from builder.typesetting.page_numbers import ORDINARY, PageNumbers
from builder.typesetting.page_starts import mark
from builder.typesetting.papers import files
from builder.typesetting.press import Press
from builder.typesetting.sheets import Pictures, Resource

_ACROSS, _DOWN = 210, 297  # millimetres of the page
_FRONT = ("cover", "imprint", "contents")
_SECTION = re.compile("<section[^>]*>")
_BEGINS_PAGE = re.compile(r"<section[^>]*>\s*<span[^>]*doc-pagebreak")
_RUN = 22_500  # characters of essays that share pages, at most; of those that share them with the index:
_SHORT = 4_000
_TABS = 242.0  # mm from the first thumb tab to the last, at most
_STANDARD = ("fonts.css", "shared.css", "print.css", "book.css", "paper-a4.css")
_LARGE = ("fonts.css", "shared.css", "print.css", "large-print.css")


class PagingError(Exception):
    """A chapter has not the pages that it has in the student's book: a fault of ours."""


def lay_out(book: Book, targets: Targets, press: Press, standard: Mapping[str, int] | None = None) -> Layout:
    """A book's pages, and the page map. Raises EngineError and PagingError.

    `standard` is the number of pages of every flow in the student's book: up to its last chapter another
    edition has the same numbers, so page 12 is page 12 in all. The length of what comes after is free; in a
    read-along edition its pages have a series of their own.
    """
    first = (run[0] for run in runs(book.chapters))
    kept = (*_FRONT, *(chapter.slug for chapter in first if chapter.role not in ("back", *FOR_TEACHERS)))
    held = {name: standard[name] for name in kept} if standard else {}
    numbers = PageNumbers(sum(held.values())) if book.edition.through else ORDINARY
    templates = Templates(book, targets, _medium(book, numbers=numbers, has_sides=True))
    flows = [replace(flow, least=held.get(flow.name, 1)) for flow in _flows(book, targets, templates)]
    layout = lay_out_flows(flows, standard_design(book, targets, press), press, numbers)
    if grown := [name for name, count in held.items() if layout.counts[name] > count]:
        raise PagingError(f"more pages than in the student's book: {', '.join(grown)}")
    return layout


def standard_flows(book: Book, targets: Targets) -> Iterator[Flow]:
    """The flows of the book in its standard form, in order."""
    return _flows(book, targets, Templates(book, targets, _medium(book, has_sides=True)))


def standard_design(book: Book, targets: Targets, press: Press) -> Design:
    """What the book in its standard form is set with."""
    return _design(book, targets, press, *_STANDARD)


def pdfs(made: Publication) -> list[Artifact]:
    """The book on every paper of the guide: PDF/UA-1, tagged, with bookmarks and metadata. Raises
    EngineError.
    """
    guide = made.book.guide
    papers = guide.print.papers
    return files(made.book.stem, papers, made.layout.books(words_of(guide)["page-spoken"], papers))


def large_print(made: Publication) -> list[Artifact]:
    """The book in 18 pt, with the standard book's page numbers in its references, and in the margin where
    each of those pages begins. Raises EngineError.
    """
    book, targets, paging = made.book, made.targets, made.paging
    templates = Templates(book, targets, _medium(book, themes_in_words=True))
    flows = [
        replace(flow, text=_marked(flow, paging)) for flow in _flows(book, targets, templates, standard=False)
    ]
    design = _design(book, targets, made.press, *_LARGE, is_large=True)
    layout = lay_out_flows(flows, design, made.press, known=paging.pages)
    return files(f"{book.guide.slug}-large-print", (), layout.books())


def _marked(flow: Flow, paging: Paging) -> Callable[[PageOf], str]:
    """A flow's text with marks where another book's pages begin, and at its own beginning."""

    def text(page_of: PageOf) -> str:
        marked, _pages = mark(flow.text(page_of), paging.starts)
        if _BEGINS_PAGE.match(marked, marked.index("<section")):
            return marked
        sign = f'<span class="standard-page" title="{paging.numbers(paging.pages[flow.name])}"></span>'
        return _SECTION.sub(lambda opening: opening[0] + sign, marked, count=1)

    return text


def with_crop_marks(made: Publication) -> list[Artifact]:
    """The standard book with 3 mm of bleed and crop marks. Raises EngineError."""
    book, targets = made.book, made.targets
    flows = list(_flows(book, targets, Templates(book, targets, _medium(book, has_sides=True))))
    design = _design(book, targets, made.press, *_STANDARD)
    design = replace(design, frames=(*design.frames, "crop-marks.css"))
    layout = lay_out_flows(flows, design, made.press)
    return files(f"{book.guide.slug}-press", (), layout.books(words_of(book.guide)["page-spoken"]))


def _design(book: Book, targets: Targets, press: Press, *styles: str, is_large: bool = False) -> Design:
    chosen = chosen_styles(book, *styles)
    return Design(chosen, chosen, pictures(book, targets, press, is_large=is_large))


def chosen_styles(book: Book, *styles: str) -> tuple[str, ...]:
    """Style sheets, with the one that a guide's settings ask for."""
    return (*styles, "ink-saver.css") if book.guide.print.ink_saver else styles


def pictures(book: Book, targets: Targets, press: Press, *, is_large: bool = False) -> Pictures:
    """All pictures that a book's pages may show, by name; those for large print have large letters."""
    found: dict[str, Callable[[], Resource]] = {
        image.name: partial(Resource, image.name, image.content, image.media_type) for image in book.pictures
    }
    found |= {made.name: partial(_as_resource, made) for made in map(drawing, formulas(book))}
    found[f"images/cover-{_ACROSS}.svg"] = _drawn_once(partial(cover_rings, book, targets, _ACROSS, _DOWN))
    for name, draw in strips(book, targets).items():
        found[name] = _drawn_once(draw)
    for name, draw in maps(book, targets, partial(press.call, arrange), is_large=is_large).items():
        found[name] = _drawn_once(draw)
    return found


def _drawn_once(draw: Callable[[], Picture]) -> Callable[[], Resource]:
    return cache(lambda: _as_resource(draw()))


def _as_resource(made: Picture | FormulaDrawing) -> Resource:
    return Resource(made.name, made.content, "image/svg+xml")


def _medium(book: Book, **how: Any) -> Medium:
    cover = book.cover.name if book.cover else None
    return Medium(True, lambda _chapter, name: f"#{name}", cover=cover, **how)


def _flows(book: Book, targets: Targets, templates: Templates, *, standard: bool = True) -> Iterator[Flow]:
    """The flows of a book, each of which begins a page: cover, imprint with the key, contents, chapters, the
    key again behind the last, the teacher's chapters, the back of the cover.
    """
    common: dict[str, Any] = {"tab": None, "tab_top": 0, "foot": _foot(book)}
    heads = _running_heads(book)
    numbered = divisions(book)
    studied = {chapter.slug for chapter in book.chapters if _is_studied(chapter)}

    def flow(name: str, make: Callable[[PageOf], str], **own: object) -> Flow:
        def frame(pages: Sequence[Unframed], first: int) -> str:
            return templates.page("frame.xhtml", pages=pages, first_page=first, heads=heads, **common | own)

        return Flow(name, make, frame)

    last = next((chapter.slug for chapter in reversed(book.chapters) if chapter.role == "back"), None)
    shares_key = standard and last is not None and bool(targets.themes)

    def run_flow(chapters: Sequence[Chapter]) -> Flow:
        with_key = shares_key and chapters[-1].slug == last

        def text(page_of: PageOf) -> str:
            return templates.run(chapters, lambda chapter: _beyond(chapter, page_of), with_key=with_key)

        chapter = chapters[0]
        has_number = standard and chapter.number and numbered.heading(chapter.number)
        tab = numbered.address(chapter.number or 0) if has_number else None
        made = flow(chapter.slug, text, tab=tab, tab_top=_tab_top(book, chapter))
        made = replace(made, length=sum(map(length, chapters)), exact=any(map(_is_index, chapters)))
        made = replace(made, sections=tuple(each.slug for each in chapters))
        return replace(made, **_as_spread(chapter, studied)) if standard else made

    def run_flows(chapters: Iterable[Chapter]) -> Iterator[Flow]:
        return map(run_flow, runs(chapters) if standard else ([chapter] for chapter in chapters))

    yield flow("cover", lambda page_of: templates.page("cover.xhtml", page_of, across=_ACROSS))
    yield flow("imprint", lambda page_of: templates.page("imprint.xhtml", page_of))
    yield flow("contents", lambda page_of: templates.contents("contents.xhtml", page_of))
    yield from run_flows(chapter for chapter in book.chapters if chapter.role not in FOR_TEACHERS)
    if targets.themes and not shares_key:
        yield flow("key", lambda page_of: templates.page("back.xhtml", page_of))
    yield from run_flows(chapter for chapter in book.chapters if chapter.role in FOR_TEACHERS)
    if standard and book.guide.description and not book.cover:
        last_page = flow("cover_back", lambda page_of: templates.page("cover-back.xhtml", page_of))
        yield replace(last_page, opens="left")


def runs(chapters: Iterable[Chapter]) -> Iterator[list[Chapter]]:
    """Chapters that share pages: essays run on, those at the back until their pages are many. With the
    index, which is set anew whenever a page number changes, little else is.
    """
    run: list[Chapter] = []
    for chapter in chapters:
        if run and not _runs_on(run, chapter):
            yield run
            run = []
        run.append(chapter)
    if run:
        yield run


def _runs_on(run: Sequence[Chapter], chapter: Chapter) -> bool:
    before = run[-1]
    if chapter.role != before.role or chapter.role not in ("front", "back", "answers"):
        return False
    if _is_index(before):
        return False
    most = _SHORT if _is_index(chapter) else _RUN
    return chapter.role in ("front", "answers") or sum(map(length, run)) + length(chapter) <= most


def _is_index(chapter: Chapter) -> bool:
    return any(isinstance(block, Genindex) for block in walk(chapter.blocks))


def _is_studied(chapter: Chapter) -> bool:
    """Whether a chapter has what happens and what it does side by side."""
    return any(isinstance(block, Beat) for block in walk(chapter.blocks))


def _as_spread(chapter: Chapter, studied: Collection[str]) -> dict[str, Any]:
    """Where a chapter opens: on a left-hand page, so that its two pages lie open together; a part before it
    on a right-hand one. An essay's text is on the inner side of its pages.
    """
    if chapter.role == "chapter" and chapter.slug in studied:
        return {"opens": "left", "ruled": True}
    if chapter.role == "part":
        return {"opens": "right"} if studied else {}
    return {"sided": chapter.role != "chapter"}


def _tab_top(book: Book, chapter: Chapter) -> float:
    """How far down a chapter's thumb tab is, in mm: the last one's is still on the page."""
    step = min(11.0, _TABS / max(book.guide.work.chapters - 1, 1))
    return round(((chapter.number or 1) - 1) * step, 2)


def _beyond(chapter: Chapter, page_of: PageOf) -> PageOf:
    """The page numbers that links show: none for a target in the same chapter."""
    return lambda name: None if name.startswith(f"{chapter.slug}-") else page_of(name)


def _foot(book: Book) -> str:
    return " · ".join(filter(None, (book.guide.title, book.guide.version)))


def _running_heads(book: Book) -> Callable[[str], tuple[str, str]]:
    """The running heads of a left-hand and a right-hand page, by the id of the text that it begins in."""
    chapters = {chapter.slug: chapter for chapter in book.chapters}
    numbered = divisions(book)

    def heads(begins_in: str) -> tuple[str, str]:
        slug = begins_in
        while slug and slug not in chapters:
            slug = slug.rpartition("-")[0]
        if not slug:
            return book.guide.title, ""
        chapter = chapters[slug]
        part = book.guide.work.parts[chapter.part] if chapter.part is not None else None
        return part.heading if part else book.guide.title, numbered.titled(chapter, "  ")

    return heads
