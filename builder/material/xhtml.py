"""A page's XHTML → its tree, and the tree → XHTML with the text unchanged."""

from typing import Any

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"
_VOID = frozenset({"br", "col", "hr", "img", "link", "meta", "input", "wbr"})


def parse(markup: str) -> Any:
    """The root of a page."""
    return etree.fromstring(markup.encode())


def serialise(root: Any, markup: str) -> str:
    """A page's tree as XHTML, with the declarations that come before `<html` in `markup`."""
    for element in root.iter(etree.Element):
        if len(element) == 0 and not element.text and etree.QName(element).localname not in _VOID:
            element.text = ""  # written with an end tag: HTML has no self-closing elements but the void ones
    return markup.partition("<html")[0] + etree.tostring(root, encoding="unicode")
