"""The theme map: how strong every theme is in every chapter of the work. Lengths are in points."""

from builder.material.fonts import width
from builder.model.book import Book
from builder.pictures.lettering import widest
from builder.pictures.picture import Picture, picture
from builder.pictures.themes import themes
from builder.targets import Targets


def theme_map(book: Book, targets: Targets) -> Picture:
    """Rows are themes, columns the chapters of the work: the stronger a theme, the darker its cell."""
    rows = themes(book, targets)
    code = max((width(row.code, 9, 700) for row in rows), default=0.0) + 5
    return picture(
        "theme-map", book, rows=rows, code=code, left=code + widest([row.title for row in rows], 9) + 8
    )
