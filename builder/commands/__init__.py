"""The commands, one a file: `add_to` declares its options, `run` does it and gives its exit code.

What a command needs is imported in its functions, so that `--help` and wrong usage are answered at once: to
load the layout engine alone takes ten times as long.
"""

from types import ModuleType

from builder.commands import booklet, build, check, new, watch

COMMANDS: dict[str, ModuleType] = {
    "new": new,
    "build": build,
    "check": check,
    "watch": watch,
    "booklet": booklet,
}
"""All of them by their names, in the order in which `--help` lists them."""
