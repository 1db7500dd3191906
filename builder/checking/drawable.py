"""Pictures and formulas: each is drawn once, so that what is checked can be built."""

from collections.abc import Iterator

from builder.diagnostics import Diagnostic
from builder.model.book import Book
from builder.pages.formulas import drawing, formulas
from builder.typesetting.isolation import Resource
from builder.typesetting.trial import can_draw


def undrawable(book: Book) -> Iterator[Diagnostic]:
    """A diagnostic for every formula and every picture that print could not show."""
    for formula in formulas(book):
        try:
            drawing(formula)
        except ValueError as wrong:
            yield Diagnostic(formula.origin, "math", str(wrong), "write it in other TeX, or as a picture")
    for image in (*book.images, *filter(None, [book.cover])):
        if not can_draw(Resource(image.name, image.content, image.media_type)):
            what = f"the image {image.name} can't be drawn"
            fix = "save it again as plain SVG or as PNG with another program"
            yield Diagnostic(image.origin, "image", what, fix)
