"""The guide's folder → Book: every file is read on its own, and an overlay is laid over it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from builder.cache import NOTHING_KEPT, Cache
from builder.diagnostics import Diagnostic, Origin, errors
from builder.files import text_of, too_much
from builder.limits import CHAPTER_BYTES, TEXT_LETTERS
from builder.model.book import Book, Chapter, Guide, Image, Work
from builder.model.text import Reference
from builder.model.walking import length, pieces, renumber
from builder.reading import known
from builder.reading.linking import linked
from builder.reading.overlay import find_overlay, lay_over, own_calendar, own_files, own_slug, two_pictures
from builder.reading.source import Read, Source
from builder.reading.unshown import unshown_pictures
from builder.settings.assumed import ALL
from builder.settings.beside import FILE, folder_of, has_settings
from builder.settings.listed import ListedFile, files_inside
from builder.settings.plan import Plan, read_plan

Reader = Callable[[Source, Path, str, Cache], Read]
"""Reads one file, as known.read does; one that remembers may give what it gave before."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read: chapters by the names of their files, pictures by theirs, files that were included, and
    what is wrong.
    """

    chapters: dict[str, Chapter]
    images: dict[str, Image]
    included: frozenset[Path]
    problems: tuple[Diagnostic, ...]


def read_guide(
    given: Path, overlay: Path | None = None, cache: Cache = NOTHING_KEPT, reader: Reader = known.read
) -> tuple[Book, list[Diagnostic]]:
    """The book in a folder, or of one file, with what lies over it, and what is wrong with the text. Raises
    GuideError where its settings are wrong.

    `overlay` is a folder with questions, activities and dates for this guide; without one it is `local`
    beside it, if there is such. What was read before and has not changed comes from the cache.
    `reader` reads the files.
    """
    plan, root = read_plan(given, cache), folder_of(given)
    guide = plan.guide
    found = _read_all(root, plan.files, guide, cache, reader, is_alone=not has_settings(given))
    folder, problems = find_overlay(given, overlay)
    problems += _unlisted(root, plan, found.included, folder)
    if folder:
        found = _laid_over(found, folder, guide.language, cache, reader)
        guide, wrong = _with_calendar(guide, folder)
        problems += wrong
    found = replace(found, chapters=linked(found.chapters))
    cover, wrong = _cover(root, plan)
    book = Book(
        guide=guide,
        chapters=tuple(_placed(chapter, guide.work) for chapter in found.chapters.values()),
        images=tuple(image for _name, image in sorted(found.images.items())),
        cover=cover,
        overlay=folder.as_posix() if folder else "",
        numbers_captions=names_numbers(found.chapters.values()),
        assumed=plan.assumed,
    )
    problems = [*found.problems, *problems, *wrong]
    if not errors(problems) and ALL not in plan.leave_out:
        problems += unshown_pictures(root, book, folder)
    return book, problems


def _placed(chapter: Chapter, work: Work) -> Chapter:
    """A chapter in which “2.3” has become the division of the work that it is, counted through."""
    if not work.restart:
        return chapter
    spoils = work.place(chapter.spoils) if chapter.spoils else None
    return replace(chapter, blocks=renumber(chapter.blocks, work.place), spoils=spoils)


def _read_all(
    root: Path, files: Iterable[ListedFile], guide: Guide, cache: Cache, reader: Reader, *, is_alone: bool
) -> _Found:
    chapters: dict[str, Chapter] = {}
    images: dict[str, Image] = {}
    included: set[Path] = set()
    problems: list[Diagnostic] = []
    letters = 0
    for listed in files:
        if letters > TEXT_LETTERS.value:
            what, fix = f"the chapters before it have {letters:,} letters", "make several guides of it"
            problems.append(too_much(Origin((root / listed.name).as_posix(), 0), TEXT_LETTERS, what, fix))
            break  # to read the others too would take minutes
        text = text_of(root / listed.name, CHAPTER_BYTES)
        if isinstance(text, Diagnostic):
            problems.append(text)
            continue
        read = reader(
            replace(_source(root, listed, text, guide.version), is_alone=is_alone),
            root,
            guide.language,
            cache,
        )
        letters += max(len(text), length(read.chapter))  # with what it includes
        chapters[listed.name] = read.chapter
        images = {**read.images, **images}  # the first place counts
        included |= read.included
        problems += read.problems
    return _Found(chapters, images, frozenset(included), tuple(problems))


def names_numbers(chapters: Iterable[Chapter]) -> bool:
    """Whether something links to a figure by its number: only then do captions have numbers."""
    return any(
        isinstance(piece, Reference) and piece.target.startswith("numref:")
        for chapter in chapters
        for piece in pieces(chapter.blocks)
    )


def _source(root: Path, listed: ListedFile, text: str, version: str) -> Source:
    path, folder = (root / listed.name).as_posix(), PurePosixPath(listed.name).parent
    within = "" if folder == PurePosixPath() else folder.as_posix()
    return Source(path, text, listed.slug, within, listed.role, listed.number, listed.part, version)


def _unlisted(root: Path, plan: Plan, included: frozenset[Path], overlay: Path | None) -> list[Diagnostic]:
    """Files that look like chapters and are none, so that nothing an author wrote is left out in silence."""
    if ALL in plan.leave_out:
        return []
    listed = {(root / file.name).resolve() for file in plan.files}
    guides = {path.parent.resolve() for path in root.rglob(FILE)} - {root.resolve()}
    guides |= {overlay.resolve()} if overlay else set()
    return [
        Diagnostic(
            Origin(path.as_posix(), 0),
            "unlisted",
            "guide.toml does not list this file, and no file includes it",
            "add it to [contents] in guide.toml, under leave-out if it is no part of the guide",
        )
        for path in files_inside(root)
        if path.resolve() not in listed | included
        and not any(fnmatchcase(path.relative_to(root).as_posix(), left) for left in plan.leave_out)
        and not any(path.resolve().is_relative_to(other) for other in guides)
    ]


def _laid_over(found: _Found, folder: Path, language: str, cache: Cache, reader: Reader) -> _Found:
    """What was read, each chapter with the overlay's file of its name laid over it."""
    names, wrong = own_files(folder, found.chapters)
    chapters, images, problems = dict(found.chapters), dict(found.images), [*found.problems, *wrong]
    for name in names:
        text = text_of(folder / name, CHAPTER_BYTES)
        if isinstance(text, Diagnostic):
            problems.append(text)
            continue
        source = Source((folder / name).as_posix(), text, own_slug(chapters[name].slug))
        local = reader(source, folder, language, cache)
        chapters[name], wrong = lay_over(chapters[name], local.chapter)
        problems += [*local.problems, *two_pictures(images, local.images, local.chapter.origin), *wrong]
        images = {**local.images, **images}
    return _Found(chapters, images, found.included, tuple(problems))


def _with_calendar(guide: Guide, folder: Path) -> tuple[Guide, list[Diagnostic]]:
    calendar, problems = own_calendar(folder)
    return replace(guide, calendar=calendar or guide.calendar), problems


def _cover(root: Path, plan: Plan) -> tuple[Image | None, list[Diagnostic]]:
    if plan.cover is None:
        return None, []
    # Imported where there is one: most covers are drawn, and the libraries for pictures take time to load.
    from builder.reading.assets import read_image
    from builder.reading.refusal import RefusedError

    origin = plan.guide.origin
    try:
        return read_image(root, plan.cover, origin), []
    except RefusedError as refused:
        return None, [Diagnostic(origin, "image", fault.what, fault.fix) for fault in refused.faults]
