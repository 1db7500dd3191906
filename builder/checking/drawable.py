"""Pictures and formulas: each is drawn once, so that what is checked can be built; the verdict is kept."""

from collections.abc import Callable, Iterator
from typing import Any

from builder.cache import NOTHING_KEPT, Cache, key_of
from builder.checking.letters import has_all_letters
from builder.diagnostics import Diagnostic
from builder.kept import find, keep
from builder.model.book import Book, Image
from builder.model.text import Formula
from builder.pages.formulas import drawing, formulas


def undrawable(book: Book, characters: frozenset[int], cache: Cache = NOTHING_KEPT) -> Iterator[Diagnostic]:
    """A diagnostic for every formula and every picture that print could not show, but for pictures with other
    letters than some characters: those are reported with these.
    """
    for formula in formulas(book):
        if what := _judged(cache, key_of("formula", formula.mathml), _fault_of_formula, formula):
            yield Diagnostic(formula.origin, "math", what, "write it in other TeX, or as a picture")
    verdicts: dict[str, str] = {}  # a picture may be there under many names
    for image in (image for image in book.pictures if has_all_letters(image, characters)):
        key = key_of("picture", image.media_type, image.content)
        if key not in verdicts:
            verdicts[key] = _judged(cache, key, _fault_of_picture, image)
        if what := verdicts[key]:
            fix = "save it again as plain SVG or as PNG with another program"
            yield Diagnostic(image.origin, "image", f"the image {image.name} {what}", fix)


def _judged(cache: Cache, key: str, judge: Callable[[Any], str], what: object) -> str:
    """A verdict on a thing: what is wrong with it, or nothing."""
    known: str | None = find(cache, key)
    if known is None:
        known = judge(what)
        keep(cache, key, known)
    return known


def _fault_of_formula(formula: Formula) -> str:
    try:
        drawing(formula)
    except ValueError as wrong:
        return str(wrong)
    return ""


def _fault_of_picture(image: Image) -> str:
    # Imported for a picture that is new: most runs draw none, and the layout engine takes long to load.
    if image.media_type != "image/svg+xml":
        from builder.typesetting.decoding import can_decode

        return "" if can_decode(image.content) else "is damaged or cut off"
    from builder.typesetting.sheets import Resource
    from builder.typesetting.trial import can_draw

    can = can_draw(Resource(image.name, image.content, image.media_type))
    return "" if can else "can't be drawn"
