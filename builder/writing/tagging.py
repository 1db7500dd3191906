"""WeasyPrint's structure tree → one that tells what the text is: languages, notes, code, lists, headers, what links lead to.

WeasyPrint 70 passes for PDF/UA-1 with tags that say little. It has no door for better ones, so three of its functions are
replaced while a PDF is being written: the one that makes structure elements from boxes (here every element is told what
its box knows), the one that paints (here what stands in the margins becomes an artifact), and pydyf's list of pages (here
it is kept: WeasyPrint asks for it once an element). What follows from the tree alone is mended when it is done.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import ExitStack, contextmanager
from typing import Any

import pydyf
import weasyprint
from weasyprint import draw
from weasyprint.css import AnonymousStyle
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags

from builder.writing.page_numbers import SERIES, PageNumbers

_VERSIONS = {"weasyprint": "70.0", "pydyf": "0.13.0"}

_GROUPS = {f"/{sort}" for sort in ("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "LBody", "TD", "TH", "Caption", "Note")}
_TABLES = {f"/{sort}" for sort in ("Table", "THead", "TBody", "TFoot", "TR")}
_WEAK = {f"/{sort}" for sort in ("NonStruct", "Div", "P", "Sect", "BlockQuote", "Caption", *(f"H{level}" for level in range(1, 7)))}
_GENERATED = {"footnote-call": "/Reference", "footnote-marker": "/Lbl"}
_NUMBERINGS = {
    "disc": "/Disc",
    "circle": "/Circle",
    "square": "/Square",
    "decimal": "/Decimal",
    "decimal-leading-zero": "/Decimal",
    "lower-alpha": "/LowerAlpha",
    "lower-latin": "/LowerAlpha",
    "upper-alpha": "/UpperAlpha",
    "upper-latin": "/UpperAlpha",
    "lower-roman": "/LowerRoman",
    "upper-roman": "/UpperRoman",
}
_PIXEL = 0.75  # a CSS pixel in points

Finisher = Callable[[Any, Any], None]


class UnknownEngineError(RuntimeError):
    """Another WeasyPrint or pydyf than the ones whose inner functions are known here."""


@contextmanager
def better_tags(pages: Mapping[str, int], page_word: str, numbers: PageNumbers) -> Iterator[Finisher]:
    """In here WeasyPrint tags better; what is given is to be its finisher, for one PDF.

    Links tell the page they lead to, as `pages` has it and `numbers` calls it, behind `page_word`; where that is empty they tell none.
    Raises UnknownEngineError.
    """
    found = {"weasyprint": weasyprint.VERSION, "pydyf": pydyf.VERSION}
    if found != _VERSIONS:
        raise UnknownEngineError(f"tags are mended for {_VERSIONS}, but these are here: {found}")
    tagger = _Tagger(pages, page_word, numbers)
    with ExitStack() as replaced:
        replaced.enter_context(_replaced(tags, "_build_box_tree", tagger.around(tags._build_box_tree)))
        replaced.enter_context(_replaced(draw, "draw_stacking_context", _margins_as_artifacts(draw.draw_stacking_context)))
        replaced.enter_context(_replaced(pydyf.PDF, "page_references", _kept_page_references()))
        yield tagger.finish


@contextmanager
def _replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
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
    """Painting that makes running heads, folios and thumb tabs artifacts, with all that belongs to them."""

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
    """What kind of artifact a margin box is: "@bottom-left" belongs to the foot, "@left-top" to neither head nor foot."""
    kind = {"top": "/Header", "bottom": "/Footer"}.get(at_keyword.removeprefix("@").partition("-")[0])
    return pydyf.Dictionary({"Type": "/Pagination"} | ({"Subtype": kind} if kind else {}))


# ------------------------------------------------------------------------------------------------ what boxes know


class _Tagger:
    """Keeps the boxes that structure elements were made from, and lets each element tell what its box knows."""

    def __init__(self, pages: Mapping[str, int], page_word: str, numbers: PageNumbers) -> None:
        self._pages = pages
        self._numbers = numbers
        self._page_word = page_word
        self._built: list[tuple[Any, Any]] = []

    def around(self, build: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """WeasyPrint's function from a box to structure elements, which calls itself for the boxes inside."""

        def build_box_tree(box: Any, parent: Any, *rest: Any) -> Iterator[Any]:
            box = getattr(box, "_box", box)  # what stands for a positioned box holds it
            if isinstance(box, boxes.MarginBox) or (parent["S"] not in _TABLES and not _shows(box)):
                return
            for element in build(box, parent, *rest):
                if box.element is not None and box.element_tag not in ("html", "body"):
                    self._built.append((box, element))
                yield element

        return build_box_tree

    def finish(self, _document: Any, pdf: Any) -> None:
        """Mend the tree, and number the pages."""
        tree = _Tree(pdf)
        for box, element in reversed(self._built):  # what is outside before what is inside
            self._tell(box, element, tree)
        tree.mend_lists()
        tree.make_contents(element for box, element in self._built if _is_line_of_contents(box, element))
        self._place_notes(tree)
        tree.list_ids()
        tree.take_texts_in({element.number for _box, element in self._built})
        labels = [0, pydyf.Dictionary({"S": "/D"})]
        if self._numbers.last is not None:
            labels += [self._numbers.last, pydyf.Dictionary({"S": "/D", "P": pydyf.String(SERIES)})]
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(labels)})

    def _tell(self, box: Any, element: Any, tree: "_Tree") -> None:
        if element["S"] == "/L" and not _is_whole(box):  # a line or column of a list
            tree.dissolve(element)
            return
        element["S"] = _sort(box, element["S"], tree.parent(element)["S"])
        _tell_attributes(box, element, tree)
        if box.link_annotation:
            box.link_annotation["Contents"] = pydyf.String(self._said(box.element, box.link_annotation))
        if _is_whole(box):
            if language := box.element.get("lang"):
                element["Lang"] = pydyf.String(language)
            if box.element_tag == "pre" and box.element.find("code") is None:
                tree.wrap_content("Code", element)

    def _place_notes(self, tree: "_Tree") -> None:
        """A note's box stands at the foot of a page and has the same source as the box of its call."""
        calls = {box.element: element for box, element in self._built if box.element_tag.endswith("::footnote-call")}
        notes = [(box.element, element) for box, element in self._built if box.element in calls and _is_whole(box)]
        for number, (source, note) in enumerate(notes, 1):
            note |= {"S": "/Note", "ID": pydyf.String(f"note-{number}")}
            tree.move_behind(calls[source], note)

    def _said(self, link: Any, annotation: Any) -> str:
        """What a link says of itself: its words, its title, and where it leads."""
        words = _single_spaced("".join(link.itertext()))
        said = [words, link.get("title", "")]
        if "Dest" not in annotation:
            said.append(link.get("href", ""))
        elif self._page_word and (page := self._pages.get(annotation["Dest"].string)):
            printed = self._numbers(page)
            is_number = words == printed or words.startswith(f"{printed}–")  # in the index
            said = [f"{self._page_word} {words}"] if is_number else [*said, f"{self._page_word} {printed}"]
        return ", ".join(dict.fromkeys(filter(None, said)))


