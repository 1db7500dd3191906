"""What values of guide.toml look like: words, names, numbers and days, each within bounds."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from builder.limits import ENTRIES, NAMES, WORDING, WORDS, Limit
from builder.model.node import NEVER

_TEXT = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]*$"  # neither XML nor PDF can hold the others
_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_TAG = r"^[a-z][a-z0-9_]*$"
_LANGUAGE = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"
# EPUB and its NCX must agree on one identifier, and a reading system compares it letter by letter.
_IDENTIFIER = r"^(urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|urn:isbn:[0-9]{13}|https://[!-~]+)$"
_STEP = r"\.{0,2}[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]*"  # neither “.” nor “..”
_CHAPTER = rf"^{_STEP}(/{_STEP})*$"
_IMAGE = r"^[\w.-]+(/[\w.-]+)*\.(png|jpe?g)$"
_NUMBERS = r"^([1Ii]\.)?(1|I|i|one|none)$"
FORMS = {
    _TEXT: "take the control characters out",
    _SLUG: "small letters and digits with single hyphens between them",
    _TAG: "small letters, digits and _, a letter first",
    _LANGUAGE: "a language tag such as en, en-GB or pt-BR",
    _IDENTIFIER: "urn:uuid: and a UUID in small letters, urn:isbn: and 13 digits, or an https address",
    _CHAPTER: "a file inside the guide's folder, such as part-one.rst, without “\\” and control characters",
    _IMAGE: "a PNG or JPEG inside the guide's folder, such as images/cover.png",
    _NUMBERS: "1, I, i, one or none; where numbers begin anew in each part, 1.1, I.i and the like too",
}


def _text(most: Limit) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=most.value, pattern=_TEXT)


Text = Annotated[str, _text(WORDS)]
Wording = Annotated[str, _text(WORDING)]
Slug = Annotated[str, StringConstraints(max_length=NAMES.value, pattern=_SLUG)]
Label = Annotated[str, StringConstraints(max_length=NAMES.value, pattern=_SLUG)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=WORDS.value, pattern=_TEXT)]
Tag = Annotated[str, StringConstraints(max_length=NAMES.value, pattern=_TAG)]
Language = Annotated[str, StringConstraints(pattern=_LANGUAGE)]
Identifier = Annotated[str, StringConstraints(max_length=WORDS.value, pattern=_IDENTIFIER)]
ChapterFile = Annotated[str, StringConstraints(max_length=NAMES.value, pattern=_CHAPTER)]
Pattern = Annotated[str, _text(NAMES)]
ImageFile = Annotated[str, StringConstraints(max_length=NAMES.value, pattern=_IMAGE)]
Most = Field(max_length=ENTRIES.value)
Count = Annotated[int, Field(ge=1, lt=NEVER)]
Division = Annotated[
    list[Text],
    BeforeValidator(lambda given: [given] if isinstance(given, str) else given),
    Field(min_length=1, max_length=3),
]
Numbers = Annotated[str, StringConstraints(pattern=_NUMBERS)]
Year = Annotated[int, Field(ge=-9999, le=9999)]
Published = Annotated[date, Field(ge=date(1980, 1, 1), le=date(2099, 12, 31))]  # a ZIP knows no others
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2999, 12, 31))]
