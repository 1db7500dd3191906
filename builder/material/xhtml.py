"""A page's XHTML → its tree, and back without another character."""

from typing import Any

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"
_VOID = frozenset({"br", "col", "hr", "img", "link", "meta", "input", "wbr"})


def parse(markup: str) -> Any:
    """The root of a page."""
    return etree.fromstring(markup.encode())


def serialise(root: Any, markup: str) -> str:
    """A page's tree as XHTML again, with the declarations that stood above it in `markup`."""
    for element in root.iter(etree.Element):
        if len(element) == 0 and not element.text and etree.QName(element).localname not in _VOID:
            element.text = ""  # an end tag of its own: HTML knows no other
    return markup.partition("<html")[0] + etree.tostring(root, encoding="unicode")
