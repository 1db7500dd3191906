"""Book → print: the flows of the book, laid out, and the PDF made of them."""

from collections.abc import Iterator

from builder.model import Artifact, Book, Chapter
from builder.targets import Targets
from builder.writing.fonts import fonts
from builder.writing.layout import Flow, Layout, PageMap, Press, Resource
from builder.writing.styles import style
from builder.writing.templates import Medium, Templates

_MAP = "images/theme-map.svg"


def lay_out(book: Book, targets: Targets) -> Layout:
    """The book's pages on its paper, and the page map. Raises EngineError."""
    styles = [style(name) for name in ("fonts.css", "shared.css", "print.css", "paper-a4.css")]
    return Press(styles, _resources(book, targets)).lay_out(list(_flows(book, targets)))


def pdf(book: Book, layout: Layout) -> Artifact:
    """The print book: PDF/UA-1, tagged, with bookmarks and metadata."""
    return Artifact(f"{book.guide.slug}.pdf", layout.pdf())


def _resources(book: Book, targets: Targets) -> list[Resource]:
    images = [Resource(image.name, image.content, image.media_type) for image in book.images]
    drawn = Templates(book, targets, _medium(book, {})).theme_map().encode()
    return [*images, *(Resource(font.name, font.content, "font/otf") for font in fonts()), Resource(_MAP, drawn, "image/svg+xml")]


def _medium(book: Book, pages: PageMap, within: str = "") -> Medium:
    """Print: links carry the page they lead to, unless it is in the same chapter (`within`), a leaf away at most."""

    def page(name: str) -> int | None:
        return None if within and name.startswith(f"{within}-") else pages.get(name)

    return Medium(is_print=True, address=lambda _chapter, name: f"#{name}", page=page, cover=book.cover.name if book.cover else None)


def _flows(book: Book, targets: Targets) -> Iterator[Flow]:
    """Cover, imprint with the key, contents, chapters: each begins a page."""
    title = book.guide.title
    foot = f"{title} · {book.guide.version}"

    def flow(template: str, **values: object) -> Flow:
        def markup(first: int, pages: PageMap) -> str:
            made = Templates(book, targets, _medium(book, pages))
            given = {"first_page": first, "tab": None, "head_left": title, "head_right": "", "foot": foot, **values}
            return made.contents(template, **given) if template == "contents.xhtml" else made.page(template, **given)

        return Flow(template, markup)

    yield flow("cover.xhtml", map=_MAP)
    yield flow("imprint.xhtml")
    yield flow("contents.xhtml")
    for chapter in book.chapters:
        yield _chapter_flow(book, targets, chapter, foot)


def _chapter_flow(book: Book, targets: Targets, chapter: Chapter, foot: str) -> Flow:
    part = book.guide.work.parts[chapter.part] if chapter.part is not None else None
    left = f"{part.title} · {part.name}" if part else book.guide.title
    right = f"{chapter.number}  {chapter.title.plain}" if chapter.number else chapter.title.plain

    def markup(first: int, pages: PageMap) -> str:
        made = Templates(book, targets, _medium(book, pages, chapter.slug))
        return made.chapter(chapter, first_page=first, tab=chapter.number, head_left=left, head_right=right, foot=foot)

    return Flow(chapter.slug, markup)
