"""Files that an author brings along → checked bytes: inside the guide's folder, of a known kind, and
inert.
"""

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from builder import limits
from builder.diagnostics import Origin
from builder.model.book import Image
from builder.reading import rasters
from builder.reading.refusal import Fault, RefusedError
from builder.reading.svg.gate import let_in

_SVG = "image/svg+xml"
_MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": _SVG}
_LONGEST = 120  # letters of a path: more are cut off by some file systems


def name_of(uri: str, folder: str) -> str:
    """The path of a picture from the guide's own folder; `uri` is from `folder`, or has a / before it."""
    return posixpath.normpath(uri.lstrip("/") if uri.startswith("/") else posixpath.join(folder, uri))


def read_image(root: Path, uri: str, origin: Origin, folder: str = "") -> Image:
    """A picture of the guide, named at `origin`. `uri` is its path from `folder`, which is one from the
    guide's own, `root`, as "./a.png". Raises RefusedError.
    """
    name = name_of(uri, folder)
    shown = uri if len(uri) <= _LONGEST else f"{uri[:_LONGEST]}…"
    try:
        media_type = _media_type(uri, name)
        content = _content(root, name, limits.SVG_FILE if media_type == _SVG else limits.PICTURE_FILE)
        if media_type == _SVG:
            svg = let_in(content, rasters.checked)
            return Image(name, media_type, svg.content, origin, svg.texts)
        return Image(name, media_type, rasters.checked(content, media_type), origin)
    except RefusedError as refused:
        raise RefusedError.of(shown, refused.faults) from None


def too_much(images: Iterable[Image]) -> Fault | None:
    """What is wrong with so many pictures, or nothing."""
    if sum(len(image.content) for image in images) <= limits.PICTURE_FILES.value:
        return None
    return Fault(f"the pictures have more than {limits.PICTURE_FILES} together", "save them smaller")


def _media_type(uri: str, name: str) -> str:
    """The kind of a picture by its name."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", uri, re.IGNORECASE):
        fix = "save it there, and write its path from the folder"
        raise RefusedError(Fault("is not in the guide's folder", fix))
    if name.startswith(".."):
        raise RefusedError(Fault("is outside the guide's folder", "copy it into the folder"))
    media_type = _MEDIA_TYPES.get(posixpath.splitext(name)[1].lower())
    if media_type is None:
        raise RefusedError(Fault("is of no kind that every reader shows", "save it as PNG, JPEG or SVG"))
    if not re.fullmatch(r"[\w.-]+(/[\w.-]+)*", name):
        fix = "use letters, digits, hyphens and dots"
        raise RefusedError(Fault("has characters in its name that break on some readers", fix))
    if len(name) > _LONGEST:
        raise RefusedError(Fault("has a name that is too long", f"use {_LONGEST} letters at most"))
    return media_type


def _where(root: Path, path: Path) -> str:
    """What to do about a picture that is not there: a file may be called so but for its capitals."""
    wanted = path.relative_to(root.resolve()).as_posix()
    alike = (one.relative_to(root).as_posix() for one in sorted(root.rglob("*")) if one.is_file())
    meant = next((name for name in alike if name.casefold() == wanted.casefold()), None)
    return f"did you mean “{meant}”?" if meant else "save it there, or correct the name"


def _content(root: Path, name: str, limit: limits.Limit) -> bytes:
    """The bytes of a file in the guide's folder."""
    try:
        path = (root / name).resolve()
        if not path.is_relative_to(root.resolve()):
            raise RefusedError(Fault("is outside the guide's folder", "copy it into the folder"))
        if not path.is_file():
            raise RefusedError(Fault("is not there", _where(root, path)))
        if path.stat().st_size > limit.value:
            raise RefusedError(Fault(f"is larger than {limit}", "save it smaller"))
        return path.read_bytes()
    except (OSError, ValueError, RuntimeError):  # a circle of links, a name that no file can have
        raise RefusedError(Fault("can't be read", "save it again, under another name")) from None


def natural_width(image: Image) -> float:
    """How wide a picture is by itself, in pixels of CSS. Raises RefusedError where an SVG does not say."""
    if image.media_type != _SVG:
        return rasters.width(image.content)
    root = etree.fromstring(image.content)
    said = (
        root.get("width") or (root.get("viewBox") or "").replace(",", " ").split(" ")[-2:][0]
    ).removesuffix("px")
    if not re.fullmatch(r"\d+(\.\d+)?", said):
        raise RefusedError(
            Fault(
                f"the image {image.name} has no width to be scaled", "write “:width:” in place of “:scale:”"
            )
        )
    return float(said)
