"""Letters: every character has a shape in the fonts."""

from collections import Counter
from collections.abc import Iterable, Iterator

from builder.diagnostics import Diagnostic, Origin
from builder.material.scripts import is_turned
from builder.model.book import Book, Image
from builder.model.text import Formula, Text
from builder.model.walking import strings, texts, walk_book

# ---------------------------------------------------------------------------------------------------- letters

# What pages can't be made for yet, by script: it is told once a file, not for each of its letters.
_CJK = {"Hani", "Hira", "Kana", "Hang", "Bopo"}
_NAMED = 6  # letters named in a diagnostic

Told = set[tuple[str, str]]


def letters(book: Book, characters: frozenset[int], more_in_code: frozenset[int]) -> Iterator[Diagnostic]:
    """Every character has a shape in the fonts: a missing one would print as an empty box."""

    known, in_code = frozenset(map(chr, characters)), frozenset(map(chr, more_in_code))
    told: Told = set()

    def lacking(found: Iterable[Text], others: Iterable[str] = ()) -> set[str]:
        in_texts = (_lacking(text, known, in_code) for text in found)
        return _besides("".join(others), known).union(*in_texts)

    written = [(book.guide.origin, lacking((), strings(book.guide)))]
    written += [(chapter.origin, lacking([chapter.title])) for chapter in book.chapters]
    written += [(block.origin, lacking(texts(block), strings(block))) for _chapter, block in walk_book(book)]
    for origin, missing in written:
        yield from _unready(origin, missing, told)
        if named := {letter for letter in missing if not _unready_script(letter)}:
            fix = "write it in other characters, or as a picture"
            yield Diagnostic(origin, "no-glyph", f"no font of the book has {_named(named)}", fix)
    for image in book.pictures:
        yield from _letters_in(image, characters | more_in_code)


def _unready(origin: Origin, missing: set[str], told: Told) -> Iterator[Diagnostic]:
    """A diagnostic for every script that pages can't be made for and that the file has not shown before."""
    for script in sorted(set(filter(None, map(_unready_script, missing)))):
        if (origin.file, script) not in told:
            told.add((origin.file, script))
            named = _named(letter for letter in missing if _unready_script(letter) == script)
            what = f"{script} can't be set yet; from here on this file has {named}"
            yield Diagnostic(origin, "no-glyph", what, "write it in Latin letters, or show it as a picture")


def _unready_script(letter: str) -> str:
    """What a letter belongs to that can't be set yet, or nothing."""
    from fontTools import unicodedata  # imported for a letter that is amiss, which most guides have not

    if is_turned(letter):
        return "writing from right to left"
    return "Chinese, Japanese and Korean" if _CJK & unicodedata.script_extension(letter) else ""


def _letters_in(image: Image, characters: frozenset[int]) -> Iterator[Diagnostic]:
    """What is written in an SVG is set in the book's fonts too."""
    for line, missing in _missing_in(image, characters):
        what = f"the image {image.name} has {_named(missing)} in its line {line}, which no font has"
        fix = "write it in other characters, or turn its text into paths"
        yield Diagnostic(image.origin, "no-glyph", what, fix)


def has_all_letters(image: Image, characters: frozenset[int]) -> bool:
    """Whether what is written in a picture can be set."""
    return not any(True for _ in _missing_in(image, characters))


def _missing_in(image: Image, characters: frozenset[int]) -> Iterator[tuple[int, set[str]]]:
    """Each line of an SVG with letters that no font has, and these."""
    known = frozenset(map(chr, characters)) if image.texts else frozenset()
    for line, text in image.texts:
        if missing := _besides(text, known):
            yield line, missing


def _named(characters: Iterable[str]) -> str:
    """Some letters with their codes and blocks of Unicode."""
    from fontTools import unicodedata  # see _unready_script

    letters = sorted(characters)
    named = [f"“{one}” (U+{ord(one):04X}, {unicodedata.block(one)})" for one in letters[:_NAMED]]
    return ", ".join(named) + (f" and {len(letters) - _NAMED} more" if len(letters) > _NAMED else "")


def _lacking(text: Text, known: frozenset[str], in_code: frozenset[str]) -> set[str]:
    """The characters of a text that its fonts lack; most texts need no closer look."""
    if not _besides(text.plain, known):
        return set()
    return _besides(_set_as_text(text), known) | _besides(text.code, known | in_code)


def _set_as_text(text: Text) -> str:
    """The characters of a text that are set in its own fonts: neither code nor a formula."""
    others = Counter(text.code) + sum(
        (Counter(piece.tex) for piece in text.pieces if isinstance(piece, Formula)), Counter()
    )
    return "".join(Counter(text.plain) - others)


def _besides(string: str, known: frozenset[str]) -> set[str]:
    """The characters of a string that are not among some; spaces are everywhere."""
    return {char for char in set(string) - known if not char.isspace()}
