"""Built files → the words in them and how many pages they have; and which words of a book are missing."""

import re
import unicodedata
import zipfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import pypdfium2
from lxml import etree

from tests.bench.book import words

_INLINE = {"a", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup"}
_HYPHEN = re.compile(r"[-\u00ad\u2010\ufffe\x02]\r?\n?")  # the corpus itself has none


def missing_words(wanted: Counter[str], file: Path) -> list[str]:
    """The words that an EPUB or PDF should have and hasn't."""
    if file.suffix == ".epub":
        return list((wanted - words(_epub_text(file))).elements())
    return missing(wanted, words(unicodedata.normalize("NFKC", _pdf_text(file))))


def missing(wanted: Counter[str], found: Counter[str]) -> list[str]:
    """The words that were not found on pages, as often as that is so. Of a word that is continued on the next
    page, two parts are found; to the first one the foot of the page may stick.
    """
    spare = found - wanted
    return [word for word in (wanted - found).elements() if not _in_parts(word, spare)]


def pages(file: Path) -> int:
    """How many pages a PDF has."""
    with closing(pypdfium2.PdfDocument(file)) as document:
        return len(document)


def _in_parts(word: str, spare: Counter[str]) -> bool:
    """Take a word's two parts from the spare words, if they are there."""
    for cut in range(1, len(word)):
        parts = Counter((word[:cut], word[cut:]))
        if parts <= spare:
            spare.subtract(parts)
            return True
        stuck = (other for other, count in spare.items() if count > 0 and other.startswith(word[:cut]))
        if cut > 2 and spare[word[cut:]] > 0 and (first := next(stuck, None)):
            spare.subtract((first, word[cut:]))
            return True
    return False


def _epub_text(file: Path) -> str:
    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.endswith(("html", "htm"))]
        return " ".join(_page_text(etree.fromstring(archive.read(name))) for name in names)


def _page_text(page: etree._Element) -> str:
    """The text of a page, with a space around every block; a page can begin inside a word."""
    for element in page.iter("*"):
        if etree.QName(element).localname not in _INLINE:
            element.tail = f" {element.tail or ''}"
            element.text = f" {element.text or ''}"
    return "".join(map(str, page.itertext()))


def _pdf_text(file: Path) -> str:
    with closing(pypdfium2.PdfDocument(file)) as document:
        return "\n".join(_HYPHEN.sub("", page.get_textpage().get_text_range()) for page in document)
