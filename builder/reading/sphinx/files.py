"""Other files of the guide's folder, as directives name them."""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive

from builder.diagnostics import Diagnostic, Origin, shown
from builder.files import TooMuchError, text_of, too_much
from builder.limits import CHAPTER_BYTES, CHAPTER_LETTERS
from builder.reading.assets import name_of
from builder.reading.included import inside
from builder.reading.refused import report


def text_inside(directive: Directive, name: str) -> str | None:
    """The text of a file that a directive names, from the folder of its own file or, with a / before it, from
    the guide's; None where there is none or it is outside, which is reported. Raises TooMuchError.
    """
    settings = directive.state.document.settings
    here = Path(directive.state_machine.get_source_and_line(directive.lineno)[0] or settings._source)
    path = settings.root / name.lstrip("/") if name.startswith("/") else here.parent / name
    settings.looks.at(path)
    if inside(path, settings.root) is None:
        what = f"the file to include, {shown(name)}, is not in the guide's folder"
        report(directive, "refused", what, "include files from inside the guide's folder only")
        return None
    text = text_of(path, CHAPTER_BYTES)
    if isinstance(text, Diagnostic):
        settings.problems.append(text)
        return None
    _count(directive, text)
    return text


_BY_PANDOC = re.compile(r"image\d+")  # its name for a picture without alternative text, and so docutils' text
_ENDINGS = (".svg", ".png", ".jpg", ".jpeg")


def place_pictures(document: nodes.document) -> None:
    """Name the file that is there for a picture that is written “boat.*”: the first of some."""
    settings = document.settings
    for image in document.findall(nodes.image):
        if image["uri"].endswith(".*"):
            tried = [image["uri"].removesuffix(".*") + ending for ending in _ENDINGS]
            image["uri"] = next((uri for uri in tried if _is_there(uri, settings)), tried[0])
        if isinstance(image.parent, nodes.substitution_definition) and _BY_PANDOC.fullmatch(
            image.get("alt", "")
        ):
            del image["alt"]


def _is_there(uri: str, settings: Any) -> bool:
    path = settings.root / name_of(uri, settings.folder)
    settings.looks.at(path)
    return inside(path, settings.root) is not None


def _count(directive: Directive, text: str) -> None:
    """Raise TooMuchError where a chapter includes too much."""
    settings = directive.state.document.settings
    settings.letters += len(text)
    if settings.letters > CHAPTER_LETTERS.value:
        source, line = directive.state_machine.get_source_and_line(directive.lineno)
        what = f"with this file it would be {settings.letters:,} letters"
        raise TooMuchError(
            too_much(Origin(source or settings._source, line or 0), CHAPTER_LETTERS, what, "include less")
        )
