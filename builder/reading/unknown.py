"""What is under a directive that nobody knows: a file out of another project, whose programs know the
directive, keeps it as text. In a guide the directive is a mistake, and what is under it comes when that is
mended.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docutils import nodes
from docutils.parsers.rst import states

_OPTION = re.compile(r"\s*:[\w-]+:(\s|$)")


def _read_on(state: Any, name: str) -> tuple[list[nodes.Node], bool]:
    """The content of an unknown directive, and what is on its own line, without its options."""
    line = state.state_machine.abs_line_number()
    state.reporter.error(f'Unknown directive type "{name}".', line=line)
    block, _indent, offset, blank = state.state_machine.get_first_known_indented(0, strip_indent=False)
    if not state.document.settings.is_alone:
        return [], blank
    below = block[1:]
    while below and _OPTION.match(below[0]):
        below.trim_start()
    indents = [len(text) - len(text.lstrip()) for text in below if text.strip()]
    below.trim_left(min(indents, default=0))
    content = nodes.Element("", *_paragraph(state, block[0].partition("::")[2].strip(), line))
    state.nested_parse(below, offset + len(block) - len(below), content)
    return content.children, blank


def _paragraph(state: Any, words: str, line: int) -> list[nodes.Node]:
    found, messages = state.inline_text(words, line)
    return [nodes.paragraph(words, "", *found), *messages] if words else []


@contextmanager
def unknown_ones_read() -> Iterator[None]:
    """Within this context, the content of directives that nobody knows is read."""
    docutils: Any = states.Body
    before, docutils.unknown_directive = docutils.unknown_directive, _read_on
    try:
        yield
    finally:
        docutils.unknown_directive = before