def _single_spaced(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


def _shows(box: Any) -> bool:
    """Whether a box holds text, a picture, a link or a field, and not only lines and colour."""
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox) or box.link_annotation or box.widget_annotation:
        return True
    return any(map(_shows, box.children))


def _is_whole(box: Any) -> bool:
    """Whether a box is made for an element of the text and not for something before, after or inside it."""
    return "::" not in box.element_tag and not isinstance(box.style, AnonymousStyle)


def _is_line_of_contents(box: Any, element: Any) -> bool:
    return element.get("S") == "/P" and (box.element.get("class") or "").startswith("contents-")


def _sort(box: Any, given: str, parent: str) -> str:
    """The structure type of a box: the one that WeasyPrint gave, or a better one."""
    name, _, generated = box.element_tag.partition("::")
    if generated in _GENERATED:
        return _GENERATED[generated]
    if name == "dt" and given == "/LBody":
        return "/Lbl"
    if given == "/Figure" and "formula" in (box.element.get("class") or "").split():
        return "/Formula"
    if given not in _WEAK:
        return given
    if isinstance(box, boxes.InlineBox):
        return {"code": "/Code", "q": "/Quote"}.get(name, "/Span")
    if given in ("/NonStruct", "/Div") or isinstance(box.style, AnonymousStyle):
        has_lines = any(isinstance(child, boxes.LineBox) for child in box.children)
        return ("/P" if has_lines else "/Div") if parent in _GROUPS else "/Span"
    return given


