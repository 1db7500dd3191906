"""Pictures in a guide's folder that nothing shows: warnings."""

from collections.abc import Iterator
from pathlib import Path

from builder.diagnostics import Diagnostic, Origin, warning
from builder.model.book import Book
from builder.settings.beside import FILE
from builder.settings.listed import files_inside

_PICTURES = ("*.png", "*.jpg", "*.jpeg", "*.gif")


def unshown_pictures(root: Path, book: Book, overlay: Path | None) -> Iterator[Diagnostic]:
    """A warning for each picture that no chapter shows. An SVG may be what another was drawn from; other
    guides below the folder have pictures of their own.
    """
    shown = {Path(image.name) for image in (*book.images, *filter(None, [book.cover]))}
    stems = {path.with_suffix("") for path in shown}
    others = {path.parent for path in root.rglob(FILE)} - {root} | ({overlay} if overlay else set())
    for path in (path for kind in _PICTURES for path in files_inside(root, kind)):
        name = path.relative_to(root)
        if name.with_suffix("") not in stems and not any(path.is_relative_to(other) for other in others):
            what, fix = "no chapter shows this picture", "show it with “.. figure::”, or take the file out"
            yield warning(Origin(path.as_posix(), 0), "unused-picture", what, fix)
