"""The size options of a picture → the style that gives it this size in every output."""

import re

from docutils import nodes

from builder.model.book import Image
from builder.reading.assets import natural_width
from builder.reading.refusal import Fault, RefusedError

_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(em|ex|px|in|cm|mm|pt|pc|%)?")


def sized(node: nodes.image, image: Image) -> dict[str, str]:
    """The attributes of an `<img>` for `:width:`, `:height:` and `:scale:`; none where none is given. A
    number alone is in pixels of CSS, 96 an inch. Raises RefusedError.
    """
    share = node.get("scale", 100) / 100
    sizes = {name: _scaled(node[name], share) for name in ("width", "height") if name in node}
    if share != 1 and not sizes:
        sizes["width"] = f"{natural_width(image) * share:g}px"
    return {"style": "; ".join(f"{name}: {size}" for name, size in sizes.items())} if sizes else {}


def _scaled(length: str, share: float) -> str:
    found = _LENGTH.fullmatch(length.strip())
    if found is None:
        fix = "write a number with px, pt, mm, cm, in, em or %"
        raise RefusedError(Fault(f"“{length}” is no size for every output", fix))
    return f"{float(found[1]) * share:g}{found[2] or 'px'}"
