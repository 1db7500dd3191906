"""The e-book for Kobo: the same as the EPUB, with wrappers and numbered spans; and the formats that can be
asked for.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from builder.__main__ import main
from builder.ebook.kepub import for_kobo, sentences, spanned
from builder.model.book import Artifact
from tests.built import Built
from tests.epub_files import Epub, checked
from tests.guides import PLAIN, STOCK, changed

XHTML = "{http://www.w3.org/1999/xhtml}"
LEFT_ALONE = {"script", "style", "pre", "svg", "math"}


@dataclass(frozen=True)
class Pair:
    """An EPUB, and what was made of it for Kobo."""

    plain: Epub
    kobo: Epub
    file: Path


@pytest.fixture(scope="session")
def pair(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """The EPUB of a guide before and after."""
    made = for_kobo(Artifact(built.epub.name, built.epub.read_bytes()))
    file = tmp_path_factory.mktemp("kobo") / made.path
    file.write_bytes(made.content)
    return Pair(Epub(built.epub), Epub(file), file)


def body(page: Any) -> Any:
    return page.find(f"{XHTML}body")


def is_span(element: Any) -> bool:
    return element.get("class") == "koboSpan"


def strings(element: Any, spans: int = 0) -> Iterator[tuple[str, int]]:
    """Every string of text with the number of Kobo's spans around it, but for what is left alone."""
    spans += is_span(element)
    if isinstance(element.tag, str) and etree.QName(element).localname not in LEFT_ALONE:
        yield element.text or "", spans
        for child in element:
            yield from strings(child, spans)
            yield child.tail or "", spans


def numbers(page: Any) -> list[tuple[int, int]]:
    """Paragraph and span of every Kobo span, in reading order."""
    ids = [element.get("id") for element in body(page).iter(f"{XHTML}span") if is_span(element)]
    return [
        (int(number[1]), int(number[2]))
        for number in (re.fullmatch(r"kobo\.(\d+)\.(\d+)", name) for name in ids)
        if number
    ]


@pytest.mark.validator
@pytest.mark.parametrize("built", ["stock", "real"], indirect=True)
def test_epubcheck_is_silent(pair: Pair, tmp_path: Path) -> None:
    """It is still an EPUB: EPUBCheck has no message of any severity."""
    assert checked(pair.file, tmp_path) == []


def test_name_and_container(built: Built, pair: Pair) -> None:
    """A Kobo knows it by its name; entries, dates and the stored type in front are the EPUB's."""
    assert pair.file.name == f"{built.book.guide.slug}.kepub.epub"

    def described(epub: Epub) -> list[object]:
        return [
            (entry.filename, entry.date_time, entry.external_attr, entry.compress_type, entry.extra)
            for entry in epub.entries
        ]

    assert described(pair.kobo) == described(pair.plain)
    assert (pair.kobo.entries[0].filename, pair.kobo.entries[0].compress_type) == (
        "mimetype",
        zipfile.ZIP_STORED,
    )


def test_only_pages_differ(pair: Pair) -> None:
    """Package, navigation, styles, fonts and pictures are the EPUB's, byte for byte."""
    names = {entry.filename for entry in pair.kobo.entries}
    differing = {name for name in names if pair.kobo.content(name) != pair.plain.content(name)}
    assert differing == pair.plain.pages.keys() - {"EPUB/nav.xhtml"}


def test_text_is_the_same(pair: Pair) -> None:
    """No character of a page is lost, added or moved, white space included."""
    for name, page in pair.plain.pages.items():
        assert "".join(body(page).itertext()) == "".join(body(pair.kobo.pages[name]).itertext())


def test_elements_are_the_same(pair: Pair) -> None:
    """Without what was added, the elements are the EPUB's, with their attributes: page marks, calls of notes,
    ids, roles.
    """
    for name, page in pair.plain.pages.items():
        before = [(element.tag, dict(element.attrib)) for element in body(page).iter(etree.Element)]
        added = (f"{XHTML}div", {"id": "book-columns"}), (f"{XHTML}div", {"id": "book-inner"})
        after = [
            (element.tag, dict(element.attrib))
            for element in body(pair.kobo.pages[name]).iter(etree.Element)
            if not is_span(element)
        ]
        assert [element for element in after if element not in added] == before


def test_every_character_is_in_one_span(pair: Pair) -> None:
    """A reader's position has a number everywhere: all text but code, formulas and drawings is in exactly one
    span.
    """
    for name, page in pair.kobo.pages.items():
        if not name.endswith("/nav.xhtml"):
            assert [(text, spans) for text, spans in strings(body(page)) if text.strip() and spans != 1] == []


def test_a_span_holds_text_or_a_picture(pair: Pair) -> None:
    """A span has no elements but a picture, and every picture has one."""
    for name, page in pair.kobo.pages.items():
        spans = [element for element in body(page).iter(f"{XHTML}span") if is_span(element)]
        assert [
            span.get("id")
            for span in spans
            if len(span) and (span[0].tag != f"{XHTML}img" or span.text or span[0].tail)
        ] == []
        pictures = [image for image in body(page).iter(f"{XHTML}img") if not name.endswith("/nav.xhtml")]
        assert [image.get("src") for image in pictures if not is_span(image.getparent())] == []


