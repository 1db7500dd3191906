"""A PDF's finished structure tree, and changes that depend on it alone: lists, contents, notes, ids."""

from collections.abc import Iterable, Set
from typing import Any

import pydyf

GROUPS = {
    f"/{kind}"
    for kind in (
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "LBody",
        "TD",
        "TH",
        "Caption",
        "Note",
    )
}
TABLES = {f"/{kind}" for kind in ("Table", "THead", "TBody", "TFoot", "TR")}


# ------------------------------------------------------------------------------------------ the finished tree


class StructureTree:
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

    def fix_lists(self) -> None:
        """Make items of labels and bodies, put a list inside a list into an item's body, and make a term the
        label of its definition.
        """
        for item in self._all("LI"):
            self._fix_item(item)
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
        """Make tables of contents of neighbouring lines of contents."""
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

    def move_after(self, call: Any, note: Any) -> None:
        """Put a note after the paragraph that calls it, or after the nearest element around the call that a
        note may follow.
        """
        foot, place = self.parent(note), call
        while (parent := self.parent(place))["S"] not in GROUPS:
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
        """Replace an element by what it holds."""
        parent = self.parent(element)
        at = parent["K"].index(element.reference)
        self._adopt(parent, [*parent["K"][:at], *element["K"], *parent["K"][at + 1 :]])
        self._free(element)

    def wrap_content(self, kind: str, element: Any) -> None:
        """Put a new element of a type around everything that an element holds."""
        inner = self._made(kind, element)
        self._adopt(inner, element["K"])
        element["K"] = pydyf.Array([inner.reference])

    def prefix_ids(self, prefix: str) -> None:
        """Put a prefix before the ids of all elements, and where they are named as headers."""
        for element in self._all():
            if "ID" in element:
                element["ID"] = pydyf.String(prefix + element["ID"].string)
            if "Headers" in element.get("A", ()):
                headers = element["A"]["Headers"]
                element["A"]["Headers"] = pydyf.Array(pydyf.String(prefix + each.string) for each in headers)

    def list_ids(self) -> None:
        """The tree of elements with ids, which a PDF must have when there are any."""
        named = {element["ID"].string: element for element in self._all() if "ID" in element}
        names = [part for name in sorted(named) for part in (pydyf.String(name), named[name].reference)]
        if names:
            self._root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})

    def merge_line_spans(self, kept: Set[int]) -> None:
        """Replace the span that WeasyPrint makes of every line by its text, in the paragraph. `kept` are the
        numbers of elements that are no such spans.
        """
        holders = {}
        for span in self._all("Span"):
            holder = self.parent(span)
            if span.number not in kept and span["Pg"] == holder.get("Pg"):
                holder["K"][holder["K"].index(span.reference)] = span["K"][0]
                holders[span.reference] = holder.reference
                self._free(span)
        for references in self._at(self._root["ParentTree"])["Nums"][1::2]:
            if isinstance(references, list):
                references[:] = [holders.get(reference, reference) for reference in references]

    def _fix_item(self, item: Any) -> None:
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
        """Whether an item is a definition: it has no label where others have, and the labels are not numbers
        or marks.
        """
        has_label = [any(kid["S"] == "/Lbl" for kid in self._kids(each)) for each in (term, item)]
        return outer["A"]["ListNumbering"] == "/None" and has_label == [True, False]

    def _all(self, kind: str = "") -> list[Any]:
        """The elements of a type, or all, in the order in which they were made."""
        elements = (
            each for each in self._pdf.objects if isinstance(each, dict) and each.get("Type") == "/StructElem"
        )
        return [element for element in elements if kind in ("", element["S"][1:])]

    def _at(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def _kids(self, element: Any) -> list[Any]:
        return [self._at(kid) for kid in element["K"]]

    def _made(self, kind: str, parent: Any) -> Any:
        element = pydyf.Dictionary(
            {"Type": "/StructElem", "S": f"/{kind}", "K": pydyf.Array(), "P": parent.reference}
        )
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
