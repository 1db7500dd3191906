"""The style sheets of `styles/`, by name."""

from pathlib import Path

_HERE = Path(__file__).parent.parent
# In a checkout the styles are beside the package, in an installed distribution inside it.
STYLES = next(folder for folder in (_HERE / "styles", _HERE.parent / "styles") if folder.is_dir())


def style(name: str) -> str:
    """The text of a style sheet."""
    return (STYLES / name).read_text(encoding="utf-8")
