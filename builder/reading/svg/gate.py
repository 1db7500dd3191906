"""The way of an SVG in: read, each element and attribute judged, and written anew from what is left.

No library that is well kept does this and says in which line what is wrong: those that clean SVG drop in
silence what they do not know.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from builder.reading.refusal import Fault, RefusedError
from builder.reading.svg import drawing, styles
from builder.reading.svg.drawing import Element, kind, line_of
from builder.reading.svg.vocabulary import (
    ATTRIBUTES,
    ELEMENTS,
    HREF,
    IN_TEXT,
    PROPERTIES,
    RDF,
    SVG,
    TARGETS,
    TEXTS,
    W3C,
    WRITTEN,
    XLINK,
    XML,
)

_PLAIN = "save it as plain SVG, without scripts, animation, links to other files or a DOCTYPE of its own"
_ENCODINGS = re.compile(r"(UTF-?(8|16|16LE|16BE)|US-ASCII|ASCII|ISO-8859-\d+|WINDOWS-125\d)", re.IGNORECASE)
_DOCTYPE = re.compile(
    rb'<!DOCTYPE\s+svg\s+PUBLIC\s+"-//W3C//DTD SVG [^"<>\[]*"\s+"http://www\.w3\.org/[^"<>\[]*"\s*>'
)
_DATA = re.compile(r"data:(image/(?:png|jpe?g))(?:;[\w=-]+)*;base64,", re.IGNORECASE)
_ID = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_WORDS_ALONE = {"title", "desc"}
_LEADING = {"src", "srcset", "data", "poster", "action", "formaction"}

Raster = Callable[[bytes, str], bytes]
"""What judges a picture in the picture, from its bytes and media type to the bytes to show. Raises
RefusedError.
"""


@dataclass(frozen=True, slots=True)
class Svg:
    """An SVG that was let in, written anew, and the text in it, each piece with its line."""

    content: bytes
    texts: tuple[tuple[int, str], ...]


def let_in(content: bytes, raster: Raster) -> Svg:
    """An SVG as every output has it. Raises RefusedError, with all that is wrong."""
    read = _parsed(content)
    faults = list(_instructions(read))
    root = _with_our_names(read)
    faults += _cleaned(root, raster)
    if faults:
        raise RefusedError(*faults)
    etree.cleanup_namespaces(root)
    return Svg(etree.tostring(root, encoding="UTF-8", xml_declaration=True), tuple(drawing.texts(root)))


def _parsed(content: bytes) -> Element:
    if content[:2] == b"\x1f\x8b":
        raise RefusedError(Fault("is compressed", "save it as plain SVG, not as SVGZ"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError) as wrong:
        said = getattr(wrong, "msg", None) or str(wrong)
        raise RefusedError(Fault(f"is no well-formed XML: {said}", "save it again")) from None
    about: Any = root.getroottree().docinfo
    if about.internalDTD is not None and not _is_usual(content):
        raise RefusedError(Fault("has a DOCTYPE of its own", "take all of <!DOCTYPE …> out, or " + _PLAIN))
    if about.encoding and not _ENCODINGS.fullmatch(about.encoding):
        raise RefusedError(Fault(f"is written in {about.encoding}", "save it as UTF-8"))
    if root.tag != f"{{{SVG}}}svg":
        raise RefusedError(_no_svg(root))
    for odd in filter(_has_odd_name, root.iter(etree.Element)):
        raise RefusedError(Fault("has a name with a colon out of place", "save it again", line_of(odd)))
    return root


def _is_usual(content: bytes) -> bool:
    """Whether a DOCTYPE, the only one, is that of SVG 1, as many programs write it: it declares nothing."""
    return bool(_DOCTYPE.search(content)) and content.count(b"<!DOCTYPE") == 1


def _has_odd_name(element: Element) -> bool:
    """Whether a name has a colon that parts no prefix from it: what reads XML lets it pass."""
    return any(":" in str(name).rpartition("}")[2] for name in (element.tag, *element.attrib))


def _with_our_names(read: Element) -> Element:
    """What was read, under a root that names the two vocabularies as every program knows them."""
    names: dict[Any, str] = {None: SVG, "xlink": XLINK}
    own = {str(name): str(said) for name, said in read.attrib.items()}
    root: Any = etree.Element(f"{{{SVG}}}svg", own, nsmap=names)
    root.sourceline, root.text = line_of(read), read.text
    root.extend(list(read))
    return root  # type: ignore[no-any-return]


def _no_svg(root: Element) -> Fault:
    if root.tag == "svg":
        return Fault("has no namespace", f'write <svg xmlns="{SVG}" …> in its first line')
    return Fault("is XML, but no SVG", _PLAIN)


def _cleaned(root: Element, raster: Raster) -> Iterator[Fault]:
    """All that is wrong with an SVG, which is changed to what is left of it."""
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction, etree.Entity)
    for facts in root.findall(f".//{{{SVG}}}metadata"):
        _take_out(facts)
    wrong = [fault for element in root.iter() for fault in _element(element)]
    if wrong:
        yield from wrong
        return
    foreign = [element for element in root.iter() if not _is_drawn(element)]
    for element in foreign:
        _take_out(element)
    rules: list[styles.Rule] = []
    for element in list(root.iter()):
        wrong += _attributes(element, raster)
        if kind(element) == "style":
            wrong += _sheet(element, rules)
        _without_text(element)
    for empty in [element for element in root.iter() if _shows_nothing(element)]:
        _take_out(empty)
    wrong += _ids(root)
    yield from wrong or drawing.faults(root, rules)


def _instructions(root: Element) -> Iterator[Fault]:
    before = root.getroottree().xpath("//processing-instruction('xml-stylesheet')")
    for found in before if isinstance(before, list) else ():
        yield Fault("has a style sheet of its own", styles.INLINE, getattr(found, "sourceline", 0) or 0)


# --------------------------------------------------------------------------------------------------- elements


def _is_drawn(element: Element) -> bool:
    return etree.QName(element).namespace == SVG and kind(element) in ELEMENTS


def _element(element: Element) -> Iterator[Fault]:
    """What is wrong with an element that is there."""
    space, name, line = etree.QName(element).namespace, kind(element), line_of(element)
    ours = space == SVG and name in ELEMENTS
    editors = space is not None and not space.startswith(W3C)
    if not ours and not editors and space not in RDF:
        yield Fault(f"has a <{name[:40]}>", _PLAIN, line)
    elif name == "style" and len(element):
        yield Fault("has elements in a <style>", "write nothing but CSS there", line)
    elif ours:
        yield from _place(element)


def _place(element: Element) -> Iterator[Fault]:
    """What is wrong with where an element is: the engine takes whatever is in a text for text."""
    parent = element.getparent()
    around, name = "" if parent is None else kind(parent), kind(element)
    if name in ("tspan", "textPath") and around not in TEXTS:
        yield Fault(f"has a <{name}> outside of a <text>", "put a <text> around it", line_of(element))
    elif around in _WORDS_ALONE:
        yield Fault(f"has a <{name}> in a <{around}>", "write nothing but words there", line_of(element))
    elif around in TEXTS - {"a"} and name not in IN_TEXT:
        yield Fault(f"has a <{name}> in a <{around}>", "put it beside that", line_of(element))


def _shows_nothing(element: Element) -> bool:
    """Whether an element says nothing, and the engine stumbles over it."""
    match kind(element):
        case "style":
            return not (element.text or "").strip()
        case "image":
            return HREF not in element.attrib
        case "polygon" | "polyline":
            return "points" not in element.attrib
        case _:
            return False


def _take_out(element: Element) -> None:
    """Take an element out, and leave the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "") or None
    else:
        parent.text = (parent.text or "") + (element.tail or "") or None
    parent.remove(element)


