"""Rules that can be checked in the sources: which room of builder/ may import which, and what ARCHITECTURE.md
must name.
"""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "builder").rglob("*.py"))
OWN_FILES = {
    "docutils": ("reading/",),
    "PIL": ("pillow.py", "reading/rasters.py", "typesetting/decoding.py"),
    "tinycss2": ("reading/svg/styles.py",),
    "cssselect2": ("reading/svg/",),
    "pydantic": ("settings/",),
    "jinja2": ("material/templates.py",),
    "markupsafe": ("pages/templates.py",),
    "ebooklib": ("ebook/",),
    "weasyprint": ("typesetting/",),
    "pydyf": ("typesetting/",),
    "pikepdf": (
        "typesetting/papers.py",
        "typesetting/joining.py",
    ),
    "deflate": ("typesetting/joining.py",),
    "pypdfium2": ("typesetting/raster.py",),
    "watchfiles": ("watching/loop.py",),
    "uvicorn": ("watching/loop.py",),
    "starlette": ("watching/server.py", "watching/guard.py"),
    "fontTools": ("checking/letters.py",),
    "uharfbuzz": ("material/fonts.py",),
    "igraph": ("pictures/graph.py",),
    "ziamath": ("pages/formulas.py",),
    "ada_url": ("reading/links.py",),
    "anyascii": ("settings/slugs.py",),
    "genanki": ("cards/anki.py",),
    "rich": ("live.py", "complaining.py"),
}
# Each room, lowest first, with the rooms that it may import: all of them are above it in this list.
ROOMS = {
    "diagnostics": "",
    "limits": "",
    "program": "",
    "cache": "program",
    "kept": "cache",
    "files": "diagnostics limits",
    "excerpts": "diagnostics",
    "telling": "diagnostics files excerpts",
    "explanations": "",
    "pillow": "",
    "unchanged": "cache",
    "model": "diagnostics",
    "tags": "",
    "formats": "",
    "garbage": "",
    "stopping": "",
    "complaining": "diagnostics stopping telling",
    "locks": "",
    "temporary": "locks",
    "settings": "diagnostics cache kept limits files model",
    "arguments": "limits settings",
    "material": "model",
    "reading": "diagnostics cache kept limits files pillow model tags settings material",
    "reference": "diagnostics reading",
    "progress": "model",
    "timings": "cache progress",
    "targets": "diagnostics model material",
    "editions": "model tags material targets",
    "pictures": "model material targets",
    "typesetting": "cache kept pillow model material",
    "pages": "model material targets editions pictures typesetting",
    "checking": "diagnostics limits tags cache kept model material targets editions pictures typesetting "
    "pages",
    "tally": "model targets",
    "ebook": "model material targets pictures typesetting pages",
    "prints": "model material targets editions pictures typesetting pages",
    "cards": "model material targets editions pages",
    "outputs": "model progress pages ebook prints cards",
    "exchange": "locks",
    "output": "locks model exchange",
    "starter": "model settings output",
    "forking": "temporary",
    "workers": "forking garbage temporary",
    "checked": "diagnostics settings excerpts telling cache kept model reading progress material editions "
    "checking",
    "build": "diagnostics cache model formats garbage progress editions pages checking prints typesetting "
    "outputs output workers checked",
    "report": "progress timings",
    "live": "model progress timings report",
    "watching": "diagnostics cache garbage temporary model settings reading material editions typesetting "
    "pages prints workers checked",
    "commands": "diagnostics telling explanations cache model formats arguments stopping complaining "
    "temporary settings workers progress timings targets typesetting tally output checked build report live "
    "watching unchanged starter reference",
    "__main__": "diagnostics garbage stopping complaining temporary editions output commands",
}


def name(module: Path) -> str:
    """A module's path under builder/."""
    return module.relative_to(ROOT / "builder").as_posix()


@cache
def nodes(module: Path) -> list[ast.AST]:
    """What a module consists of, parsed once."""
    return list(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))


def imports(module: Path) -> Iterator[str]:
    """The full names of what a module imports, wherever in it."""
    for node in nodes(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(module)} has a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(module: str) -> str:
    """The room of a module of builder/, by its full name: a folder, or a file that is one by itself."""
    return f"{module}.".split(".")[1]


def arrows() -> Iterator[tuple[str, str]]:
    """Every import of one module of builder/ by another."""
    names = {
        ".".join(("builder", *module.relative_to(ROOT / "builder").with_suffix("").parts)): module
        for module in MODULES
    }
    for here, module in names.items():
        for other in imports(module):
            if other.startswith("builder."):
                yield here, other if other in names else other.rpartition(".")[0]


def test_rooms_import_only_rooms_below() -> None:
    """A room imports only those that the list above names, all of them lower; reading and output meet only in
    rooms lower than both.
    """
    order = list(ROOMS)
    assert [
        (one, other)
        for one, others in ROOMS.items()
        for other in others.split()
        if order.index(other) >= order.index(one)
    ] == []
    assert {room(here) for here, _there in arrows()} <= {*ROOMS, "__init__"}, "a new room is a line in ROOMS"
    crossing = [(here, there) for here, there in arrows() if room(here) != room(there) and there != "builder"]
    assert [(here, there) for here, there in crossing if room(there) not in ROOMS[room(here)].split()] == []
    used = {(room(here), room(there)) for here, there in crossing}
    assert [
        (one, other) for one, others in ROOMS.items() for other in others.split() if (one, other) not in used
    ] == []


