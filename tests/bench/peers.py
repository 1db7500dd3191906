"""The tools that our program is compared with. They are installed apart from it, in .venv/bench."""

import json
import os
import subprocess
from collections.abc import Mapping
from functools import cache

from tests.bench.corpus import sources
from tests.bench.measure import Command
from tests.bench.tool import EPUB, PDF, ROOT, Commands, Job, Place, Tool

_BIN = ROOT / ".venv" / "bench" / "bin"
PATH = f"{_BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"  # so that simplepdf finds WeasyPrint
READERS = {"rest": "rst", "markdown": "markdown"}  # the folders of the corpus that pandoc reads, and as what
_VERSIONS = """
import importlib.metadata, json
found = importlib.metadata.distributions()
print(json.dumps({one.name.lower().replace("_", "-"): one.version for one in found}))
"""
_TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"


def versions() -> Mapping[str, str]:
    """The packages that are installed for peers, and their versions."""
    if not (_BIN / "python").exists():
        return {}
    found: dict[str, str] = json.loads(_python(_VERSIONS))
    return found


def _python(code: str) -> str:
    return subprocess.run([_BIN / "python", "-c", code], capture_output=True, text=True, check=True).stdout


@cache
def _pandoc() -> str:
    """Where pandoc is: among the files of a package."""
    return _python("import pypandoc; print(pypandoc.get_pandoc_path(), end='')")


def _convert(place: Place, source: str, target: str, output: str) -> Command:
    """How pandoc converts the corpus. A file that names pictures is written beside them."""
    folder = place.corpus / source
    return [
        *(_pandoc(), "--from", READERS[source], "--to", target, "--standalone", "--toc"),
        *("--metadata", "title=A Book of Prose", "--metadata", "lang=en-GB", f"--resource-path={folder}"),
        "--output",
        (place.folder if target == "epub3" else folder) / output,
        *sources(folder),
    ]


def _pandoc_epub(source: str) -> Commands:
    return lambda place: [_convert(place, source, "epub3", "book.epub")]


def _pandoc_typst(source: str) -> Commands:
    return lambda place: [
        _convert(place, source, "typst", "book.typ"),
        [_BIN / "python", "-c", _TYPST, place.corpus / source / "book.typ", place.folder / "book.pdf"],
    ]


def _html(place: Place) -> list[Command]:
    return [_convert(place, "rest", "html5", "book.html")]


def _sphinx(builder: str, *options: str) -> Commands:
    build: Command = [_BIN / "sphinx-build", "-q", "-b", builder, *options]

    def commands(place: Place) -> list[Command]:
        kept, made = place.folder / "doctrees" / builder, place.folder / builder
        return [[*build, "-d", kept, place.corpus / "sphinx", made]]

    return commands


_SPHINX_EPUB = _sphinx("epub")
_SIMPLEPDF = _sphinx("simplepdf", "-D", "extensions=sphinx_simplepdf")


def _both(epub: Commands, pdf: Commands) -> Job:
    return Job(lambda place: [*epub(place), *pdf(place)], "both", (EPUB, PDF))


def _with_pandoc(name: str, source: str) -> Tool:
    """pandoc, which keeps nothing: with one chapter changed it does all its work again."""
    epub, pdf = _pandoc_epub(source), _pandoc_typst(source)
    both = _both(epub, pdf)
    jobs = {
        "clean": both,
        "epub": Job(epub, "epub", (EPUB,)),
        "pdf": Job(pdf, "pdf", (PDF,)),
        "changed": both,
    }
    return Tool(name, jobs, ("pypandoc-binary", "typst"))


def _engine(name: str, package: str, *options: str) -> Tool:
    """An engine that is given one HTML file, made by pandoc and not measured."""

    def commands(place: Place) -> list[Command]:
        html, pdf = place.corpus / "rest" / "book.html", place.folder / "book.pdf"
        return [[_BIN / name.lower(), html, *options, pdf]]

    return Tool(name, {"pdf": Job(commands, "pdf", (PDF,))}, (package, "pypandoc-binary"), _html)


PEERS = (
    _with_pandoc("pandoc from reST", "rest"),
    _with_pandoc("pandoc from Markdown", "markdown"),
    Tool(
        "Sphinx",
        {
            **dict.fromkeys(("clean", "unchanged", "changed"), _both(_SPHINX_EPUB, _SIMPLEPDF)),
            "pdf": Job(_SIMPLEPDF, "pdf", (PDF,)),
        },
        ("sphinx", "sphinx-simplepdf"),
    ),
    Tool(
        "Sphinx, EPUB alone",
        dict.fromkeys(("epub", "unchanged", "changed"), Job(_SPHINX_EPUB, "epub", (EPUB,))),
        ("sphinx",),
    ),
    _engine("WeasyPrint", "weasyprint"),
    _engine("PlutoPrint", "plutoprint"),
    _engine("Prince", "prince-pdf", "-o"),
)
