"""The study directives, in one file for each family. Every file in this folder is found by itself; it lists
its directives in DIRECTIVES.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from builder.reading.study import StudyDirective


def all_directives() -> Mapping[str, type[StudyDirective]]:
    """Every study directive by the name that authors write."""
    found: dict[str, type[StudyDirective]] = {}
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        found |= import_module(f"{__name__}.{module.name}").DIRECTIVES
    return found
