"""Numbers in lists and in the options of docutils' directives, which it takes as large as they are written:
columns as wide as a continent, tabs of a gigabyte.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from docutils import utils
from docutils.parsers.rst import directives, states

from builder.limits import NUMBER

_WORDS = (directives.unchanged, directives.unchanged_required, directives.uri, directives.class_option)
_NUMBER = re.compile(r"[0-9.]+")
_Spec = Mapping[str, Callable[[Any], Any]]


@contextmanager
def numbers_within_bounds() -> Iterator[None]:
    """Within this context, docutils refuses a number that is too large, as it does a word for a number."""
    docutils: Any = utils
    before = docutils.assemble_option_dict

    def assemble(options: Sequence[tuple[str, str | None]], spec: _Spec) -> dict[str, Any]:
        _none_in_another(options)
        found: dict[str, Any] = before(options, spec)
        for name, value in found.items():
            if spec[name] not in _WORDS and not _is_sane(value):
                raise ValueError(f"{name} is larger than {NUMBER.value}")
        return found

    docutils.assemble_option_dict = assemble
    converters = states.Body.enum.converters
    exact, converters["arabic"] = converters["arabic"], _beginning
    try:
        yield
    finally:
        docutils.assemble_option_dict = before
        converters["arabic"] = exact


_OPTION = re.compile(r"^\s*:([a-z][\w-]*):(\s|$)", re.MULTILINE)


def _none_in_another(options: Sequence[tuple[str, str | None]]) -> None:
    """Raise ValueError for an option that is indented further than the one above, by a tab perhaps, and so
    has become a part of that.
    """
    for name, value in options:
        if found := _OPTION.search((value or "").partition("\n")[2]):
            raise ValueError(f"{found[1]} is indented into {name}")


def _beginning(digits: str) -> int:
    """A number of a list, cut off where it is too large anyway: Python refuses thousands of digits."""
    return int(digits[: len(str(NUMBER.value)) + 1])


def _is_sane(value: object) -> bool:
    match value:
        case list() | tuple():
            return all(map(_is_sane, value))
        case int() | float():
            return abs(value) <= NUMBER.value
        case str() if found := _NUMBER.match(value):
            return len(found[0]) < len(str(NUMBER.value)) + 4  # a few decimals
        case _:
            return True
