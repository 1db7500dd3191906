"""The style sheets of `styles/`, by name; and with further families of fonts where a book needs them."""

from collections.abc import Iterable
from pathlib import Path

_HERE = Path(__file__).parent.parent
# In a checkout the styles are beside the package, in an installed distribution inside it.
STYLES = next(folder for folder in (_HERE / "styles", _HERE.parent / "styles") if folder.is_dir())

FAMILIES = ("Source Serif Pro", "Source Sans Pro", "Fira Mono")
"""The families of every book."""


def style(name: str, further: Iterable[str] = ()) -> str:
    """The text of a style sheet. Further families stand after those that it names."""
    text = (STYLES / name).read_text(encoding="utf-8")
    if name == "fonts.css":
        return text + "".join(style(f"{family.lower().replace(' ', '-')}.css") for family in further)
    for family in FAMILIES if further else ():
        text = text.replace(f'"{family}"', ", ".join(f'"{one}"' for one in (family, *further)))
    return text
