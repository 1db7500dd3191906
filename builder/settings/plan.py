"""What a guide's settings say to those who read it. Settings that were read before come from the cache."""

from dataclasses import dataclass
from pathlib import Path

from builder.cache import Cache, key_of
from builder.diagnostics import Origin
from builder.kept import find, keep
from builder.model.book import Guide
from builder.settings.listed import FILE, ListedFile, files_inside


@dataclass(frozen=True, slots=True)
class Plan:
    """The guide's own settings, the chapter files in the order of the book, and the cover's picture by its
    name.
    """

    guide: Guide
    files: tuple[ListedFile, ...]
    cover: str | None


def read_plan(root: Path, cache: Cache) -> Plan:
    """The plan of the guide in a folder. Raises GuideError with all that is wrong with guide.toml."""
    if cache.folder is None or (key := _key(root)) is None:
        return _read(root)
    plan: Plan | None = find(cache, key)
    if plan is None:
        plan = _read(root)
        keep(cache, key, plan)
    return plan


def _key(root: Path) -> str | None:
    """The key of all that a plan depends on: the settings' path and text, and which files there are."""
    try:
        content = (root / FILE).read_bytes()
        present = [path.relative_to(root).as_posix() for path in files_inside(root)]
    except OSError:
        return None  # it will be said what is wrong
    return key_of("plan", root.as_posix(), content, *present)


def _read(root: Path) -> Plan:
    # Imported for settings that are new: pydantic makes its tables in a tenth of a second.
    from builder.settings.guide_toml import read_settings

    settings = read_settings(root)
    guide = settings.as_guide(Origin((root / FILE).as_posix(), 0))
    return Plan(guide, tuple(settings.files()), settings.epub.cover)
