"""Templates → text: the one door to Jinja."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket

TEMPLATES = Path(__file__).parent.parent / "templates"
with_context = pass_context
"""Marks a filter that is given the template's variables before its value."""


class _Compiled(BytecodeCache):
    """Templates compiled once a process, whatever environments use them."""

    def __init__(self) -> None:
        self._codes: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template the code that is kept for it."""
        bucket.code = self._codes.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        self._codes[bucket.key] = bucket.code


_compiled = cache(_Compiled)


def environment(filters: Mapping[str, Callable[..., Any]], variables: Mapping[str, Any]) -> Environment:
    """Jinja's environment for the program's templates, with some filters and variables of their own."""
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