def _without_text(element: Element) -> None:
    """Leave out the text where none is drawn, but for the lines."""
    written = kind(element) in WRITTEN
    if not written:
        element.text = _lines(element.text or "")
    for child in element:
        child.tail = child.tail if written else _lines(child.tail or "")


def _lines(text: str) -> str | None:
    return text if text.isspace() else "\n" * text.count("\n") or None


def _sheet(element: Element, rules: list[styles.Rule]) -> list[Fault]:
    """What is wrong with a style sheet, which is written anew; its rules are added to those known."""
    text, found, faults = styles.sheet(element.text or "", line_of(element))
    kept = element.get("type", "text/css") == "text/css" and element.get("media", "all") in ("all", "screen")
    element.text = text if kept else ""
    element.attrib.clear()
    rules += found if kept else []
    return faults


# ------------------------------------------------------------------------------------------------- attributes


def _attributes(element: Element, raster: Raster) -> list[Fault]:
    """What is wrong with an element's attributes, of which only known ones stay."""
    if kind(element) == "style":
        return [fault for name in element.attrib for fault in _active(str(name), line_of(element))]
    faults: list[Fault] = []
    before = {str(name): str(said) for name, said in element.attrib.items()}
    element.attrib.clear()
    for name, said in before.items():
        stays, wrong = _attribute(element, name, said, raster)
        faults += wrong
        if stays is not None:
            element.set(HREF if name == "href" else name, stays)
    return faults


