"""The guide's folder → Book: every file is parsed on its own, and its nodes become a chapter's blocks."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from docutils import nodes

from builder.diagnostics import Diagnostic, GuideError, Origin, nearest, one_of
from builder.model import Block, Book, Chapter, Check, Discuss, Image, Label, Prose, Question, Section, Text
from builder.model import Role as ChapterRole
from builder.reading import rst
from builder.reading.addresses import Addresses
from builder.reading.assets import RefusedError, read_image
from builder.reading.directives import all_directives
from builder.reading.overlay import find_overlay, lay_over, own_calendar, own_files, own_slug, two_pictures
from builder.reading.prose import Prose as Translator
from builder.reading.roles import ROLES
from builder.settings import FILE, Settings, read_settings


def read_guide(root: Path, overlay: Path | None = None) -> tuple[Book, list[Diagnostic]]:
    """The book in a folder with what lies over it, and what is wrong with the text. Raises GuideError where guide.toml itself is wrong.

    `overlay` is a folder with questions, activities and dates for this guide; without one it is `local` beside it, if there is such.
    """
    settings = read_settings(root)
    problems: list[Diagnostic] = []
    images: dict[str, Image] = {}
    chapters = [_read_file(root, settings, name, role, number, part, problems, images) for name, role, number, part in settings.files()]
    guide = settings.as_guide(Origin((root / FILE).as_posix(), 0))
    folder = find_overlay(root, overlay, problems)
    if folder:
        guide = replace(guide, calendar=own_calendar(folder, problems) or guide.calendar)
        chapters = _lay_over(chapters, folder, settings, problems, images)
    book = Book(
        guide=guide,
        chapters=tuple(chapter for chapter in chapters if chapter),
        images=tuple(image for _name, image in sorted(images.items())),
        cover=_cover(root, settings, problems),
        overlay=folder.as_posix() if folder else "",
    )
    return book, problems


def read_chapter(
    source: str,
    shown: str,
    root: Path,
    slug: str,
    language: str,
    *,
    role: ChapterRole = "chapter",
    number: int | None = None,
    part: int | None = None,
) -> tuple[Chapter, list[Diagnostic], dict[str, Image]]:
    """One chapter from its source, what is wrong with it, and the pictures it shows. `shown` is the file's path in diagnostics."""
    document, problems = rst.parse(source, shown, root, slug, language, all_directives(), ROLES)
    images: dict[str, Image] = {}
    desk = _Desk(document, slug, problems, images)
    sections = [node for node in document.children if isinstance(node, nodes.section)]
    unread = not document.children and problems  # docutils gave up, and a diagnostic says why
    if not unread and (len(sections) != 1 or any(not _invisible(node) for node in document.children if node not in sections)):
        what = "the file has no title" if not sections else "text or a second title stands beside the file's title"
        mend = "begin the file with one title, a line of = over and under it, and let all else stand below it"
        problems.append(Diagnostic(Origin(shown, 1), "chapter-title", what, mend))
    body = sections[0].children if sections else []
    title = desk.prose.inline(body[0]) if body else Text()
    facts, rest = _facts(body[1:], problems, document)
    chapter = Chapter(
        slug=slug,
        role=role,
        title=title,
        origin=Origin(shown, 1),
        blocks=desk.blocks(rest),
        labels=tuple(_labels(document, slug, problems)),
        number=number,
        part=part,
        minutes=facts.get("reading-time"),
        spoils=facts.get("spoils"),
    )
    return chapter, problems, images


def _read_file(
    root: Path,
    settings: Settings,
    name: str,
    role: ChapterRole,
    number: int | None,
    part: int | None,
    problems: list[Diagnostic],
    images: dict[str, Image],
) -> Chapter | None:
    source = _source(root / name, problems)
    if source is None:
        return None
    shown, slug = (root / name).as_posix(), name.removesuffix(".rst")
    chapter, found, pictures = read_chapter(source, shown, root, slug, settings.guide.language, role=role, number=number, part=part)
    problems += found
    images |= pictures
    return chapter


def _source(file: Path, problems: list[Diagnostic]) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        problems.append(Diagnostic(Origin(file.as_posix(), line), "encoding", "a character is no UTF-8", "save the file as UTF-8"))
        return None


def _lay_over(
    chapters: list[Chapter | None], folder: Path, settings: Settings, problems: list[Diagnostic], images: dict[str, Image]
) -> list[Chapter | None]:
    """The chapters, each with the overlay's file of its name laid over it."""
    names = [name for name, *_ in settings.files()]
    own = own_files(folder, names, problems)
    laid: list[Chapter | None] = []
    for name, chapter in zip(names, chapters, strict=True):
        source = _source(folder / name, problems) if chapter and name in own else None
        if chapter and source is not None:
            shown = (folder / name).as_posix()
            local, found, pictures = read_chapter(source, shown, folder, own_slug(chapter.slug), settings.guide.language)
            problems += found + two_pictures(images, pictures, local.origin)
            images |= pictures
            chapter = lay_over(chapter, local, problems)
        laid.append(chapter)
    return laid


def _cover(root: Path, settings: Settings, problems: list[Diagnostic]) -> Image | None:
    if settings.epub.cover is None:
        return None
    try:
        return read_image(root, settings.epub.cover)
    except RefusedError as refused:
        raise GuideError([*problems, Diagnostic(Origin((root / FILE).as_posix(), 0), "image", refused.what, refused.mend)]) from None


# ------------------------------------------------------------------------------------------------- nodes → blocks


def _invisible(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Invisible | nodes.footnote | nodes.citation)


