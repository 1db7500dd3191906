"""Book → marked-up pages: one skeleton for every page and one template for every kind of block.

The differences between the EPUB and print come in as a `Medium`: the form of addresses and page numbers,
style sheets, how themes are shown. The templates are the same.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from builder.material.collation import sort_key
from builder.material.divisions import divisions, words_of
from builder.material.fonts import width
from builder.material.templates import environment, with_context
from builder.model.blocks import Beat, Block, Relation, Term, Weight
from builder.model.book import FOR_TEACHERS, Book, Chapter
from builder.model.text import Footnote, Formula, IndexMark, Number, Reference, Text
from builder.model.walking import pieces, references, walk
from builder.pages.beside import Sides, has_sides, is_marked, with_sides
from builder.pages.charts import charts
from builder.pages.formulas import drawing
from builder.pages.groups import grouped
from builder.pages.once_more import once_more
from builder.pages.outline import Entry, outline
from builder.pages.unbroken import unbroken
from builder.pictures.themes import theme_strip
from builder.targets import IndexEntry, Target, Targets
from builder.typesetting.layout import PageOf
from builder.typesetting.page_numbers import ORDINARY, PageNumbers

# DPUB-ARIA roles with their EPUB structure types; print ignores them.
_ROLES = {
    "front": "",
    "part": ' epub:type="part" role="doc-part"',
    "chapter": ' epub:type="chapter" role="doc-chapter"',
    "back": "",
    "answers": "",
    "teacher": "",
}
_MATTER = {
    "front": "frontmatter",
    "part": "bodymatter",
    "chapter": "bodymatter",
    "back": "backmatter",
    "answers": "backmatter",
    "teacher": "backmatter",
}


# What the parts of a worksheet are worth: of a choice the letter and the reason.
_MARKS = {"recall": 1, "choice": 2, "discussion": 4, "essay": 20}


def no_page(_name: str) -> None:
    """The PageOf of an output without pages."""


@dataclass(frozen=True)
class Medium:
    """What templates may know of the output that a page is made for.

    `address` makes a link from a chapter's slug and an id (None where nothing is to be linked), `numbers`
    gives the printed page numbers, `styles` are the style sheets that a page links to, `cover` is the name of
    the picture on the cover. With `themes_in_words` themes are shown by their titles instead of their codes.
    With `has_sides` essays have a column beside their text.
    """

    is_print: bool
    address: Callable[[str, str], str | None]
    numbers: PageNumbers = ORDINARY
    styles: tuple[str, ...] = ()
    cover: str | None = None
    themes_in_words: bool = False
    has_sides: bool = False


class Templates:
    """The pages of one book for one medium."""

    def __init__(self, book: Book, targets: Targets, medium: Medium) -> None:
        self._book = book
        self._targets = targets
        self._medium = medium
        self._words = words_of(book.guide)
        self._unbroken = unbroken(self._words)
        self._divisions = divisions(book)
        self._environment = environment(self._filters(), self._variables())
        self._inline: Any = self._environment.get_template("inline.xhtml").make_module()

    def _filters(self) -> dict[str, Callable[..., Any]]:
        """The filters of the templates. Those that may show a page number find it with `page_of`."""
        return {
            "text": with_context(lambda context, text: self._text(text, context["page_of"])),
            "again": with_context(lambda context, text: self._text(once_more(text), context["page_of"])),
            "render": with_context(
                lambda context, block, **values: self._render(block, context["page_of"], **values)
            ),
            "signal": self._signal,
            "link": with_context(lambda context, name: self._link(name, "", context["page_of"])),
            "relation": with_context(lambda context, relation: self._relation(relation, context["page_of"])),
            "address": lambda name: self._address(self._targets.named[name]),
            "place": lambda place: self._medium.address(*place),
            "page": with_context(lambda context, name: self._page(name, context["page_of"])),
            "places": with_context(lambda context, entry: self._places(entry, context["page_of"])),
            "met": self._met,
            "at": lambda sentence, number: Markup(escape(sentence)).format(place=self._named(number)),
            "briefly": lambda sentence, number: Markup(escape(sentence)).format(
                place=_unbroken(self._divisions.brief(number))
            ),
            "referred": lambda number, lines: _unbroken(self._divisions.reference(number, lines)),
            "css_string": css_string,
            "width": width,
            "grouped": grouped,
            "is_marked": is_marked,
            "marks": lambda question: _MARKS[question.kind],
            "in_order": self._in_order,
        }

    def _variables(self) -> dict[str, Any]:
        """The variables of all templates."""
        book, targets = self._book, self._targets
        return {
            "guide": book.guide,
            "book": book,
            "targets": targets,
            "medium": self._medium,
            "numbers": self._medium.numbers,
            "words": self._words,
            "divisions": self._divisions,
            "roles": {role: Markup(value) for role, value in _ROLES.items()},
            "charts": charts(book, targets),
        }

    def page(self, template: str, page_of: PageOf = no_page, **values: Any) -> str:
        """A page from a template that extends page.xhtml, or any other file that is made from one."""
        given = {
            "title": self._book.guide.title,
            "body_class": template.partition(".")[0],
            "matter": "",
            "page_of": page_of,
        }
        return self._environment.get_template(template).render(given | values)

    def chapter(self, chapter: Chapter, page_of: PageOf = no_page, **values: Any) -> str:
        """A chapter's page."""
        return self.page("chapter.xhtml", page_of, **_about(chapter), **self._section(chapter), **values)

    def run(
        self, chapters: Sequence[Chapter], page_of: Callable[[Chapter], PageOf], *, with_key: bool = False
    ) -> str:
        """Some chapters, one after the other on the same pages, each with its own way to find pages; by
        choice with the key to the themes after them.
        """
        run = [{**self._section(chapter), "page_of": page_of(chapter)} for chapter in chapters]
        return self.page("run.xhtml", run=run, with_key=with_key, **_about(chapters[0]))

    def _section(self, chapter: Chapter) -> dict[str, Any]:
        """What a chapter's section is made of."""
        sided = has_sides(chapter) and self._medium.has_sides
        chapter = with_sides(chapter, self._sides())
        return {
            "chapter": chapter,
            "sided": sided,
            "part": self._book.guide.work.parts[chapter.part] if chapter.part is not None else None,
            "strip": theme_strip(chapter),
            "has_beats": any(isinstance(block, Beat) for block in walk(chapter.blocks)),
            "notes": tuple(note for note in _notes(chapter) if note.apart or not self._medium.is_print),
            "terms": () if self._medium.is_print else tuple(self._terms(chapter)),
        }

    def _sides(self) -> Sides:
        """How an essay's sides are marked up; in print that has no sides, a line says since when."""
        in_line = self._medium.is_print and not self._medium.has_sides
        since = None if in_line or self._book.edition.through else self._known_since
        before, after = str(self._inline.citation("|")).split("|")
        return Sides(before, after, since)

    def _known_since(self, number: int) -> str:
        known = Markup(escape(self._words["known-from"])).format(place=self._named(number))
        return str(self._inline.known_since(self._divisions.listed(number), known))

    def contents(self, template: str, page_of: PageOf = no_page, **values: Any) -> str:
        """The contents, from contents.xhtml or nav.xhtml."""
        return self.page(template, page_of, outline=self._outline(), matter="frontmatter", **values)

    def _outline(self) -> tuple[Entry, ...]:
        """The contents; in print without the teacher's chapters, so that the pages of the contents are the
        same in every edition.
        """
        kept = (
            chapter
            for chapter in self._book.chapters
            if not (self._medium.is_print and chapter.role in FOR_TEACHERS)
        )
        return outline(replace(self._book, chapters=tuple(kept)))

    # -- filters

    def _render(self, block: Block, page_of: PageOf, *, poster: bool = False, **values: Any) -> Markup:
        """A block; with `poster`, a map is without the same in words."""
        template = self._environment.get_template(f"blocks/{block.tagname}.xhtml")
        return Markup(template.render(block=block, poster=poster, page_of=page_of, **values).strip())

    def _text(self, text: Text, page_of: PageOf) -> Markup:
        pieces = (piece if isinstance(piece, str) else self._piece(piece, page_of) for piece in text.pieces)
        return Markup(self._unbroken("".join(pieces)))

    def _piece(self, piece: Reference | Footnote | IndexMark | Number | Formula, page_of: PageOf) -> str:
        match piece:
            case Reference(target=name, text=shown):
                return str(self._link(name, shown, page_of))
            case Footnote(text=text, apart=False) if self._medium.is_print:
                return str(self._inline.note_at_foot(piece, self._text(text, page_of)))
            case Footnote():
                return str(self._inline.note_call(piece))
            case IndexMark():
                return str(self._inline.index_mark(piece))
            case Number():
                return str(self._inline.caption_number(self._number(piece.name)))
            case Formula():
                drawn = drawing(piece) if self._medium.is_print else None
                return str(
                    self._inline.formula(piece, drawn, self._number(piece.id) if piece.numbered else "")
                )

    def _number(self, name: str) -> str:
        """The number of what has a caption, where captions have numbers, or of a formula: "Figure 3"."""
        kind, number = self._targets.counted[name]
        form: str = self._words["numbered"][kind]
        return form.format(number=number) if self._book.numbers_captions or kind == "equation" else ""

    def _link(self, name: str, shown: str, page_of: PageOf) -> Markup:
        target = self._targets.named[name]
        if target.kind == "term" and not self._medium.is_print:
            return Markup(self._inline.term_call(target.id, shown or target.title))
        text = target.shown(shown, self._words)
        return Markup(
            self._inline.reference(target, self._address(target), text, self._page(target.id, page_of))
        )

    def _signal(self, weight: Weight) -> Markup:
        target = self._targets.named[f"theme:{weight.theme}"]
        theme = self._targets.themes[weight.theme]
        return Markup(
            self._inline.signal(
                theme,
                theme.title if self._medium.themes_in_words else theme.code,
                weight.weight,
                self._address(target),
            )
        )

    def _terms(self, chapter: Chapter) -> Iterator[tuple[Term, str | None, str]]:
        """The glossary's terms that a chapter links to, once each, with their addresses in the glossary, and
        the id of the first block that calls each.
        """
        called: dict[str, tuple[Target, str]] = {}
        for block in walk(chapter.blocks):
            for name in (f"{kind}:{name}" for kind, name, _origin in references(block)):
                target = self._targets.named[name]
                if target.kind == "term":
                    called.setdefault(target.id, (target, block.id))
        for target, block_id in called.values():
            yield self._targets.terms[target.id], self._address(target), block_id

    def _in_order(self, terms: Iterable[Term]) -> list[Term]:
        return sorted(terms, key=lambda term: sort_key(term.name, self._book.guide.language))

    def _met(self, name: str) -> list[dict[str, str | None]]:
        """The beats in which a person acts; none for one who acts in most of them."""
        beats = self._targets.met[name]
        if len(beats) * 2 > len(self._targets.numbers):
            return []
        slugs = {block.id: chapter.slug for chapter in self._book.chapters for block in chapter.blocks}
        return [
            {"address": self._medium.address(slugs[beat], beat), "number": self._targets.numbers[beat]}
            for beat in beats
        ]

    def _named(self, number: int) -> Markup:
        return _unbroken(self._divisions.name(number))

    def _relation(self, relation: Relation, page_of: PageOf) -> Markup:
        return Markup("{}{}{}").format(
            self._link(f"character:{relation.to}", "", page_of), self._words["colon"], relation.label
        )

    def _page(self, name: str, page_of: PageOf) -> str:
        """The number of the page on which an id is, as it is printed; empty where there is none."""
        page = page_of(name)
        return self._medium.numbers(page) if page else ""

    def _address(self, target: Target) -> str | None:
        return self._medium.address(target.chapter, target.id)

    def _places(self, entry: IndexEntry, page_of: PageOf) -> list[dict[str, str | None]]:
        """An index entry's links: in print pages, each once and runs as "41–43"; elsewhere beats."""
        if not self._medium.is_print:
            return [
                {"address": self._medium.address(place.chapter, place.id), "label": place.where}
                for place in entry.places
            ]
        pages = {page: place for place in reversed(entry.places) if (page := page_of(place.id))}
        numbers = self._medium.numbers
        series = [list(run) for _name, run in groupby(sorted(pages), key=numbers.series)]
        return [
            {
                "address": self._medium.address(pages[first].chapter, pages[first].id),
                "label": numbers(first) if first == last else f"{numbers(first)}–{numbers(last)}",
            }
            for run in series
            for first, last in runs(run)
        ]


def _unbroken(name: str) -> Markup:
    """A division's name that is not broken before its number."""
    head, space, number = name.rpartition(" ")
    return escape(head) + Markup("&#160;" if space else "") + escape(number)


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


def _about(chapter: Chapter) -> dict[str, Any]:
    """What the head of a page says of a chapter."""
    return {"title": chapter.title.plain, "body_class": chapter.role, "matter": _MATTER[chapter.role]}


def css_string(text: str) -> Markup:
    """A CSS string in its quotation marks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("<", "\\3c ")
    return Markup(f'"{escaped}"')


def _notes(chapter: Chapter) -> Iterator[Footnote]:
    yield from (piece for piece in pieces(chapter.blocks) if isinstance(piece, Footnote) and piece.text)
