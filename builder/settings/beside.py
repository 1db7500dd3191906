"""The folder beside a guide's that may hold a teacher's own content."""

from pathlib import Path


def overlay_beside(root: Path) -> Path:
    """The overlay's folder where none is named, whether it is there or not."""
    # "." and ".." don't name the folder in which they lie
    parent = root.parent if root.name not in ("", "..") else root / ".."
    return parent / "local"
