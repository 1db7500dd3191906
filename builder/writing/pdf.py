"""Book → print: the standard book, which gives the page map, the same in large print, and the same for a press."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from builder.model import Artifact, Book, Chapter
from builder.targets import Targets
from builder.words import words
from builder.writing.fonts import fonts
from builder.writing.formulas import drawing, formulas
from builder.writing.layout import EngineError, Flow, Layout, PageMap, Press, Resource
from builder.writing.maps import maps, theme_map
from builder.writing.page_numbers import ORDINARY, PageNumbers
from builder.writing.page_starts import PageStart, mark
from builder.writing.papers import on_papers
from builder.writing.styles import style
from builder.writing.templates import Medium, Templates

_MAP = "images/theme-map.svg"
_FRONT = ("cover", "imprint", "contents")
_STANDARD = ("fonts.css", "shared.css", "print.css", "paper-a4.css")


@dataclass(frozen=True, slots=True)
class _Look:
    """How a print book differs: its medium for a page map and a chapter, a last touch to its pages, whether it has thumb tabs."""

    medium: Callable[[PageMap, str], Medium]
    finish: Callable[[str], str] = str
    tabs: bool = True


def lay_out(book: Book, targets: Targets, standard: Mapping[str, int] | None = None) -> Layout:
    """A book's pages, and the page map. Raises EngineError.

    `standard` says how many pages every flow has in the student's book: another edition keeps to them up to its last chapter, so
    that page 12 is page 12 in all. What stands behind is as long as it is; in a read-along edition it has a series of its own.
    """
    kept = (*_FRONT, *(chapter.slug for chapter in book.chapters if chapter.role not in ("back", "teacher")))
    held = {name: standard[name] for name in kept} if standard else {}
    numbers = PageNumbers(sum(held.values())) if book.edition.through else ORDINARY
    look = _Look(lambda pages, within: _medium(book, pages, within, numbers=numbers))
    flows = [replace(flow, least=held.get(flow.name, 1)) for flow in _flows(book, targets, look)]
    layout = press(book, targets, *_STANDARD).lay_out(flows, numbers)
    if grown := [name for name, count in held.items() if layout.counts[name] > count]:
        raise EngineError(f"more pages than in the student's book: {', '.join(grown)}")
    return layout


def pdf_name(book: Book) -> str:
    """The print book's file: by it the e-book names the source of its page list."""
    return f"{book.stem}.pdf"


def pdfs(book: Book, layout: Layout) -> list[Artifact]:
    """The book on every paper of the guide: PDF/UA-1, tagged, with bookmarks and metadata. Raises EngineError."""
    return on_papers(layout.pdf(words(book.guide.language)["page-spoken"]), book.stem, book.guide.print.papers)


def large_print(book: Book, targets: Targets, pages: PageMap, starts: Sequence[PageStart]) -> list[Artifact]:
    """The book in 18 pt: it speaks of the standard book's pages and shows in its margin where each begins. Raises EngineError."""

    def medium(_own: PageMap, within: str) -> Medium:
        return _medium(book, pages, within, themes_in_words=True)

    look = _Look(medium, lambda markup: mark(markup, starts)[0], tabs=False)
    made = press(book, targets, *_STANDARD, "large-print.css").lay_out(list(_flows(book, targets, look)))
    return [Artifact(f"{book.guide.slug}-large-print.pdf", made.pdf())]


def for_press(book: Book, targets: Targets) -> list[Artifact]:
    """The standard book with 3 mm of bleed and crop marks. Raises EngineError."""
    made = press(book, targets, *_STANDARD, "crop-marks.css").lay_out(list(_flows(book, targets, _standard(book))))
    return [Artifact(f"{book.guide.slug}-press.pdf", made.pdf(words(book.guide.language)["page-spoken"]))]


def press(book: Book, targets: Targets, *styles: str, forms: bool = False) -> Press:
    """The engine with some style sheets, and with all that the book's pages may show."""
    chosen = [*styles, "ink-saver.css"] if book.guide.print.ink_saver else styles
    return Press([style(name) for name in chosen], _resources(book, targets), forms=forms)


def _resources(book: Book, targets: Targets) -> list[Resource]:
    pictures = [*book.images, book.cover] if book.cover else book.images
    images = [Resource(image.name, image.content, image.media_type) for image in pictures]
    images += [Resource(made.name, made.content, "image/svg+xml") for made in map(drawing, formulas(book))]
    images += [Resource(made.name, made.content, "image/svg+xml") for made in (theme_map(book, targets), *maps(book, targets))]
    return [*images, *(Resource(font.name, font.content, "font/otf") for font in fonts())]


def _standard(book: Book) -> _Look:
    return _Look(lambda pages, within: _medium(book, pages, within))


def _medium(book: Book, pages: PageMap, within: str, *, numbers: PageNumbers = ORDINARY, themes_in_words: bool = False) -> Medium:
    """Print: links carry the page they lead to, unless it is in the same chapter (`within`), a leaf away at most."""

    def page(name: str) -> int | None:
        return None if within and name.startswith(f"{within}-") else pages.get(name)

    return Medium(
        is_print=True,
        address=lambda _chapter, name: f"#{name}",
        page=page,
        numbers=numbers,
        cover=book.cover.name if book.cover else None,
        themes_in_words=themes_in_words,
    )


def _flows(book: Book, targets: Targets, look: _Look) -> Iterator[Flow]:
    """Cover, imprint with the key, contents, chapters, the key again inside the back cover, the teacher's matter: each begins a page."""
    heads = {"tab": None, "head_left": book.guide.title, "head_right": "", "foot": _foot(book)}

    def flow(name: str, make: Callable[[Templates, dict[str, object]], str], within: str = "", **own: object) -> Flow:
        def markup(first: int, pages: PageMap) -> str:
            templates = Templates(book, targets, look.medium(pages, within))
            return look.finish(make(templates, {"first_page": first, **heads, **own}))

        return Flow(name, markup)

    def pages(chapter: Chapter) -> Flow:
        left, right = _running_heads(book, chapter)
        tab = chapter.number if look.tabs else None
        return flow(chapter.slug, _chapter(chapter), chapter.slug, tab=tab, head_left=left, head_right=right)

    yield flow("cover", lambda made, values: made.page("cover.xhtml", map=_MAP, **values))
    yield flow("imprint", lambda made, values: made.page("imprint.xhtml", **values))
    yield flow("contents", lambda made, values: made.contents("contents.xhtml", **values))
    yield from (pages(chapter) for chapter in book.chapters if chapter.role != "teacher")
    if targets.themes:
        yield flow("key", lambda made, values: made.page("back.xhtml", **values))
    yield from (pages(chapter) for chapter in book.chapters if chapter.role == "teacher")


def _chapter(chapter: Chapter) -> Callable[[Templates, dict[str, object]], str]:
    return lambda made, values: made.chapter(chapter, **values)


def _foot(book: Book) -> str:
    return f"{book.guide.title} · {book.guide.version}"


def _running_heads(book: Book, chapter: Chapter) -> tuple[str, str]:
    part = book.guide.work.parts[chapter.part] if chapter.part is not None else None
    left = f"{part.title} · {part.name}" if part else book.guide.title
    return left, f"{chapter.number}  {chapter.title.plain}" if chapter.number else chapter.title.plain
