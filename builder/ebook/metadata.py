"""The metadata of an e-book's package document, accessibility metadata included."""

from collections.abc import Iterator

from ebooklib import epub as ebooklib

from builder.material.divisions import words_of
from builder.model.blocks import Genindex
from builder.model.book import Book
from builder.model.walking import walk_book
from builder.pages.formulas import formulas


def describe(package: ebooklib.EpubBook, book: Book, printed: str) -> None:
    """Add the metadata: Dublin Core with refinements, and accessibility. What it claims of the pages,
    `proof.faults` has checked.
    """
    guide = book.guide
    package.add_metadata("DC", "title", guide.title, {"id": "title"})
    package.add_metadata(None, "meta", "main", {"refines": "#title", "property": "title-type"})
    for kind, title in (("subtitle", guide.subtitle), ("edition", book.edition.title)):
        if title:
            package.add_metadata("DC", "title", title, {"id": kind})
            package.add_metadata(None, "meta", kind, {"refines": f"#{kind}", "property": "title-type"})
    package.add_metadata("DC", "language", guide.language)
    for number, author in enumerate(guide.authors, 1):
        package.add_metadata("DC", "creator", author, {"id": f"creator-{number}"})
        package.add_metadata(
            None,
            "meta",
            "aut",
            {"refines": f"#creator-{number}", "property": "role", "scheme": "marc:relators"},
        )
    for subject in guide.subjects:
        package.add_metadata("DC", "subject", subject)
    date = guide.date.isoformat() if guide.date else ""
    for name, value in (
        ("description", guide.description),
        ("publisher", guide.publisher),
        ("rights", guide.rights),
        ("date", date),
    ):
        if value:
            package.add_metadata("DC", name, value)
    if guide.page_list:
        source = ", ".join(filter(None, (printed, guide.version)))
        package.add_metadata("DC", "source", source)
        package.add_metadata(None, "meta", source, {"property": "pageBreakSource"})
    if guide.version:
        package.add_metadata(None, "meta", guide.version, {"property": "schema:version"})
    for name, value in _accessibility(book):
        package.add_metadata(None, "meta", value, {"property": f"schema:{name}"})
    package.add_metadata(
        None, "meta", "EPUB Accessibility 1.1 - WCAG 2.2 Level AA", {"property": "dcterms:conformsTo"}
    )
    certifier = ", ".join(guide.authors) or "study-guide builder"  # whose proof it is, where nobody signs
    package.add_metadata(None, "meta", certifier, {"property": "a11y:certifiedBy"})


def _accessibility(book: Book) -> Iterator[tuple[str, str]]:
    """The accessibility properties of schema.org with their values, from what the book holds."""
    blocks = [block for _chapter, block in walk_book(book)]
    yield "accessMode", "textual"
    yield "accessMode", "visual"  # the cover
    yield "accessModeSufficient", "textual"  # every picture has an alternative: a missing one stops the build
    features = [
        "alternativeText",
        "displayTransformability",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ]
    if book.guide.page_list:
        features += ["pageBreakMarkers", "pageNavigation"]
    if any(isinstance(block, Genindex) for block in blocks):
        features.append("index")
    if any(formulas(book)):
        features.append("MathML")
    for feature in sorted(features):
        yield "accessibilityFeature", feature
    yield "accessibilityHazard", "none"  # nothing moves, flashes or sounds
    yield "accessibilitySummary", str(words_of(book.guide)["accessibility"])
