"""The e-book's pages → their accessibility faults. Only where there are none, the metadata claims
conformance.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urldefrag, urljoin

from lxml import etree

from builder.typesetting.page_numbers import order

_HTML = "{http://www.w3.org/1999/xhtml}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def faults(pages: Mapping[str, str]) -> list[str]:
    """Faults against WCAG 2.2 AA and EPUB Accessibility 1.1 that a program can find, over all pages by name.

    Text alternatives (1.1.1), headings and tables (1.3.1), page titles (2.4.2), links and ids that lead
    somewhere (2.4.4), the language (3.1.1), one page list in ascending order.
    """
    trees = {name: etree.fromstring(markup.encode()) for name, markup in pages.items()}
    ids = {
        name: [found for element in tree.iter(etree.Element) if (found := element.get("id"))]
        for name, tree in trees.items()
    }
    wrong = [f"{name}: {fault}" for name, tree in trees.items() for fault in _of_page(tree, ids[name])]
    return wrong + list(_dead_links(trees, ids)) + list(_page_order(trees))


def _of_page(tree: Any, ids: list[str]) -> Iterator[str]:
    if not tree.get("lang") or tree.get("lang") != tree.get(_XML_LANG):
        yield "no language, or two"
    if not (tree.findtext(f"{_HTML}head/{_HTML}title") or "").strip():
        yield "no title"
    yield from (f"id {name} twice" for name in {name for name in ids if ids.count(name) > 1})
    yield from (
        f"no alternative for {image.get('src')}"
        for image in tree.iter(f"{_HTML}img")
        if not (image.get("alt") or "").strip()
    )
    yield from (
        f"header cell “{''.join(cell.itertext())}” has no scope"
        for cell in tree.iter(f"{_HTML}th")
        if not cell.get("scope")
    )
    yield from _headings(tree)


def _headings(tree: Any) -> Iterator[str]:
    level = 0
    for element in tree.iter(*(f"{_HTML}h{number}" for number in range(1, 7))):
        own = int(element.tag[-1])
        if own > level + 1 and level:
            yield f"head “{''.join(element.itertext())}” skips a level"
        level = own


def _dead_links(trees: Mapping[str, Any], ids: Mapping[str, list[str]]) -> Iterator[str]:
    for name, tree in trees.items():
        for link in tree.iter(f"{_HTML}a"):
            target, fragment = urldefrag(urljoin(name, link.get("href", "")))
            if ":" in target:  # an address outside the book
                continue
            if target not in ids or (fragment and fragment not in ids[target]):
                yield f"{name}: the link to {link.get('href')} leads nowhere"


def _page_order(trees: Mapping[str, Any]) -> Iterator[str]:
    marks = [
        element.get("title")
        for tree in trees.values()
        for element in tree.iter()
        if element.get("role") == "doc-pagebreak"
    ]
    if marks != sorted(set(marks), key=order):
        yield "page marks do not ascend"
