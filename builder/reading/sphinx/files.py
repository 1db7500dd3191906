"""Pictures as Sphinx and pandoc name them."""

import re
from typing import Any

from docutils import nodes

from builder.reading.assets import name_of
from builder.reading.included import inside

_BY_PANDOC = re.compile(r"image\d+")  # its name for a picture without alternative text, and so docutils' text
_ENDINGS = (".svg", ".png", ".jpg", ".jpeg")


def place_pictures(document: nodes.document) -> None:
    """Name the file that is there for a picture that is written “boat.*”: the first of some."""
    settings = document.settings
    for image in document.findall(nodes.image):
        if image["uri"].endswith(".*"):
            tried = [image["uri"].removesuffix(".*") + ending for ending in _ENDINGS]
            image["uri"] = next((uri for uri in tried if _is_there(uri, settings)), tried[0])
        if isinstance(image.parent, nodes.substitution_definition) and _BY_PANDOC.fullmatch(
            image.get("alt", "")
        ):
            del image["alt"]


def _is_there(uri: str, settings: Any) -> bool:
    path = settings.root / name_of(uri, settings.folder)
    settings.looks.at(path)
    return inside(path, settings.root) is not None
