"""Nodes of ordinary reST → running text: docutils' own HTML, with our links, notes and index marks left
open.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from docutils import nodes
from docutils.writers import html5_polyglot

from builder.diagnostics import Diagnostic
from builder.model.book import Image
from builder.model.text import Footnote, Formula, IndexMark, Number, Piece, Reference, Text
from builder.reading.addresses import Addresses
from builder.reading.assets import name_of, read_image, too_much
from builder.reading.crosslinks import to_file
from builder.reading.doctree import around, caption_number, index_mark, origin, study, xref
from builder.reading.labels import inside, title_of
from builder.reading.links import address
from builder.reading.mathml import mathml
from builder.reading.misplaced import lost_in
from builder.reading.refusal import RefusedError
from builder.reading.sizes import sized


class Translator(html5_polyglot.HTMLTranslator):
    """docutils' HTML writer for parts of one document. `text` may be called again and again."""

    body: list[Any]

    def __init__(self, document: nodes.document, slug: str, addresses: Addresses) -> None:
        super().__init__(document)
        self.images: dict[str, Image] = {}
        self._slug = slug
        self._addresses = addresses
        self._notes_brought: set[str] = set()

    def text(self, these: Iterable[nodes.Node]) -> Text:
        """The nodes as running text."""
        outer, self.body = self.body, []
        these = list(these)
        for node in these:
            node.walkabout(self)
        pieces, self.body = self.body, outer
        plain = " ".join(" ".join(_plain(node) for node in these).split())
        return Text(tuple(_joined(pieces)), plain, "".join(map(_code, these)))

    def inline(self, node: nodes.Element) -> Text:
        """What is inside a node, without the node's own tags."""
        return self.text(node.children)

    def _problem(self, node: nodes.Node, code: str, what: str, fix: str) -> None:
        self.document.settings.problems.append(Diagnostic(origin(node, self.document), code, what, fix))

    # -- ours

    def visit_xref(self, node: xref) -> None:
        self.body.append(Reference(node["target"], node.astext(), origin(node, self.document)))
        raise nodes.SkipNode

    def visit_index_mark(self, node: index_mark) -> None:
        self.body.append(IndexMark(self._addresses.new(None, "x"), node["heads"], node.astext()))
        raise nodes.SkipNode

    def visit_caption_number(self, node: caption_number) -> None:
        self.body.append(Number(node["kind"], node["name"]))
        raise nodes.SkipNode

    def visit_caption(self, node: nodes.caption) -> None:
        """The caption of a figure, or that of a listing, which is a paragraph."""
        if isinstance(node.parent, nodes.container):
            self.body.append(self.starttag(node, "p", "", CLASS="caption"))
        else:
            super().visit_caption(node)

    def visit_abbreviation(self, node: nodes.abbreviation) -> None:
        """An abbreviation with its meaning, where the author gives it."""
        meaning = {"title": node["title"]} if "title" in node else {}
        self.body.append(self.starttag(node, "abbr", "", **meaning))

    def visit_study(self, node: study) -> None:
        self._problem(node, "place", *lost_in(node))
        raise nodes.SkipNode

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        note = self.document.ids.get(node.get("refid", "").removeprefix(f"{self._slug}-"))
        if isinstance(note, nodes.footnote):
            self.body.append(self._footnote(note))
        raise nodes.SkipNode

    def _footnote(self, note: nodes.footnote) -> Footnote:
        number, *body = note.children
        name, apart = note["ids"][0], self._is_apart(note)
        if name in self._notes_brought:
            return Footnote(name, number.astext(), Text(), apart)
        self._notes_brought.add(name)
        if not apart:
            paragraphs = [(*child.children, nodes.Text(" ")) for child in body]
            body = [node for paragraph in paragraphs for node in paragraph][:-1]
        return Footnote(name, number.astext(), self.text(body), apart)

    def _is_apart(self, note: nodes.footnote) -> bool:
        """Whether a note has no room at the foot of a page: see `Footnote`."""
        if not all(isinstance(child, nodes.paragraph) for child in note.children[1:]):
            return True
        calls = (self.document.ids.get(name.removeprefix(f"{self._slug}-")) for name in note["backrefs"])
        return any(isinstance(outer, nodes.footnote) for call in calls if call for outer in around(call))

    def visit_footnote(self, node: nodes.footnote) -> None:
        """A note is printed at its call; one that nothing calls, where it is written."""
        if not node["backrefs"]:
            number, *body = node.children
            self.body += [f'<div class="note apart" id="{node["ids"][0]}">\n<p class="note-number">']
            self.body += [f"{number.astext()}</p>\n", *self.text(body).pieces, "</div>\n"]
        raise nodes.SkipNode

    def visit_math(self, node: nodes.math | nodes.math_block) -> None:
        """A formula, as MathML."""
        tex, display = node.astext(), isinstance(node, nodes.math_block)
        name, at = next(iter(node["ids"]), ""), origin(node, self.document)
        try:
            made = mathml(tex, display=display)
            self.body.append(
                Formula(" ".join(tex.split()), made, display, name, at, node.get("numbered", False))
            )
        except ValueError as wrong:
            fix = "use commands that docutils knows, each argument in braces, as in \\frac{1}{2}"
            self._problem(node, "math", f"this formula can't be read: {wrong}", fix)
        raise nodes.SkipNode

    # -- docutils' own, with changes

    def visit_image(self, node: nodes.image) -> None:
        """A picture, in the size that its options say."""
        settings = self.document.settings
        settings.looks.at(settings.root / name_of(node["uri"], settings.folder))
        try:
            image = read_image(settings.root, node["uri"], origin(node, self.document), settings.folder)
            size = sized(node, image)
        except RefusedError as refused:
            for fault in refused.faults:
                self._problem(node, "image", fault.what, fault.fix)
            raise nodes.SkipNode from None
        self._keep(image, node)
        if not node.get("alt", "").strip():
            fix = "add a line “:alt: …” that says what the picture shows to one who can't see it"
            self._problem(node, "image-alt", f"the image {image.name} has no alternative text", fix)
        suffix = "" if isinstance(node.parent, nodes.TextElement) else "\n"
        if "align" in node:
            size["CLASS"] = f"align-{node['align']}"
        self.body.append(self.emptytag(node, "img", suffix, src=image.name, alt=node.get("alt", ""), **size))
        raise nodes.SkipNode

    def _keep(self, image: Image, node: nodes.image) -> None:
        """Keep a picture, if there are not too many: one chapter alone must not fill the memory."""
        if image.name not in self.images:
            if fault := too_much([image, *self.images.values()]):
                self._problem(node, "image", fault.what, fault.fix)
                raise nodes.SkipNode
            self.images[image.name] = image

    def visit_reference(self, node: nodes.reference) -> None:
        """A link, to what `chapter.py` makes a label for, to another file, or to an address that every reader
        accepts; of any other link, its words.
        """
        if "refid" in node and not self._is_note(node):
            self._link(node, inside(node, self.document, self._slug))
        elif "file" in node:
            self._link(node, to_file(node, origin(node, self.document)))
        elif "refuri" in node and (found := self._address_of(node)):
            node["refuri"] = found
            super().visit_reference(node)
            return
        else:
            self._children(node)
        raise nodes.SkipNode

    def _is_note(self, node: nodes.reference) -> bool:
        """Whether a link leads to a footnote, which has its place by its calls alone."""
        name = node["refid"].removeprefix(f"{self._slug}-")
        return isinstance(self.document.ids.get(name), nodes.footnote)

    def _link(self, node: nodes.reference, link: Reference) -> None:
        """A link inside the guide. A picture can't be one, since it may be left out of an edition: its link
        follows it in words.
        """
        pictures = [child for child in node.children if isinstance(child, nodes.image)]
        if not pictures:
            self.body.append(link)
            return
        self._children(node)
        is_block = not isinstance(node.parent, nodes.TextElement)
        words = replace(link, text=self._name_of(node))
        self.body += ['<p class="picture-link">', words, "</p>\n"] if is_block else [" ", words]

    def _name_of(self, link: nodes.reference) -> str:
        """The title of what a link leads to, or its name."""
        target = self.document.ids.get(link.get("refid", "").removeprefix(f"{self._slug}-"))
        return (title_of(target) if target is not None else "") or link.get("name", "")

    def _children(self, node: nodes.Element) -> None:
        for child in node.children:
            child.walkabout(self)

    def _address_of(self, node: nodes.reference) -> str | None:
        """The address that a link leads to, or None where it leads to nothing that a book can link to."""
        written = node.get("refuri", "")
        try:
            return address(written)
        except ValueError as wrong:
            if node.astext() != written:  # it is text in which docutils has found an address
                fix = "link with :ref: inside the guide, and with https:// or mailto: outside it"
                self._problem(node, "link", str(wrong), fix)
            return None

    def visit_citation_reference(self, node: nodes.citation_reference) -> None:
        """A link to a source in a list of sources."""
        self.body.append("[")
        self.body.append(inside(node, self.document, self._slug))
        self.body.append("]")
        raise nodes.SkipNode

    def visit_entry(self, node: nodes.entry) -> None:
        super().visit_entry(node)
        if self.body[-1].startswith("<th"):
            scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
            self.body[-1] = self.body[-1].replace("<th", f'<th scope="{scope}"', 1)

    def visit_colspec(self, node: nodes.colspec) -> None:
        super().visit_colspec(node)

    def starttag(
        self,
        node: nodes.Node | dict[str, Any],
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        if attributes.get("role") == "doc-biblioentry":  # deprecated in DPUB-ARIA 1.1
            attributes["role"] = "listitem"
        tag: str = super().starttag(node, tagname, suffix, empty, **attributes)
        return re.sub(r' lang="([^"]+)"', r' lang="\1" xml:lang="\1"', tag)


def _plain(node: nodes.Node) -> str:
    return "" if _is_elsewhere(node) else node.astext()


def _is_elsewhere(node: nodes.Node) -> bool:
    """Whether a node is not where its text is: a note is at its call, a substitution at its uses."""
    called = isinstance(node, nodes.footnote) and node["backrefs"]
    return bool(called) or isinstance(node, nodes.footnote_reference | nodes.substitution_definition)


def _code(node: nodes.Node) -> str:
    """What is code in the plain text of a node."""
    if _is_elsewhere(node):
        return ""
    return "".join(letters.astext() for letters in node.findall(nodes.Text) if _is_code(letters))


def _is_code(letters: nodes.Text) -> bool:
    at = letters.parent
    while at is not None and not isinstance(at, nodes.literal | nodes.literal_block | nodes.doctest_block):
        at = at.parent
    return at is not None


def _joined(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Neighbouring strings made one; white space around the whole is nobody's."""
    run = ""
    for piece in pieces:
        if isinstance(piece, str):
            run += piece
        else:
            if run:
                yield run
            yield piece
            run = ""
    if run.strip():
        yield run.rstrip("\n")
