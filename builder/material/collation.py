"""The order of an index and of a glossary in the guide's language, the same on every machine."""

import unicodedata
from functools import partial

# Letters that are not their first one with a mark, and stand as these.
_AS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
# Letters with a mark that stand as letters of their own, after the bare one.
_OWN = {"es": "ñ"}
_AFTER = "\uffff"


def sort_key(head: str, language: str = "en") -> tuple[str, str]:
    """A key that sorts without accents, case and punctuation."""
    own = _OWN.get(language.partition("-")[0], "")
    letters = unicodedata.normalize("NFKC", head).casefold().translate(_AS)
    return "".join(map(partial(_plain, own=own), letters)).strip(), head


def _plain(letter: str, own: str) -> str:
    """What a letter sorts as."""
    bare = unicodedata.normalize("NFKD", letter).casefold()
    kept = "".join(char for char in bare if char.isalnum() or char == " ")
    return kept + _AFTER if letter in own else kept
