"""Files that an author brings along → checked bytes: inside the guide's folder, of a known kind, and
inert.
"""

import io
import posixpath
import re
from pathlib import Path

from lxml import etree
from PIL import Image as Raster
from PIL import UnidentifiedImageError

from builder.diagnostics import Origin
from builder.model.book import Image

_MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
_ACTIVE = {
    "script",
    "foreignObject",
    "iframe",
    "audio",
    "video",
    "handler",
    "set",
    "animate",
    "animateTransform",
    "animateMotion",
}
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression|\\", re.IGNORECASE)


class RefusedError(Exception):
    """Why a file can't be used, and what to do: two sentences without full stops."""

    def __init__(self, what: str, fix: str) -> None:
        self.what, self.fix = what, fix
        super().__init__(f"{what} — {fix}")


def name_of(uri: str, folder: str) -> str:
    """The path of a picture from the guide's own folder; `uri` is that from `folder`."""
    return posixpath.normpath(posixpath.join(folder, uri))


def read_image(root: Path, uri: str, origin: Origin, folder: str = "") -> Image:
    """A picture of the guide, named at `origin`. `uri` is its path from `folder`, which is one from the
    guide's own, `root`, as "./a.png". Raises RefusedError.
    """
    if re.match(r"[a-z][a-z0-9+.-]*:|//|/", uri, re.IGNORECASE):
        raise RefusedError(
            f"the image {uri} is not in the guide's folder",
            "save it there, and write its path from the folder",
        )
    name = name_of(uri, folder)
    path = (root / name).resolve()
    if name.startswith("..") or not path.is_relative_to(root.resolve()):
        raise RefusedError(f"the image {uri} is outside the guide's folder", "copy it into the folder")
    media_type = _MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        raise RefusedError(
            f"the image {uri} is of no kind that every reader shows", "save it as PNG, JPEG or SVG"
        )
    if not re.fullmatch(r"[\w.-]+(/[\w.-]+)*", name):
        raise RefusedError(
            f"the image name {uri} has characters that break on some readers",
            "use letters, digits, hyphens and dots",
        )
    if not path.is_file():
        raise RefusedError(f"there is no image {uri}", "save it there, or correct the name")
    content = path.read_bytes()
    _check_svg(uri, content) if media_type == "image/svg+xml" else _check_raster(uri, content, media_type)
    return Image(name, media_type, content, origin)


def natural_width(image: Image) -> float:
    """How wide a picture is by itself, in pixels of CSS. Raises RefusedError where an SVG does not say."""
    if image.media_type != "image/svg+xml":
        with Raster.open(io.BytesIO(image.content)) as raster:
            return float(raster.width)
    root = etree.fromstring(image.content)
    said = (
        root.get("width") or (root.get("viewBox") or "").replace(",", " ").split(" ")[-2:][0]
    ).removesuffix("px")
    if not re.fullmatch(r"\d+(\.\d+)?", said):
        raise RefusedError(
            f"the image {image.name} has no width to be scaled", "write “:width:” in place of “:scale:”"
        )
    return float(said)


def _check_raster(uri: str, content: bytes, media_type: str) -> None:
    try:
        with Raster.open(io.BytesIO(content)) as raster:
            raster.verify()
            found = Raster.MIME.get(raster.format or "")
    except (UnidentifiedImageError, OSError, SyntaxError, Raster.DecompressionBombError):
        raise RefusedError(f"the image {uri} is damaged", "save it again") from None
    if found != media_type:
        raise RefusedError(
            f"the image {uri} is really {found}", "give it the ending that belongs to its kind"
        )


def _check_svg(uri: str, content: bytes) -> None:
    """Refuse what an SVG could load, run or hide: neither EPUBCheck nor WeasyPrint does so for a file that
    is on its own.
    """
    fix = "save it as plain SVG, without scripts, animation, links to other files or a DOCTYPE"
    if re.search(rb"<!(DOCTYPE|ENTITY)|<\?xml-stylesheet", content, re.IGNORECASE):
        raise RefusedError(f"the image {uri} has a DOCTYPE, an entity or a style sheet of its own", fix)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as wrong:
        raise RefusedError(f"the image {uri} is no well-formed XML: {wrong.msg}", "save it again") from None
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        raise RefusedError(f"the image {uri} is XML, but no SVG", fix)
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname
        if tag in _ACTIVE:
            raise RefusedError(f"the image {uri} has a <{tag}>", fix)
        if tag == "style" and _OUTSIDE.search(element.text or ""):
            raise RefusedError(f"the styles in the image {uri} load something", fix)
        for key, value in ((str(key), str(value)) for key, value in element.attrib.items()):
            attribute = etree.QName(key).localname.lower()
            outside = attribute in ("href", "src") and not re.match(
                r"#|data:image/(png|jpeg);base64,", value.strip()
            )
            if attribute.startswith("on") or outside or _OUTSIDE.search(value):
                raise RefusedError(f"the image {uri} has {attribute}=“{value[:40]}”", fix)
