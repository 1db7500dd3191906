"""WeasyPrint's structure tree → a more exact one: languages, notes, code, lists, table headers, descriptions
of links.

WeasyPrint 70 writes valid PDF/UA-1 with few tags, and has no interface for better ones. So three functions
are replaced while a PDF is being written: the one that makes structure elements from boxes (to set the
elements' properties by their boxes), the one that paints (to make the margin boxes artifacts), and pydyf's
list of pages (to cache it: WeasyPrint asks for it once per element). What depends on the tree alone is fixed
when the tree is finished.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pydyf
import weasyprint
from weasyprint import draw
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags

from builder.typesetting.box_tags import is_whole, set_attributes, structure_type
from builder.typesetting.fragment import Link
from builder.typesetting.structure import TABLES, StructureTree

_VERSIONS = {"weasyprint": "70.0", "pydyf": "0.13.0"}


class UnknownEngineError(RuntimeError):
    """The WeasyPrint or pydyf in use is not the one whose private functions are replaced here."""


@contextmanager
def better_tags(prefix: str = "") -> Iterator["Tagger"]:
    """Within this context WeasyPrint writes better tags. Yields a tagger, whose `finish` is to be passed to
    `write_pdf` as the finisher, for one PDF; its elements' ids begin with `prefix`. Raises
    UnknownEngineError.
    """
    found = {"weasyprint": weasyprint.VERSION, "pydyf": pydyf.VERSION}
    if found != _VERSIONS:
        raise UnknownEngineError(f"tags are fixed for {_VERSIONS}, but these are here: {found}")
    tagger = Tagger(prefix)
    with ExitStack() as stack:
        stack.enter_context(replaced(tags, "_build_box_tree", tagger.around(tags._build_box_tree)))
        stack.enter_context(
            replaced(draw, "draw_stacking_context", _margins_as_artifacts(draw.draw_stacking_context))
        )
        stack.enter_context(replaced(pydyf.PDF, "page_references", _kept_page_references()))
        yield tagger


@contextmanager
def replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
    """Within this context, something of the engine's is replaced by something of ours."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


def _kept_page_references() -> property:
    known: list[bytes] = []

    def page_references(pdf: Any) -> list[bytes]:
        known.extend(b"%d 0 R" % number for number in pdf.pages["Kids"][3 * len(known) :: 3])
        return known

    return property(page_references)


def _margins_as_artifacts(paint: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """A painting function that makes running heads, folios and thumb tabs artifacts, with everything in
    them.
    """

    def paint_box(stream: Any, context: Any) -> None:
        if not isinstance(context.box, boxes.MarginBox) or stream._tags is None:
            paint(stream, context)
            return
        stream.begin_marked_content("Artifact", _pagination(context.box.at_keyword))
        marks, stream._tags = stream._tags, None  # no marks inside
        try:
            paint(stream, context)
        finally:
            stream._tags = marks
            stream.end_marked_content()

    return paint_box


def _pagination(at_keyword: str) -> Any:
    """The properties of a margin box as an artifact: "@bottom-left" is a footer, "@left-top" neither header
    nor footer.
    """
    kind = {"top": "/Header", "bottom": "/Footer"}.get(at_keyword.removeprefix("@").partition("-")[0])
    return pydyf.Dictionary({"Type": "/Pagination"} | ({"Subtype": kind} if kind else {}))


# ------------------------------------------------------------------------------------------ boxes to elements


class Tagger:
    """Keeps the box that each structure element was made from, and sets the element's properties by it.

    After it has finished, `links` are the links of the PDF, and `figures` the numbers of the elements that
    say where on the page they are.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._built: list[tuple[Any, Any]] = []
        self.links: list[Link] = []
        self.figures: list[int] = []

    def around(self, build: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """Wrap WeasyPrint's function from a box to structure elements, which calls itself for the boxes
        inside.
        """

        def build_box_tree(box: Any, parent: Any, *rest: Any) -> Iterator[Any]:
            box = getattr(box, "_box", box)  # a positioned box is in a placeholder
            if isinstance(box, boxes.MarginBox) or (parent["S"] not in TABLES and not _shows(box)):
                return
            for element in build(box, parent, *rest):
                if box.element is not None and box.element_tag not in ("html", "body"):
                    self._built.append((box, element))
                yield element

        return build_box_tree

    def finish(self, _document: Any, pdf: Any) -> None:
        """Fix the tree, and number the pages."""
        tree = StructureTree(pdf)
        for box, element in reversed(self._built):  # outer elements before inner ones
            self._set_properties(box, element, tree)
        tree.fix_lists()
        tree.make_contents(element for box, element in self._built if _is_line_of_contents(box, element))
        self._place_notes(tree)
        tree.prefix_ids(self._prefix)
        tree.list_ids()
        tree.merge_line_spans({element.number for _box, element in self._built})
        self.figures += [each.number for _box, each in self._built if "BBox" in each.get("A", ())]
        labels = [0, pydyf.Dictionary({"S": "/D"})]
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(labels)})

    def _set_properties(self, box: Any, element: Any, tree: "StructureTree") -> None:
        if element["S"] == "/L" and not is_whole(box):  # a line or column of a list
            tree.dissolve(element)
            return
        element["S"] = structure_type(box, element["S"], tree.parent(element)["S"])
        set_attributes(box, element, tree)
        if box.link_annotation:
            self._describe(box.element, box.link_annotation)
        if is_whole(box):
            if language := box.element.get("lang"):
                element["Lang"] = pydyf.String(language)
            if box.element_tag == "pre" and box.element.find("code") is None:
                tree.wrap_content("Code", element)

    def _place_notes(self, tree: "StructureTree") -> None:
        """Put every note after its call. A note's box is at the foot of a page and has the same element as
        the box of its call.
        """
        calls = {
            box.element: element
            for box, element in self._built
            if box.element_tag.endswith("::footnote-call")
        }
        notes = [
            (box.element, element) for box, element in self._built if box.element in calls and is_whole(box)
        ]
        for number, (source, note) in enumerate(notes, 1):
            note |= {"S": "/Note", "ID": pydyf.String(f"note-{number}")}
            tree.move_after(calls[source], note)

    def _describe(self, element: Any, annotation: Any) -> None:
        """Describe a link by its words, its title, and an address outside the book."""
        words, title = _single_spaced("".join(element.itertext())), element.get("title", "")
        address = "" if "Dest" in annotation else element.get("href", "")
        annotation["Contents"] = pydyf.String(described(words, title, address))
        self.links.append(Link(annotation.number, words, title))


def described(*said: str) -> str:
    """The description of a link from its parts, each once."""
    return ", ".join(dict.fromkeys(filter(None, said)))


def _single_spaced(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


def _shows(box: Any) -> bool:
    """Whether a box holds text, a picture, a link or a field, and not only lines and colour."""
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox) or box.link_annotation or box.widget_annotation:
        return True
    return any(map(_shows, box.children))


def _is_line_of_contents(box: Any, element: Any) -> bool:
    return element.get("S") == "/P" and (box.element.get("class") or "").startswith("contents-")