def test_no_import_cycles() -> None:
    """There is no import cycle, inside a room either."""
    needs: dict[str, set[str]] = {}
    for here, there in arrows():
        needs.setdefault(here, set()).add(there)
    list(TopologicalSorter(needs).static_order())


def test_functions_and_files_are_short() -> None:
    """Half of all functions have five lines at most, nine of ten fourteen, and no file has more than 350."""
    lengths = sorted(
        node.body[-1].end_lineno - node.body[bool(ast.get_docstring(node) and len(node.body) > 1)].lineno + 1
        for module in MODULES
        for node in nodes(module)
        if isinstance(node, ast.FunctionDef) and node.body[-1].end_lineno
    )
    assert lengths[len(lengths) // 2] <= 5
    assert lengths[len(lengths) * 9 // 10] <= 14
    assert [name(module) for module in MODULES if module.read_text(encoding="utf-8").count("\n") > 350] == []


def test_ground_floor() -> None:
    """The model and the diagnostics need the standard library and each other, and nothing else."""
    ground = [module for module in MODULES if name(module).startswith(("model/", "diagnostics.py"))]
    found = {other.partition(".")[0] for module in ground for other in imports(module)}
    assert found <= sys.stdlib_module_names | {"builder"}


@pytest.mark.parametrize("library", OWN_FILES)
def test_one_library_one_place(library: str) -> None:
    """A library is imported in one place only: a folder or a file."""
    places = {
        name(module) for module in MODULES for other in imports(module) if other.partition(".")[0] == library
    }
    assert places
    assert [place for place in places if not place.startswith(OWN_FILES[library])] == []


def test_only_the_command_line_knows_the_world() -> None:
    """Only the command line uses the clock, to show what takes how long; nothing uses the environment, the
    network or random numbers without a fixed seed; a server is only where one watches.
    """
    banned = {
        "time",
        "uuid",
        "secrets",
        "socket",
        "urllib.request",
        "http",
        "requests",
        "subprocess",
        "locale",
        "os.environ",
    }
    clock = ("commands/build.py", "time")
    same = {"uuid.uuid5", "uuid.NAMESPACE_URL"}  # a UUID made from a name is the same everywhere
    used = [(name(module), other) for module in MODULES for other in imports(module) if other not in same]
    used.remove(("watching/loop.py", "socket"))  # a server for this machine alone
    found = [(module, other) for module, other in used if banned & {other, other.rpartition(".")[0]}]
    found.remove(clock)
    calls = [
        (name(module), word)
        for module in MODULES
        for word in re.findall(
            r"\b(?:Random\(\)|datetime\.now|date\.today|utcnow|os\.environ|os\.getenv|getlocale)\b",
            module.read_text(encoding="utf-8"),
        )
    ]
    assert found + calls == []


def test_every_module_says_what_it_is() -> None:
    """A file begins with a sentence, here and in builder/."""
    modules = [*MODULES, *Path(__file__).parent.glob("*.py")]
    assert [
        module for module in modules if not ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    ] == []


def test_every_test_says_what_it_tests() -> None:
    """A test begins with a sentence about behaviour."""
    functions = [
        (file.name, node)
        for file in Path(__file__).parent.glob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert [
        (file, node.name)
        for file, node in functions
        if not re.fullmatch(r".+\.", ast.get_docstring(node) or "", re.DOTALL)
    ] == []


@pytest.mark.parametrize(
    "lock",
    sorted([*ROOT.glob("*.lock"), *ROOT.glob("tests/*/*.lock")]),
    ids=lambda lock: lock.relative_to(ROOT).as_posix(),
)
def test_locks_name_no_index(lock: Path) -> None:
    """The pins say what to install and with which hash, not from whose server."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "://" in line or "index-url" in line or "trusted-host" in line] == []
    pins = [line for line in lines if re.match(r"[a-zA-Z0-9]", line)]
    assert pins
    assert [line for line in pins if not re.match(r"[\w.\[\]-]+==\S+ (; .+ )?\\$", line)] == []


def test_the_map_names_every_module() -> None:
    """ARCHITECTURE.md speaks of every module of builder/; of a folder's modules where it names the folder."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    modules = [
        module
        for module in MODULES
        if module.name not in ("__init__.py", "__main__.py")
        and module.parent.name not in ("directives", "commands")
    ]
    assert [name(module) for module in modules if not re.search(rf"`([\w/]+/)?{module.name}`", text)] == []


def test_the_worked_example_is_true() -> None:
    """What CONTRIBUTING.md shows of a directive is in the sources."""
    sources = " ".join(
        file.read_text(encoding="utf-8")
        for file in (ROOT / "builder").rglob("*.*")
        if file.suffix in (".py", ".xhtml")
    )
    blocks = re.findall(
        r"^ *```(?:python|html)\n(.*?)^ *```",
        (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    assert blocks
    assert [block for block in blocks if "".join(block.split()) not in "".join(sources.split())] == []