def _active(name: str, line: int) -> Iterator[Fault]:
    """What is wrong with an attribute whatever it says."""
    space, bare = etree.QName(name).namespace, etree.QName(name).localname
    runs = bare.lower().startswith("on") or name == f"{{{XML}}}base"
    elsewhere = space is not None and space.startswith(W3C) and space not in (SVG, XLINK, XML, *RDF)
    if runs or elsewhere or (space is None and bare.lower() in _LEADING):
        yield Fault(f"has the attribute {bare[:40]}", _PLAIN, line)


def _attribute(element: Element, name: str, said: str, raster: Raster) -> tuple[str | None, list[Fault]]:
    """What an attribute is to say, None where it is left out, and what is wrong with it."""
    line = line_of(element)
    if wrong := list(_active(name, line)):
        return None, wrong
    if etree.QName(name).localname.lower() == "href":
        return _href(element, said.strip(), raster)
    if name == "id":
        return said.strip() or None, []
    if name == "style":
        text, wrong = styles.style(said, line)
        return text or None, wrong
    if name not in ATTRIBUTES or not said.strip():
        return None, []
    if name in PROPERTIES:
        said, wrong = styles.value(said, line)
    if not wrong and not ATTRIBUTES[name](said):
        wrong = [styles.no_value(etree.QName(name).localname, said, line)]
    return said, wrong


def _href(element: Element, said: str, raster: Raster) -> tuple[str | None, list[Fault]]:
    line = line_of(element)
    if not said or (said.startswith("#") and _ID.fullmatch(said[1:]) and kind(element) != "image"):
        return (said if kind(element) in {*TARGETS, "a"} else None) or None, []
    found = _DATA.match(said)
    if kind(element) == "image" and found:
        try:
            return _embedded(said[found.end() :], found[1].lower().replace("jpg", "jpeg"), raster), []
        except RefusedError as refused:
            wrong = [Fault(f"holds a picture that {fault.what}", fault.fix, line) for fault in refused.faults]
            return None, wrong
    return None, [Fault(f"has href=“{said[:40]}”", styles.INLINE, line)]


def _embedded(text: str, media_type: str, raster: Raster) -> str:
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise RefusedError(Fault("is damaged", "save it again")) from None
    shown = raster(content, media_type)
    return f"data:{media_type};base64,{base64.b64encode(shown).decode()}"


def _ids(root: Element) -> Iterator[Fault]:
    """What is wrong with ids; those that nothing could refer to are left out."""
    seen: set[str] = set()
    for element in root.iter():
        own = element.get("id")
        if own is None:
            continue
        if own in seen:
            yield Fault(f"has the id {own[:40]} twice", "give each element its own", line_of(element))
        elif not _ID.fullmatch(own):
            del element.attrib["id"]
        seen.add(own)
