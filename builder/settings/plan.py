"""What a guide's settings say to those who read it. Settings that were read before come from the cache."""

from dataclasses import dataclass
from pathlib import Path

from builder.cache import Cache, key_of
from builder.diagnostics import Origin
from builder.kept import find, keep
from builder.model.book import Guide
from builder.settings.beside import folder_of
from builder.settings.listed import ListedFile, files_inside
from builder.settings.source import Written, told, written_for


@dataclass(frozen=True, slots=True)
class Plan:
    """The guide's own settings, the chapter files in the order of the book, the cover's picture by its name,
    what is left out (names, with “*” for any letters), and what an author is told of what was assumed.
    """

    guide: Guide
    files: tuple[ListedFile, ...]
    cover: str | None
    leave_out: tuple[str, ...] = ()
    assumed: str = ""


def read_plan(guide: Path, cache: Cache) -> Plan:
    """The plan of the guide in a folder, or that a file is. Raises GuideError with all that is wrong with its
    settings.
    """
    written = written_for(guide)
    if cache.folder is None or (key := _key(guide, written)) is None:
        return _understood(guide, written)
    plan: Plan | None = find(cache, key)
    if plan is None:
        plan = _understood(guide, written)
        keep(cache, key, plan)
    return plan


def _key(guide: Path, written: Written) -> str | None:
    """The key of all that a plan depends on: the settings' path and text, and which files there are. What is
    assumed has their names in it.
    """
    root = folder_of(guide)
    try:
        present = files_inside(root) if written.is_file else ()
        names = [path.relative_to(root).as_posix() for path in present]
        return key_of("plan", guide.as_posix(), written.file, written.text, written.assumed, *names)
    except (OSError, UnicodeEncodeError):
        return None  # it will be said what is wrong


def _understood(guide: Path, written: Written) -> Plan:
    # Imported for settings that are new: pydantic makes its tables in a tenth of a second.
    from builder.settings.guide_toml import settings_of

    settings = settings_of(written, folder_of(guide))
    return Plan(
        settings.as_guide(Origin(written.file, 0)),
        tuple(settings.files()),
        settings.epub.cover,
        tuple(settings.contents.leave_out),
        told(guide, written),
    )
