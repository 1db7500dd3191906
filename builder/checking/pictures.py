"""All pictures of a book together: their names, and how much they are."""

import unicodedata
from collections.abc import Iterator

from builder import limits
from builder.diagnostics import Diagnostic
from builder.model.book import COVER, Book
from builder.targets import Targets


def alike(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """No two names differ only in capitals or in how an accent is written: a book's container and many disks
    take them for one. The program's own pictures have names too.
    """
    from builder.pictures.maps import names  # it needs Jinja, which a guide that has not changed does not

    own = [*names(book), *([] if book.cover else [COVER])]
    known = {_folded(name): f"{name} (made by the program)" for name in own}
    images = {image.name: image for image in (*filter(None, [book.cover]), *book.images)}
    for name, image in images.items():
        other = known.setdefault(_folded(name), name)
        if other != name:
            what = f"the image names {name} and {other} are one to many programs"
            yield Diagnostic(image.origin, "image", what, "give the picture another name")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def too_many_bytes(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """The pictures are not more than a book's file may hold."""
    if sum(len(image.content) for image in book.images) > limits.PICTURE_FILES.value:
        what = f"the pictures of all chapters have more than {limits.PICTURE_FILES} together"
        yield Diagnostic(book.guide.origin, "image", what, "save the largest ones smaller")
