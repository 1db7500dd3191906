"""A study-guide builder: one folder of reStructuredText in, an EPUB and a PDF out."""

__version__ = "0.1.0"
