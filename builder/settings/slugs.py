"""Any words → a name for files and addresses: small letters and digits with single hyphens between them."""

import re

_MOST = 100  # letters: an edition's name and an ending come behind


def slug_of(words: str) -> str:
    """A name made of some words, in Latin letters whatever their script; empty where no letter is left."""
    if not words.isascii():
        # Imported for such words alone: most names of files are in ASCII.
        from anyascii import anyascii

        words = anyascii(words)
    parts = re.findall("[a-z0-9]+", re.sub("['`]", "", words).lower())
    return "-".join(parts)[:_MOST].rstrip("-")
