"""Book → marked-up pages: Jinja, with one skeleton for every page and one template for every kind of block.

What differs between the EPUB and print comes in as a `Medium`: how to write an address, which page a thing is on,
where notes stand. The templates are the same.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from builder.model import Block, Book, Chapter, Footnote, IndexMark, Reference, Relation, Text, Weight, texts, walk
from builder.targets import IndexEntry, Target, Targets
from builder.writing.outline import outline, theme_rows, theme_strip

TEMPLATES = Path(__file__).parent.parent / "templates"

# DPUB-ARIA roles with their EPUB structure types; print ignores them.
_ROLES = {
    "front": "",
    "part": ' epub:type="part" role="doc-part"',
    "chapter": ' epub:type="chapter" role="doc-chapter"',
    "back": "",
    "teacher": "",
}
_MATTER = {"front": "frontmatter", "part": "bodymatter", "chapter": "bodymatter", "back": "backmatter", "teacher": "backmatter"}


@dataclass(frozen=True)
class Medium:
    """What templates may know of where a page is going.

    `address` makes a link from a chapter's slug and an id (None where nothing is to be linked), `page` gives the page on
    which an id stands (None where there are no pages, or none yet), `styles` are the style sheets that a page links to,
    `cover` is the picture on the cover. `themes_in_words` has titles of themes in place of their codes.
    """

    is_print: bool
    address: Callable[[str, str], str | None]
    page: Callable[[str], int | None]
    styles: tuple[str, ...] = ()
    cover: str | None = None
    themes_in_words: bool = False


class LanguageError(Exception):
    """The guide is in a language for which words.toml has no table."""


def words(language: str) -> Mapping[str, Any]:
    """The program's own words in the language of the guide. Raises LanguageError."""
    table = tomllib.loads((TEMPLATES / "words.toml").read_text(encoding="utf-8"))
    try:
        found: Mapping[str, Any] = table[language.partition("-")[0]]
    except KeyError:
        raise LanguageError(f"there are no words for the language {language}; there are: {', '.join(sorted(table))}") from None
    return found


class Templates:
    """The pages of one book for one medium."""

    def __init__(self, book: Book, targets: Targets, medium: Medium) -> None:
        self._book = book
        self._targets = targets
        self._medium = medium
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        environment.filters |= {
            "text": self._text,
            "render": self._render,
            "signal": self._signal,
            "link": self._link,
            "relation": self._relation,
            "address": lambda name: self._address(targets.named[name]),
            "place": lambda place: medium.address(*place),
            "page": lambda name: medium.page(name) or "",
            "places": self._places,
            "css_string": css_string,
        }
        environment.globals |= {
            "guide": book.guide,
            "book": book,
            "targets": targets,
            "medium": medium,
            "words": words(book.guide.language),
            "roles": {role: Markup(value) for role, value in _ROLES.items()},
        }
        self._environment = environment
        self._inline: Any = environment.get_template("inline.xhtml").make_module()

    def page(self, template: str, **values: Any) -> str:
        """A page from a template that extends page.xhtml, or any other file that is made from one."""
        given = {"title": self._book.guide.title, "body_class": template.partition(".")[0], "matter": "", **values}
        return self._environment.get_template(template).render(given)

    def chapter(self, chapter: Chapter, **values: Any) -> str:
        """A chapter's page."""
        return self.page(
            "chapter.xhtml",
            title=chapter.title.plain,
            body_class=chapter.role,
            matter=_MATTER[chapter.role],
            chapter=chapter,
            part=self._book.guide.work.parts[chapter.part] if chapter.part is not None else None,
            strip=theme_strip(chapter),
            notes=() if self._medium.is_print else tuple(_notes(chapter)),
            **values,
        )

    def contents(self, template: str, **values: Any) -> str:
        """The contents, from contents.xhtml or nav.xhtml."""
        return self.page(template, outline=outline(self._book), matter="frontmatter", **values)

    def theme_map(self) -> str:
        """The theme map as SVG: rows are themes, columns the work's chapters."""
        rows = [{"code": theme.code, "weights": theme_rows(self._book, name)} for name, theme in self._targets.themes.items()]
        return self.page("theme-map.svg", rows=rows, columns=self._book.guide.work.chapters)

    # -- filters

    def _render(self, block: Block, **values: Any) -> Markup:
        template = self._environment.get_template(f"blocks/{block.kind}.xhtml")
        return Markup(template.render(block=block, **values).strip())

    def _text(self, text: Text) -> Markup:
        return Markup("".join(piece if isinstance(piece, str) else self._piece(piece) for piece in text.pieces))

    def _piece(self, piece: Reference | Footnote | IndexMark) -> str:
        match piece:
            case Reference(target=name, text=shown):
                return str(self._link(name, shown))
            case Footnote(text=text) if self._medium.is_print:
                return str(self._inline.note_at_foot(piece, self._text(text)))
            case Footnote():
                return str(self._inline.note_call(piece))
            case IndexMark():
                return str(self._inline.index_mark(piece))

    def _link(self, name: str, shown: str = "") -> Markup:
        target = self._targets.named[name]
        title = f"{words(self._book.guide.language)['beat']} {target.title}" if target.kind == "beat" else target.title
        return Markup(self._inline.reference(target.kind, self._address(target), shown or title, self._medium.page(target.id)))

    def _signal(self, weight: Weight) -> Markup:
        target = self._targets.named[f"theme:{weight.theme}"]
        theme = self._targets.themes[weight.theme]
        return Markup(
            self._inline.signal(theme, theme.title if self._medium.themes_in_words else theme.code, weight.weight, self._address(target))
        )

    def _relation(self, relation: Relation) -> Markup:
        return Markup("{}: {}").format(self._link(f"character:{relation.to}"), relation.label)

    def _address(self, target: Target) -> str | None:
        return self._medium.address(target.chapter, target.id)

    def _places(self, entry: IndexEntry) -> list[dict[str, str | None]]:
        """An index entry's links: pages where there are pages, each once and runs as "41–43"; beats elsewhere."""
        if not self._medium.is_print:
            return [{"address": self._medium.address(place.chapter, place.id), "label": place.where} for place in entry.places]
        pages = {page: place for place in reversed(entry.places) if (page := self._medium.page(place.id))}
        return [
            {
                "address": self._medium.address(pages[first].chapter, pages[first].id),
                "label": str(first) if first == last else f"{first}–{last}",
            }
            for first, last in runs(sorted(pages))
        ]


def runs(pages: list[int]) -> Iterator[tuple[int, int]]:
    """Ascending page numbers as runs of three or more from first to last: 12, 41–43."""
    start = 0
    for at, page in enumerate(pages):
        if at + 1 < len(pages) and pages[at + 1] == page + 1:
            continue
        if at - start >= 2:
            yield pages[start], page
        else:
            yield from ((single, single) for single in pages[start : at + 1])
        start = at + 1


def css_string(text: str) -> Markup:
    """A CSS string, quotes and all."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("<", "\\3c ")
    return Markup(f'"{escaped}"')


def _notes(chapter: Chapter) -> Iterator[Footnote]:
    for block in walk(chapter.blocks):
        for text in texts(block):
            yield from (piece for piece in text.pieces if isinstance(piece, Footnote) and piece.text)
