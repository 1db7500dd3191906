"""Sphinx's roles and directives that have a sense in a book, and those that have none, each with the way out.

They make docutils' nodes, so what they hold is ordinary reST: a list, a table or a quotation may hold them.
"""

from collections.abc import Mapping

from docutils.parsers.rst import Directive

from builder.reading.doctree import Role
from builder.reading.sphinx import code, holders, marks, notes, numbers, objects, outside, references

ROLES: Mapping[str, Role] = {**marks.ROLES, **references.ROLES}
"""Sphinx's roles by the names that authors write."""

DIRECTIVES: Mapping[str, type[Directive]] = {
    **code.DIRECTIVES,
    **holders.DIRECTIVES,
    **notes.DIRECTIVES,
    **numbers.DIRECTIVES,
    **objects.DIRECTIVES,
    **outside.DIRECTIVES,
}
"""Sphinx's directives, likewise."""
