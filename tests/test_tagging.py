"""What the tags of a PDF say to those who hear it: on a page with one of everything, and on the guides that
are built.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pikepdf
import pydyf
import pytest
from pikepdf import Array, Dictionary, Name
from weasyprint import draw
from weasyprint.pdf import tags

from builder.typesetting import isolation, tagging, work
from builder.typesetting.layout import Layout
from builder.typesetting.sheets import Resource
from tests.built import Built
from tests.one_flow import one_flow

MARGINS = """
@page { @top-left { content: "HEAD" } @bottom-right { content: counter(page) }
  @left-top { content: "TAB"; background: #000; color: #fff } }
"""
STYLE = """
@page { size: 100mm 250mm; margin: 15mm }
html { font: 10pt/14pt "Source Serif Pro" }
code, pre { font-family: "Fira Mono" }
body { margin: 0 }
h1 span { display: block }
.footnote { float: footnote }
.run dt, .run dd { display: inline }
.run dd::after { content: ""; display: block }
.options { list-style-type: upper-alpha }
.plain { list-style: none }
.line { height: 7mm; border-bottom: 1pt solid }
.number { position: absolute; left: 0 }
.next { break-before: page }
"""
MARKUP = """
<section id="one"><h1>Title<span>Subtitle</span></h1>
<p>Say <i lang="fr">bon ami</i><span class="footnote" id="n1">First note.</span> and <code>x = 1</code>
<span class="footnote">Second.</span></p>
<p lang="de">Guten Tag</p>
<pre>plain code</pre><pre><code>other code</code></pre>
<ul><li><p>apple</p><p>pear</p></li><li>plum<ol class="options"><li>red</li></ol></li></ul>
<ol><li>first</li></ol><ul class="plain"><li>bare</li></ul>
<dl><dt>term</dt><dd>what it is</dd><dd>what else</dd><dt>next</dt><dd>more</dd></dl>
<dl class="run"><dt>run</dt><dd>on</dd><dt>and</dt><dd>on</dd></dl>
<table><thead><tr><th>Who</th><th>What</th></tr></thead>
<tbody><tr><th scope="row">Anna</th><td>rows</td></tr></tbody></table>
<p><img src="dot.svg" alt="A dot" /> and <img class="formula" src="dot.svg" alt="x^2" /></p>
<div class="line"></div><div><div class="line"></div></div></section>
<section id="two" class="next"><p class="contents-entry"><a href="#one">Part one</a></p>
<p class="contents-entry">Part <a href="#two">two</a></p>
<p>See <a href="#one" title="the title">the title of this small book of ours, which is so
long that its link goes over two lines</a>,
<a href="#one">1</a>, <a href="#one">1–3</a>, <a href="https://example.org/">a page</a>, <a href="https://example.org/">https://example.org/</a></p></section>
"""
# What elements may hold; others may hold anything but what is bound to these.
PHRASES = {"Span", "Link", "Reference", "Code", "Quote", "Figure", "Formula"}
BOUND = {"LI", "LBody", "TOCI", "THead", "TBody", "TR", "TH", "TD"}
MAY_HOLD = {
    **dict.fromkeys(["P", "H1", "H2", "H3", "H4", "H5", "H6", "Span", "Link", "Code"], PHRASES),
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOCI"},
    "TOCI": {"P"},
    "Table": {"Caption", "THead", "TBody", "TR"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
}
DOT = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><circle cx="9" cy="9" r="9"/></svg>'


@pytest.fixture(scope="module")
def layout() -> Layout:
    """Two pages with one of everything."""
    return one_flow("Tags", MARKUP, STYLE, MARGINS, Resource("dot.svg", DOT, "image/svg+xml"))


@pytest.fixture(scope="module")
def small(layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> pikepdf.Pdf:
    """The two pages as a PDF."""
    path = tmp_path_factory.mktemp("tags") / "small.pdf"
    path.write_bytes(layout.books("page")[0])
    return pikepdf.open(path)


@pytest.fixture(scope="module")
def tree(small: pikepdf.Pdf) -> str:
    """Its structure tree as poppler shows it, an element a line."""
    shown = subprocess.run(
        ["pdfinfo", "-struct-text", small.filename], capture_output=True, text=True, check=True
    )
    assert shown.stderr == ""
    return re.sub(r" \((block|inline)\)|:$|\n +Object .*", "", shown.stdout, flags=re.MULTILINE)


def contains(tree: str, part: str) -> bool:
    """Whether a structure tree contains a part, at any depth."""
    wanted = dedent(part).strip().splitlines()
    lines = tree.splitlines()
    return any(
        dedent("\n".join(lines[at : at + len(wanted)])).splitlines() == wanted for at in range(len(lines))
    )


def elements(pdf: pikepdf.Pdf) -> Iterator[Dictionary]:
    """Every structure element that can be reached, in reading order."""
    waiting = list(pdf.Root.StructTreeRoot.K)[::-1]
    while waiting:
        element = waiting.pop()
        if isinstance(element, Dictionary) and "/S" in element:
            yield element
            waiting += list(element.K)[::-1]


def kinds(element: Dictionary) -> list[str]:
    """The types of the elements in an element."""
    return [str(kid.S)[1:] for kid in element.K if isinstance(kid, Dictionary) and "/S" in kid]


def of(pdf: pikepdf.Pdf, *types: str) -> list[Dictionary]:
    """The elements of some types."""
    return [element for element in elements(pdf) if str(element.S)[1:] in types]


def links(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every link of every page."""
    return [mark for page in pdf.pages for mark in page.get("/Annots", []) if mark.Subtype == Name.Link]


def marked(page: pikepdf.Page) -> Iterator[tuple[str, Dictionary, int]]:
    """Every piece of marked content: its tag, its properties, and the number of others around it."""
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in ("BDC", "BMC"):
            yield str(operands[0]), operands[1] if operator == "BDC" else Dictionary(), depth
            depth += 1
        elif operator == "EMC":
            depth -= 1


def test_language_of_a_phrase(small: pikepdf.Pdf) -> None:
    """Words and paragraphs in another language than the book's say in which."""
    assert [(str(each.S), str(each.Lang)) for each in elements(small) if "/Lang" in each] == [
        ("/Span", "fr"),
        ("/P", "de"),
    ]


def test_notes_come_after_the_paragraph_that_calls_them(tree: str) -> None:
    """A note is heard after the paragraph with its call, in the order of the calls, and not at the end of the
    page.
    """
    part = """
    P
      "Say "
      Span
        "bon ami"
      Reference
        "1"
      " and "
      Code
        "x = 1"
      ""
      Reference
        "2"
    Note <page-note-1>
      Lbl
        "1. "
      "First note."
    Note <page-note-2>
      Lbl
        "2. "
      "Second."
    P
      "Guten Tag"
    """
    assert contains(tree, part)


def test_notes_have_ids(small: pikepdf.Pdf) -> None:
    """Every note has an id of its own, as PDF/UA asks."""
    assert [str(note.ID) for note in of(small, "Note")] == ["page-note-1", "page-note-2"]


def test_code(tree: str) -> None:
    """Code is marked as such, in a line and in a block."""
    assert tree.count("Code") == 3
    assert contains(tree, '  P\n    Code\n      "plain code"')
    assert contains(tree, '  P\n    Code\n      "other code"')


def test_lists_say_their_numbering(small: pikepdf.Pdf) -> None:
    """A list says whether its items have dots, numbers, letters or nothing."""
    assert [(str(each.A.O), str(each.A.ListNumbering)) for each in of(small, "L")] == [
        ("/List", "/Disc"),
        ("/List", "/UpperAlpha"),
        ("/List", "/Decimal"),
        ("/List", "/None"),
        ("/List", "/None"),
        ("/List", "/None"),
    ]


def test_items_are_labels_and_bodies(tree: str) -> None:
    """Paragraphs of an item and lists inside it are in its body."""
    part = """
    LI
      Lbl
        "• "
      LBody
        P
          "apple"
        P
          "pear"
    LI
      Lbl
        "• "
      LBody
        "plum"
        L
           /ListNumbering /UpperAlpha
          LI
            Lbl
              "A. "
            LBody
              "red"
    """
    assert contains(tree, part)


def test_terms_are_labels_of_their_definitions(tree: str) -> None:
    """A term and what it means are one item of their list."""
    part = """
    L
       /ListNumbering /None
      LI
        Lbl
          "term"
        LBody
          "what it is"
        LBody
          "what else"
      LI
        Lbl
          "next"
        LBody
          "more"
    """
    assert contains(tree, part)


def test_lines_of_a_list_are_one_list(tree: str) -> None:
    """A list of terms that is set as running text, line by line, is not a list a line."""
    part = """
    L
       /ListNumbering /None
      LI
        Lbl
          "run"
        LBody
          "on"
      LI
        Lbl
          "and"
        LBody
          "on"
    """
    assert contains(tree, part)


def test_header_cells_say_what_they_head(small: pikepdf.Pdf) -> None:
    """A header cell says whether it heads a column or a row."""
    assert [str(cell.A.Scope) for cell in of(small, "TH")] == ["/Column", "/Column", "/Row"]


def test_a_heading_is_one_heading(small: pikepdf.Pdf, tree: str) -> None:
    """A title with a subtitle on a line of its own is not two headings."""
    assert [str(heading.S) for heading in of(small, "H1", "H2")] == ["/H1"]
    assert contains(tree, '  H1\n    Span\n      "Title"\n    Span\n      "Subtitle"')


def test_pictures_and_formulas(small: pikepdf.Pdf) -> None:
    """A picture has its alternative text and is on its page where it says; a formula is no picture."""
    assert [(str(each.S), str(each.Alt)) for each in of(small, "Figure", "Formula")] == [
        ("/Figure", "A dot"),
        ("/Formula", "x^2"),
    ]
    left, bottom, right, top = map(float, of(small, "Figure")[0].A.BBox)
    assert (round(right - left), round(top - bottom), round(left * 25.4 / 72)) == (30, 22, 15)
    assert top < float(small.pages[0].MediaBox[3]) / 2


def test_contents_are_a_table_of_contents(tree: str) -> None:
    """Lines of contents that follow each other are one table of contents."""
    assert contains(
        tree,
        '  TOC\n    TOCI\n      P\n        Link\n          "Part one"\n    TOCI\n      P\n        "Part "',
    )


def test_links_say_where_they_lead(small: pikepdf.Pdf) -> None:
    """A link says its words, its title and its page or address, and each of these once."""
    long = (
        "the title of this small book of ours, which is so long "
        "that its link goes over two lines, the title, page 1"
    )
    assert list(dict.fromkeys(str(link.Contents) for link in links(small))) == [
        "Part one, page 1",
        "two, page 2",
        long,
        "page 1",
        "page 1–3",
        "a page, https://example.org/",
        "https://example.org/",
    ]


def test_links_say_no_page_without_a_word_for_it(layout: Layout, tmp_path: Path) -> None:
    """Pages that speak of another edition's page numbers do not mix them with their own."""
    (tmp_path / "silent.pdf").write_bytes(layout.books()[0])
    with pikepdf.open(tmp_path / "silent.pdf") as pdf:
        assert str(links(pdf)[0].Contents) == "Part one"


def test_margins_are_artifacts(small: pikepdf.Pdf) -> None:
    """Running head, page number and thumb tab are pagination, as a whole and without marks inside."""
    for page in small.pages:
        found = [(tag, kind, depth) for tag, kind, depth in marked(page) if "/Type" in kind]
        assert [
            (tag, str(kind.Type), str(kind.get("/Subtype", "")), depth) for tag, kind, depth in found
        ] == [
            ("/Artifact", "/Pagination", "/Header", 0),
            ("/Artifact", "/Pagination", "/Footer", 0),
            ("/Artifact", "/Pagination", "", 0),
        ]


def test_pages_are_numbered(small: pikepdf.Pdf) -> None:
    """Page labels are the numbers that are printed: from 1."""
    assert [page.label for page in small.pages] == ["1", "2"]
    assert "/PageLabels" in small.Root
    assert str(small.Root.PageLabels.Nums[1].S) == "/D"


# ------------------------------------------------------------------------------------------------ the adapter


def test_same_bytes_twice(layout: Layout) -> None:
    """The same pages written twice are the same file."""
    assert layout.books("page")[0] == layout.books("page")[0]


def test_kept_page_references_change_nothing(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeping the list of pages is quicker and gives the same bytes."""
    sheet = layout.flows[0].text
    quick = work.pdf(sheet)
    slow = pydyf.PDF.page_references
    monkeypatch.setattr(tagging, "_kept_page_references", lambda: slow)
    assert quick == work.pdf(sheet)


def engine() -> set[object]:
    """What is replaced in WeasyPrint and pydyf while a PDF is being written."""
    return {tags._build_box_tree, draw.draw_stacking_context, pydyf.PDF.page_references}


def test_engine_is_left_as_it_was() -> None:
    """Whatever happens while a PDF is being written, WeasyPrint's own functions come back."""
    before = engine()

    def fail() -> None:
        with tagging.better_tags():
            assert engine().isdisjoint(before)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert engine() == before


@pytest.mark.parametrize("library", ["weasyprint", "pydyf"])
def test_other_versions_are_refused(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release whose private functions may differ is refused by name and number, not tried."""
    monkeypatch.setattr(f"{library}.VERSION", "99.5")
    with pytest.raises(isolation.UnknownEngineError, match=r"99\.5"), tagging.better_tags():
        pass


# ----------------------------------------------------------------------------------------------- built guides


@pytest.fixture(scope="session")
def pdf(built: Built) -> pikepdf.Pdf:
    """The PDF of a guide."""
    return pikepdf.open(built.pdf)


def test_file_is_sound(pdf: pikepdf.Pdf) -> None:
    """The file has no syntax error, and no object that the table of objects does not know."""
    assert pdf.check_pdf_syntax() == []


def test_all_is_tagged_or_an_artifact(pdf: pikepdf.Pdf) -> None:
    """What a page shows is known to the structure tree or is an artifact; the parent tree names the same
    elements.
    """
    owners = {
        (each.Pg.objgen, int(kid)): each.objgen
        for each in elements(pdf)
        if "/Pg" in each
        for kid in each.K
        if isinstance(kid, int)
    }
    rows = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(rows[at]): rows[at + 1] for at in range(0, len(rows), 2)}
    for page in pdf.pages:
        shown = list(marked(page))
        numbers = [int(kind.MCID) for _tag, kind, _depth in shown if "/MCID" in kind]
        row = [parent.objgen for parent in parents[int(page.StructParents)]] if numbers else []
        assert [owners.get((page.obj.objgen, number)) for number in range(len(numbers))] == row
        assert sorted(numbers) == list(range(len(numbers)))
        assert {tag for tag, kind, _depth in shown if "/MCID" not in kind} <= {"/Artifact"}
        assert [tag for tag, _kind, depth in shown if tag == "/Artifact" and depth] == []


def test_every_link_is_in_the_tree(pdf: pikepdf.Pdf) -> None:
    """Every link is tagged as one, and says the page it leads to."""
    known = {kid.Obj.objgen for link in of(pdf, "Link") for kid in link.K if isinstance(kid, Dictionary)}
    assert links(pdf)
    assert [str(link.Contents) for link in links(pdf) if link.objgen not in known] == []
    far = re.compile(r".+, page \d+|page \d+(–\d+)?")
    assert [
        str(link.Contents) for link in links(pdf) if "/Dest" in link and not far.fullmatch(str(link.Contents))
    ] == []


def test_every_element_is_where_it_may_be(pdf: pikepdf.Pdf) -> None:
    """Items are in lists, labels and bodies in items, only phrases in paragraphs and headings; only cells are
    empty.
    """
    pairs = [(str(element.S)[1:], kind) for element in elements(pdf) for kind in kinds(element)]
    assert {
        (outer, kind) for outer, kind in pairs if kind not in MAY_HOLD.get(outer, {kind} - BOUND)
    } == set()
    assert {str(element.S) for element in elements(pdf) if not len(element.K)} <= {"/TD", "/TH"}


def test_every_element_knows_what_it_is_in(pdf: pikepdf.Pdf) -> None:
    """An element's parent is the element that holds it."""
    inner = [
        (kid, element)
        for element in elements(pdf)
        for kid in element.K
        if isinstance(kid, Dictionary) and "/S" in kid
    ]
    assert inner
    assert [str(kid.S) for kid, element in inner if kid.P.objgen != element.objgen] == []


def test_lists_and_header_cells_say_what_they_are(pdf: pikepdf.Pdf) -> None:
    """Every list has a numbering and every header cell a scope."""
    assert of(pdf, "L")
    assert [each for each in of(pdf, "L") if "/ListNumbering" not in each.get("/A", {})] == []
    assert [each for each in of(pdf, "TH") if "/Scope" not in each.get("/A", {})] == []


def test_ids_are_listed_once(pdf: pikepdf.Pdf) -> None:
    """The table of ids has each element that has one, and no id twice."""
    with_id = [(str(each.ID), each.objgen) for each in elements(pdf) if "/ID" in each]
    names = pdf.Root.StructTreeRoot.get("/IDTree", Dictionary(Names=Array())).Names
    listed = [(str(names[at]), names[at + 1].objgen) for at in range(0, len(names), 2)]
    assert sorted(with_id) == listed
    assert len(dict(listed)) == len(listed)


def test_tab_order_is_reading_order(pdf: pikepdf.Pdf) -> None:
    """The tab key goes through the links of a page in the order of the tags, and page labels are the page
    numbers.
    """
    assert {str(page.get("/Tabs")) for page in pdf.pages if "/Annots" in page} == {"/S"}
    assert [page.label for page in pdf.pages] == [str(number) for number in range(1, len(pdf.pages) + 1)]
