"""The house rules that can be read off the sources: which room knows what, and what stands in ARCHITECTURE.md."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "builder").rglob("*.py"))
OWN_ROOM = {
    "docutils": ("reading/",),
    "PIL": ("reading/assets.py",),
    "pydantic": ("settings.py",),
    "jinja2": ("writing/templates.py",),
    "markupsafe": ("writing/templates.py",),
    "ebooklib": ("writing/epub.py",),
    "weasyprint": ("writing/layout.py", "writing/tagging.py"),
    "pydyf": ("writing/tagging.py",),
    "pikepdf": ("writing/papers.py",),
    "pypdfium2": ("writing/cover.py",),
    "fontTools": ("writing/fonts.py",),
    "igraph": ("writing/graph.py",),
    "ziamath": ("writing/formulas.py",),
    "genanki": ("writing/cards.py",),
}


def name(module: Path) -> str:
    """A module's path under builder/."""
    return module.relative_to(ROOT / "builder").as_posix()


def imports(module: Path) -> Iterator[str]:
    """The full names of what a module imports, wherever in it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(module)} has a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_wings_meet_only_in_the_model() -> None:
    """What reads knows nothing of what writes, and what writes knows nothing of what reads."""
    arrows = [(name(module), other) for module in MODULES for other in imports(module)]
    wings = [("reading/", "builder.writing"), ("writing/", "builder.reading")]
    assert [(here, other) for here, other in arrows for wing, far in wings if here.startswith(wing) and other.startswith(far)] == []


@pytest.mark.parametrize("ground", ["model.py", "diagnostics.py"])
def test_ground_floor(ground: str) -> None:
    """The model and the diagnostics stand on the standard library and on each other."""
    found = {
        other.partition(".")[0] for other in imports(ROOT / "builder" / ground) if not re.match(r"builder\.(model|diagnostics)\b", other)
    }
    assert found <= sys.stdlib_module_names


@pytest.mark.parametrize("library", OWN_ROOM)
def test_one_library_one_door(library: str) -> None:
    """A foreign library is opened in one room."""
    rooms = {name(module) for module in MODULES for other in imports(module) if other.partition(".")[0] == library}
    assert rooms
    assert [room for room in rooms if not room.startswith(OWN_ROOM[library])] == []


def test_only_the_door_knows_the_world() -> None:
    """No clock, no environment, no network and no chance, but for one that always falls alike, behind the command line."""
    banned = {"time", "uuid", "secrets", "socket", "urllib.request", "http", "requests", "subprocess", "locale", "os.environ"}
    same = {"uuid.uuid5", "uuid.NAMESPACE_URL"}  # a UUID made from a name is the same everywhere
    used = [(name(module), other) for module in MODULES for other in imports(module) if other not in same]
    found = [(module, other) for module, other in used if banned & {other, other.rpartition(".")[0]}]
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
    """A file opens with a sentence, here and in builder/."""
    modules = [*MODULES, *Path(__file__).parent.glob("*.py")]
    assert [module for module in modules if not ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))] == []


def test_every_test_says_what_it_tests() -> None:
    """A test opens with a sentence about behaviour."""
    functions = [
        (file.name, node)
        for file in Path(__file__).parent.glob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert [(file, node.name) for file, node in functions if not re.fullmatch(r".+\.", ast.get_docstring(node) or "", re.DOTALL)] == []


@pytest.mark.parametrize("lock", sorted(ROOT.glob("*.lock")), ids=lambda lock: lock.name)
def test_locks_name_no_index(lock: Path) -> None:
    """The pins say what to install and with which hash, not from whose server."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "://" in line or "index-url" in line or "trusted-host" in line] == []
    pins = [line for line in lines if re.match(r"[a-zA-Z0-9]", line)]
    assert pins
    assert [line for line in pins if not re.match(r"[\w.\[\]-]+==\S+ (; .+ )?\\$", line)] == []


def test_the_map_names_every_room() -> None:
    """ARCHITECTURE.md speaks of every module of builder/; of a folder's modules where it names the folder."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = [module for module in MODULES if module.name != "__init__.py" and module.parent.name != "directives"]
    assert [name(room) for room in rooms if not re.search(rf"`([\w/]+/)?{room.name}`", text)] == []


def test_the_worked_example_is_true() -> None:
    """What CONTRIBUTING.md shows of a directive is what stands in the sources."""
    sources = " ".join(file.read_text(encoding="utf-8") for file in (ROOT / "builder").rglob("*.*") if file.suffix in (".py", ".xhtml"))
    blocks = re.findall(
        r"^ *```(?:python|html)\n(.*?)^ *```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert blocks
    assert [block for block in blocks if "".join(block.split()) not in "".join(sources.split())] == []
