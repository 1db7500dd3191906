"""The formats in which a guide can be built, by the names that the command line takes."""

FORMATS = ("epub", "pdf", "kepub", "cards")
DEFAULT = ("epub", "pdf", "cards")  # what is made where no format is asked for
