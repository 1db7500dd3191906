"""The formats in which a guide can be built, by the names that the command line takes."""

from collections.abc import Collection

# With what each needs of the print book: nothing, its pages where a page list is wanted, or its pages.
FORMATS = {"epub": "page list", "pdf": "pages", "kepub": "page list", "cards": "nothing"}
DEFAULT = ("epub", "pdf", "cards")  # what is made where no format is asked for


def need_pages(formats: Collection[str], *, page_list: bool) -> bool:
    """Whether the print book has to be laid out for some formats."""
    return any(FORMATS[name] in (("pages", "page list") if page_list else ("pages",)) for name in formats)