def test_numbers_ascend(pair: Pair) -> None:
    """Spans are numbered in reading order, paragraph by paragraph, without gaps, and no id is there twice."""
    for name, page in pair.kobo.pages.items():
        found = numbers(page)
        assert bool(found) != name.endswith("/nav.xhtml")
        for before, number in zip([(0, 0), *found], found, strict=False):
            assert number in ((before[0] + 1, 1), (before[0], before[1] + 1)), name
    assert pair.kobo.faults() == []


def test_pages_have_the_wrappers(pair: Pair) -> None:
    """A Kobo lays out what is in two wrappers: the body holds them and nothing else."""
    for name, page in pair.kobo.pages.items():
        if not name.endswith("/nav.xhtml"):
            (outer,) = body(page)
            (inner,) = outer
            assert [outer.get("id"), inner.get("id")] == ["book-columns", "book-inner"]
            assert not any((body(page).text, outer.tail, outer.text, inner.tail))


def test_same_bytes(built: Built, pair: Pair) -> None:
    """The same book twice is the same bytes twice."""
    assert for_kobo(Artifact(built.epub.name, built.epub.read_bytes())).content == pair.file.read_bytes()


def test_code_and_formulas_are_left_alone() -> None:
    """What has its own rules of space or its own language is not cut up, and comes out as it went in."""
    inside = (
        "<pre>One. Two.</pre><p>See <svg "
        "xmlns='http://www.w3.org/2000/svg'><text>A. B.</text></svg></p><!-- A. B. -->"
    )
    made = spanned(f"<html xmlns='{XHTML[1:-1]}'><head><title>t</title></head><body>{inside}</body></html>")
    assert "<pre>One. Two.</pre>" in made
    assert "<text>A. B.</text>" in made
    assert "<!-- A. B. -->" in made
    assert made.count("koboSpan") == 1


SENTENCES = {
    "two": ["She is a carer. ", "She is proud of it."],
    "marks": ["Why? ", "Go! ", "Now… ", "And… ", "What?! ", "Yes."],
    "one goes on": ["“Why?” she asked. ", "“Go!” ", "He went."],
    "titles": ["Mr. Keffers and Mrs. Brown live in St. Ives. ", "Dr. No does not."],
    "initials": ["Kathy H. Tells us. ", "J.R.R. Tolkien did not. ", "So am I. ", "And you."],
    "numbers": ["See p. 12 and ch. 3. ", "He said no. ", "In 1996. ", "Later."],
    "no-break space": ["See p.\u00a0Alpha. ", "B"],
    "space stays with what is before it": ["\n One.\n  ", "Two.  "],
    "a line": ["no end"],
    "brackets": ["(She left.) ", "[He stayed.] ", "– Both."],
}


@pytest.mark.parametrize("case", SENTENCES)
def test_sentences(case: str) -> None:
    """A sentence ends where a reader would say so; where that is in doubt, two stay together."""
    assert list(sentences("".join(SENTENCES[case]))) == SENTENCES[case]


@settings(max_examples=200)
@given(st.text(st.sampled_from(" \n\u00a0.!?…“”’()AaIé1,"), max_size=40))
def test_sentences_are_the_text(text: str) -> None:
    """Whatever a text is, its sentences are all of it, and none is empty."""
    assert "".join(sentences(text)) == text
    assert "" not in list(sentences(text))


def test_formats(stock_build: Path, tmp_path: Path) -> None:
    """One gets the e-books that one asks for and no PDF; page list and all are those of a build that prints,
    byte for byte.
    """
    assert (
        main(
            [
                "build",
                str(STOCK),
                "-o",
                str(tmp_path),
                "--edition",
                "student",
                "--format",
                "kepub",
                "--format",
                "epub",
            ]
        )
        == 0
    )
    made = {file.name: file.read_bytes() for file in tmp_path.glob("*.epub")}
    plain = (stock_build / "the-ferry.epub").read_bytes()
    assert made == {
        "the-ferry.epub": plain,
        "the-ferry.kepub.epub": for_kobo(Artifact("the-ferry.epub", plain)).content,
    }
    assert Epub(tmp_path / "the-ferry.kepub.epub").navigation("page-list")


def test_print_alone(tmp_path: Path) -> None:
    """Asked for PDF, one gets what guide.toml has printed, here the book on one paper, and no e-book."""
    guide, folder = changed(tmp_path / "guide", PLAIN), tmp_path / "dist"
    assert main(["build", str(guide), "-o", str(folder), "-f", "pdf"]) == 0
    assert sorted(file.name for file in folder.iterdir()) == ["SHA256SUMS", "the-plain-ferry.pdf"]


def test_an_unknown_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A format that is none is wrong usage, and the formats are listed."""
    with pytest.raises(SystemExit) as end:
        main(["build", str(STOCK), "-o", str(tmp_path / "dist"), "--format", "mobi"])
    assert end.value.code == 2
    assert re.search("epub.+pdf.+kepub", capsys.readouterr().err)
    assert not (tmp_path / "dist").exists()
