"""The study directives, one file a family. The folder is the list: every file in it names its own in
DIRECTIVES.
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
