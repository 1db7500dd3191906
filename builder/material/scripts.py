"""Which letters the pages are not made for."""

import unicodedata

# Scripts that run from right to left, and marks that turn the direction: the pages are not made for them.
_TURNED = {"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "PDF", "PDI", "FSI"}


def is_turned(character: str) -> bool:
    """Whether a character runs from right to left, or turns the direction."""
    return unicodedata.bidirectional(character) in _TURNED