def _tell_attributes(box: Any, element: Any, tree: "_Tree") -> None:
    match element["S"]:
        case "/L":
            style = box.style["list_style_type"]
            numbering = _NUMBERINGS.get(style, "/None") if isinstance(style, str) and box.element_tag != "dl" else "/None"
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
        case "/TH":
            element["A"]["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"
        case "/Figure" | "/Formula":  # WeasyPrint's numbers are CSS pixels from the top
            height = tree.page(element)["TrimBox"][3]
            left, top, right, bottom = (side * _PIXEL for side in element["A"]["BBox"])
            element["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))


# ------------------------------------------------------------------------------------------------- the finished tree


class _Tree:
    """The structure elements of a PDF, which refer to each other by object numbers."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self._root = self._at(pdf.catalog["StructTreeRoot"])

    def parent(self, element: Any) -> Any:
        """The element around an element."""
        return self._at(element["P"])

    def page(self, element: Any) -> Any:
        """The page on which an element begins."""
        return self._at(element["Pg"])

    def mend_lists(self) -> None:
        """Items are labels and bodies; a list inside a list is in an item's body; a term is the label of its definition."""
        for item in self._all("LI"):
            self._mend_item(item)
        for outer in self._all("L"):
            items: list[Any] = []
            for kid in self._kids(outer):
                if kid["S"] == "/L":
                    items = items or [self._made("LI", outer)]
                    body = self._body(items[-1])
                    self._adopt(body, [*body["K"], kid.reference])
                elif items and self._defines(outer, items[-1], kid):
                    self._adopt(items[-1], [*items[-1]["K"], *kid["K"]])
                    self._free(kid)
                else:
                    items.append(kid)
            self._adopt(outer, [item.reference for item in items])

    def make_contents(self, lines: Iterable[Any]) -> None:
        """Neighbouring lines of contents become a table of contents."""
        contents: Any = None
        for line in lines:
            parent = self.parent(line)
            if contents is None or contents["P"] != parent.reference:
                contents = self._made("TOC", parent)
                parent["K"].insert(parent["K"].index(line.reference), contents.reference)
            parent["K"].remove(line.reference)
            item = self._made("TOCI", contents)
            contents["K"].append(item.reference)
            self._adopt(item, [line.reference])

    def move_behind(self, call: Any, note: Any) -> None:
        """Put a note behind the paragraph that calls it, or wherever else behind its call a note may stand."""
        foot, place = self.parent(note), call
        while (parent := self.parent(place))["S"] not in _GROUPS:
            place = parent
        foot["K"].remove(note.reference)
        at = parent["K"].index(place.reference) + 1
        while at < len(parent["K"]) and self._at(parent["K"][at]).get("S") == "/Note":
            at += 1
        parent["K"].insert(at, note.reference)
        note["P"] = parent.reference
        if not foot["K"]:
            self.parent(foot)["K"].remove(foot.reference)
            self._free(foot)

    def dissolve(self, element: Any) -> None:
        """Let what an element holds stand where the element stood."""
        parent = self.parent(element)
        at = parent["K"].index(element.reference)
        self._adopt(parent, [*parent["K"][:at], *element["K"], *parent["K"][at + 1 :]])
        self._free(element)

    def wrap_content(self, sort: str, element: Any) -> None:
        """Put one element around all that an element holds."""
        inner = self._made(sort, element)
        self._adopt(inner, element["K"])
        element["K"] = pydyf.Array([inner.reference])

    def list_ids(self) -> None:
        """The tree of elements with ids, which a PDF must have when there are any."""
        named = {element["ID"].string: element for element in self._all() if "ID" in element}
        names = [part for name in sorted(named) for part in (pydyf.String(name), named[name].reference)]
        if names:
            self._root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})

    def take_texts_in(self, told: Set[int]) -> None:
        """Let text be what its paragraph holds: WeasyPrint makes a span of every line of it. `told` are not such spans."""
        holders = {}
        for span in self._all("Span"):
            holder = self.parent(span)
            if span.number not in told and span["Pg"] == holder.get("Pg"):
                holder["K"][holder["K"].index(span.reference)] = span["K"][0]
                holders[span.reference] = holder.reference
                self._free(span)
        for references in self._at(self._root["ParentTree"])["Nums"][1::2]:
            if isinstance(references, list):
                references[:] = [holders.get(reference, reference) for reference in references]

    def _mend_item(self, item: Any) -> None:
        kids = self._kids(item)
        labels = [kid for kid in kids if kid["S"] == "/Lbl"]
        others = [kid for kid in kids if kid["S"] != "/Lbl"]
        if [kid["S"] for kid in others] in ([], ["/LBody"]):
            return
        body = self._made("LBody", item)
        content: list[Any] = []
        for kid in others:
            content += kid["K"] if kid["S"] == "/LBody" else [kid.reference]
            if kid["S"] == "/LBody":
                self._free(kid)
        self._adopt(body, content)
        self._adopt(item, [kid.reference for kid in (*labels, body)])

    def _body(self, item: Any) -> Any:
        for kid in self._kids(item):
            if kid["S"] == "/LBody":
                return kid
        body = self._made("LBody", item)
        item["K"].append(body.reference)
        return body

    def _defines(self, outer: Any, term: Any, item: Any) -> bool:
        """Whether an item is a definition: it has no label where others have, and the labels are not numbers or marks."""
        has_label = [any(kid["S"] == "/Lbl" for kid in self._kids(each)) for each in (term, item)]
        return outer["A"]["ListNumbering"] == "/None" and has_label == [True, False]

    def _all(self, sort: str = "") -> list[Any]:
        """The elements of a sort, or all, in the order in which they were made."""
        elements = (each for each in self._pdf.objects if isinstance(each, dict) and each.get("Type") == "/StructElem")
        return [element for element in elements if sort in ("", element["S"][1:])]

    def _at(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def _kids(self, element: Any) -> list[Any]:
        return [self._at(kid) for kid in element["K"]]

    def _made(self, sort: str, parent: Any) -> Any:
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{sort}", "K": pydyf.Array(), "P": parent.reference})
        if "Pg" in parent:
            element["Pg"] = parent["Pg"]
        self._pdf.add_object(element)
        return element

    def _adopt(self, parent: Any, kids: list[Any]) -> None:
        parent["K"] = pydyf.Array(kids)
        for kid in kids:
            if isinstance(kid, bytes) and self._at(kid).get("Type") == "/StructElem":
                self._at(kid)["P"] = parent.reference

    @staticmethod
    def _free(element: Any) -> None:
        """Leave an object out of the file; its entry in the table of objects says so."""
        element.clear()
        element.free, element.number, element.generation = "f", 0, 65535
