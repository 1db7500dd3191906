"""The folders that belong to what somebody names as a guide: a folder, or one file."""

from pathlib import Path

FILE = "guide.toml"


def folder_of(guide: Path) -> Path:
    """The folder that holds all that a guide may show or include: for one file, the folder it is in."""
    return guide.parent if guide.is_file() else guide


def has_settings(guide: Path) -> bool:
    """Whether somebody has written a guide.toml for a guide: none counts for one file."""
    return not guide.is_file() and (guide / FILE).exists()


def overlay_beside(guide: Path) -> Path:
    """The overlay's folder where none is named, whether it is there or not."""
    # "." and ".." don't name the folder in which they lie
    parent = guide.parent if guide.name not in ("", "..") else guide / ".."
    return parent / "local"
