"""Pictures with too few pixels for the size in which they are printed: warnings."""

import re
from collections.abc import Iterator, Mapping

from docutils import nodes

from builder.diagnostics import Diagnostic, warning
from builder.model.book import Image
from builder.reading.assets import name_of, natural_width
from builder.reading.doctree import origin

_FEWEST = 150  # pixels an inch: below, edges are seen as steps
_COLUMN = 4.25  # inches: the narrowest column of the printed book
_SMALLEST = 1.0  # inches: below this a picture is a sign, in whose place nobody looks for details
_INCH = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72, "pc": 1 / 6, "px": 1 / 96, "": 1 / 96}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z%]*)")


def coarse(document: nodes.document, images: Mapping[str, Image]) -> Iterator[Diagnostic]:
    """A warning for each picture of a file that is printed with visible steps."""
    for node in document.findall(nodes.image):
        image = images.get(name_of(node["uri"], document.settings.folder))
        if image is None or image.media_type == "image/svg+xml":
            continue
        pixels = natural_width(image)
        inches = _printed(node, pixels)
        if inches >= _SMALLEST and pixels / inches < _FEWEST:
            what = (
                f"the image {image.name} is {pixels:.0f} pixels wide and printed {inches * 25.4:.0f} mm "
                f"wide: {pixels / inches:.0f} pixels an inch"
            )
            fix = f"save it at least {inches * _FEWEST:.0f} pixels wide, or write a smaller “:width:”"
            yield warning(origin(node, document), "coarse-image", what, fix)


def _printed(node: nodes.image, pixels: float) -> float:
    """How wide a picture is printed, in inches, where that is known; otherwise 0."""
    share = float(node.get("scale", 100)) / 100
    if "height" in node and "width" not in node:
        return 0.0
    found = _LENGTH.fullmatch(str(node.get("width", f"{pixels}px")).strip())
    if found and found[2] == "%":
        return min(float(found[1]) / 100, 1) * _COLUMN * share
    return min(float(found[1]) * _INCH[found[2]] * share, _COLUMN) if found and found[2] in _INCH else 0.0
