"""Templates → text: the only module that uses Jinja."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket

TEMPLATES = Path(__file__).parent.parent / "templates"
with_context = pass_context
"""Marks a filter that gets the template's variables before its value."""


class _Compiled(BytecodeCache):
    """A cache of compiled templates: each is compiled once per process, for all environments."""

    def __init__(self) -> None:
        self._codes: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template's code from the cache."""
        bucket.code = self._codes.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Put a template's code into the cache."""
        self._codes[bucket.key] = bucket.code


_compiled = cache(_Compiled)


def environment(filters: Mapping[str, Callable[..., Any]], variables: Mapping[str, Any]) -> Environment:
    """Jinja's environment for the program's templates, with the given filters and variables."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        bytecode_cache=_compiled(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters |= filters
    made.globals |= variables
    return made
