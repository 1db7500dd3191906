"""The guide's folder → Book: every file is read on its own, and an overlay is laid over it."""

from dataclasses import replace
from pathlib import Path

from builder.diagnostics import Diagnostic, GuideError, Origin
from builder.model.book import Book, Chapter, Image
from builder.model.book import Role as ChapterRole
from builder.reading.assets import RefusedError, read_image
from builder.reading.chapter import read_chapter
from builder.reading.overlay import find_overlay, lay_over, own_calendar, own_files, own_slug, two_pictures
from builder.settings.guide_toml import FILE, read_settings
from builder.settings.tables import Settings


def read_guide(root: Path, overlay: Path | None = None) -> tuple[Book, list[Diagnostic]]:
    """The book in a folder with what lies over it, and what is wrong with the text. Raises GuideError where
    guide.toml itself is wrong.

    `overlay` is a folder with questions, activities and dates for this guide; without one it is `local`
    beside it, if there is such.
    """
    settings = read_settings(root)
    problems: list[Diagnostic] = []
    images: dict[str, Image] = {}
    chapters = [
        _read_file(root, settings, name, role, number, part, problems, images)
        for name, role, number, part in settings.files()
    ]
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
    chapter, found, pictures = read_chapter(
        source, shown, root, slug, settings.guide.language, role=role, number=number, part=part
    )
    problems += found
    images |= pictures
    return chapter


def _source(file: Path, problems: list[Diagnostic]) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        problems.append(
            Diagnostic(
                Origin(file.as_posix(), line), "encoding", "a character is no UTF-8", "save the file as UTF-8"
            )
        )
        return None


def _lay_over(
    chapters: list[Chapter | None],
    folder: Path,
    settings: Settings,
    problems: list[Diagnostic],
    images: dict[str, Image],
) -> list[Chapter | None]:
    """The chapters, each with the overlay's file of its name laid over it."""
    names = [name for name, *_ in settings.files()]
    own = own_files(folder, names, problems)
    laid: list[Chapter | None] = []
    for name, chapter in zip(names, chapters, strict=True):
        source = _source(folder / name, problems) if chapter and name in own else None
        if chapter and source is not None:
            shown = (folder / name).as_posix()
            local, found, pictures = read_chapter(
                source, shown, folder, own_slug(chapter.slug), settings.guide.language
            )
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
        raise GuideError(
            [*problems, Diagnostic(Origin((root / FILE).as_posix(), 0), "image", refused.what, refused.fix)]
        ) from None