class _Desk:
    """Where directives make their blocks: one for each file."""

    def __init__(self, document: nodes.document, slug: str, problems: list[Diagnostic], images: dict[str, Image]) -> None:
        addresses = Addresses(slug, (name for node in document.findall(nodes.Element) for name in node.get("ids", ())))
        self.language: str = document.settings.language_code
        self.prose = Translator(document, slug, addresses, problems, images)
        self.address = addresses.new
        self._document = document
        self._problems = problems
        self._within = ["chapter"]

    def text(self, these: list[nodes.Node]) -> Text:
        """Running text; a directive that stands in it has lost its way."""
        allowed = [node for node in these if not self._misplaced(node, self._within[-1], text=True)]
        return self.prose.text(allowed)

    def phrase(self, these: list[nodes.Node]) -> Text:
        """The inside of a single paragraph; more than one stay paragraphs."""
        alone = len(these) == 1 and isinstance(these[0], nodes.paragraph)
        return self.text(these[0].children if alone else these)

    def blocks(self, these: list[nodes.Node]) -> tuple[Block, ...]:
        """Sections and study directives become blocks of their own, what stands between them becomes prose."""
        found: list[Block] = []
        for ordinary, run in groupby(these, key=lambda node: not isinstance(node, nodes.section | rst.study)):
            if ordinary:
                found += self._prose(list(run))
            else:
                found += [block for node in run if (block := self._block(node))]
        return tuple(self._grouped(found))

    def _prose(self, run: list[nodes.Node]) -> Iterator[Prose]:
        text = self.prose.text(run)
        if text:
            yield Prose(id=self.address(None, "prose"), origin=rst.origin(run[0], self._document), text=text)

    def _block(self, node: nodes.Node) -> Block | None:
        if isinstance(node, nodes.section):
            return self._section(node)
        if not isinstance(node, rst.study) or self._misplaced(node, self._within[-1]):
            return None
        self._within.append(node["kind"])
        block: Block = node["directive"].block(node, self)
        self._within.pop()
        return block

    def _section(self, node: nodes.section) -> Section:
        level = sum(isinstance(outer, nodes.section) for outer in rst.around(node)) + 1
        self._within.append("section")
        section = Section(
            id=node["ids"][0],
            origin=rst.origin(node, self._document),
            title=self.prose.inline(node.children[0]),
            level=level,
            blocks=self.blocks(node.children[1:]),
        )
        self._within.pop()
        return section

    def _misplaced(self, node: nodes.Node, within: str, *, text: bool = False) -> bool:
        """Whether a directive stands where it may not; a diagnostic says so."""
        if not isinstance(node, rst.study):
            return False
        allowed = node["directive"].inside
        if within in allowed and not text:
            return False
        mend = "move it out of there; it may stand in: " + ", ".join(sorted(allowed))
        node["directive"].problem("place", f"{node['kind']} can't stand inside {within}", mend)
        return True

    def _grouped(self, blocks: list[Block]) -> Iterator[Block]:
        """Neighbouring questions with one right answer make a Check box, neighbouring open ones a discussion."""
        for kind, run in groupby(blocks, key=_question_group):
            these = list(run)
            if kind is None:
                yield from these
            else:
                questions = tuple(block for block in these if isinstance(block, Question))
                yield kind(id=self.address(None, kind.__name__.lower()), origin=these[0].origin, questions=questions)


def _question_group(block: Block) -> type[Check] | type[Discuss] | None:
    if not isinstance(block, Question):
        return None
    return Check if block.sort in ("recall", "choice") else Discuss


# --------------------------------------------------------------------------------------------- facts and labels

_FACTS = ("reading-time", "spoils")


def _facts(body: list[nodes.Node], problems: list[Diagnostic], document: nodes.document) -> tuple[dict[str, int], list[nodes.Node]]:
    """The field list under a chapter's title (minutes to read the work's chapter, chapter up to which it spoils), and the rest."""
    if not body or not isinstance(body[0], nodes.field_list):
        return {}, body
    facts: dict[str, int] = {}
    for field in body[0].children:
        key, value = field.children[0].astext(), field.children[1].astext()
        if key not in _FACTS:
            mend = nearest(key, _FACTS, otherwise=one_of(_FACTS))
            problems.append(Diagnostic(rst.origin(field, document), "unknown-fact", f"there is no field “{key}”", mend))
        elif not value.isdecimal() or int(value) < 1:
            what = f"“{value}” is no value for “{key}”"
            problems.append(Diagnostic(rst.origin(field, document), "fact-value", what, "write a whole number, 1 or more"))
        else:
            facts[key] = int(value)
    return facts, body[1:]


def _labels(document: nodes.document, slug: str, problems: list[Diagnostic]) -> Iterator[Label]:
    """The explicit targets of a file: what `:ref:` can name."""
    for name, explicit in document.nametypes.items():
        node = document.ids.get(document.nameids.get(name) or "")
        if not explicit or isinstance(node, _NO_LABEL) or (isinstance(node, nodes.target) and "refuri" in node):
            continue
        if isinstance(node, rst.study):
            mend = f"name it with “:name:”, and link to it by its role, as in :beat:`{name}`"
            problems.append(Diagnostic(rst.origin(node, document), "label", f"the label “{name}” stands before a {node['kind']}", mend))
            continue
        title = nodes.caption if isinstance(node, nodes.figure) else nodes.title
        heading = node.next_node(title) if isinstance(node, nodes.section | nodes.table | nodes.figure) else None
        top = isinstance(node, nodes.section) and node.parent is document
        yield Label(name, slug if top else node["ids"][0], heading.astext() if heading else "", rst.origin(node, document))


_NO_LABEL = (nodes.footnote, nodes.citation, nodes.substitution_definition, type(None))
