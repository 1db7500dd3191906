"""What a guide tries, to read outside its folder, call an address or run something: each is reported, and
neither `check` nor `build` opens a file, calls an address or starts a program for it.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import builder
from builder.checked import read_and_check
from builder.diagnostics import GuideError
from builder.formats import FORMATS
from builder.typesetting.engine import engine
from builder.typesetting.sheets import EngineError
from tests.audited import READ, record, write
from tests.guides import PLAIN, STOCK, changed

HERE = Path(__file__).parent
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
    "{}</svg>"
)
FILE = "OUT/note.txt"  # what is to be read; OUT is the path of a folder beside the guide's
NET = "http://127.0.0.1:9/note"
# Chapters, each with one attempt.
WORDS: Mapping[str, str] = {
    "raw": ".. raw:: html\n\n   <script>alert(1)</script>",
    "raw-role": ".. role:: html(raw)\n   :format: html\n\n:html:`<script>`",
    "raw-file": f".. raw:: html\n   :file: {FILE}",
    "raw-url": f".. raw:: html\n   :url: {NET}",
    "csv-file": f".. csv-table::\n   :file: {FILE}",
    "csv-url": f".. csv-table::\n   :url: {NET}",
    "include": f".. include:: {FILE}",
    "include-up": ".. include:: ../outside/note.txt",
    "include-literal": f".. include:: {FILE}\n   :literal:",
    "include-code": f".. include:: {FILE}\n   :code: python",
    "include-parser": ".. include:: shared/reading-aloud.txt\n   :parser: markdown",
    "include-beside-docutils": ".. include:: <../misc.py>",
    "include-by-link": ".. include:: link.txt",
    "include-by-folder": ".. include:: linked/note.txt",
    "literalinclude": f".. literalinclude:: {FILE}",
    "image-file": ".. image:: file://OUT/boat.png\n   :alt: A boat",
    "image-path": ".. image:: OUT/boat.png\n   :alt: A boat",
    "image-up": ".. image:: images/../../outside/boat.png\n   :alt: A boat",
    "image-net": f".. image:: {NET}.png\n   :alt: A boat",
    "image-scaled": ".. image:: OUT/boat.png\n   :alt: A boat\n   :scale: 50",
    "image-by-link": ".. image:: link.png\n   :alt: A boat",
    "image-by-folder": ".. image:: linked/boat.png\n   :alt: A boat",
    "image-of-a-link": ".. image:: images/ferry.png\n   :alt: A boat\n   :target: javascript:alert(1)",
    "figure-of-its-width": ".. figure:: ../outside/boat.png\n   :figwidth: image\n   :alt: A boat",
    "replaced": ".. |boat| image:: ../outside/boat.png\n   :alt: A boat\n\nA |boat|.",
    "link-script": "`Read <javascript:alert(1)>`_",
    "link-data": "`Read <data:text/html,x>`_",
    "link-file": f"`Read <file://{FILE}>`_",
    "link-by-reference": "Read_.\n\n.. _Read: vbscript:x",
}
# Pictures, each with one attempt.
DRAWINGS: Mapping[str, str] = {
    "entity": f'<!DOCTYPE svg [<!ENTITY e SYSTEM "file://{FILE}">]>' + SVG.format("<text>&amp;e;</text>"),
    "dtd": f'<!DOCTYPE svg SYSTEM "{NET}.dtd">' + SVG.format(""),
    "parameter-entity": f'<!DOCTYPE svg [<!ENTITY % e SYSTEM "{NET}"> %e;]>' + SVG.format(""),
    "stylesheet": f'<?xml-stylesheet href="{NET}.css"?>' + SVG.format(""),
    "image-net": SVG.format(f'<image href="{NET}.png" width="9" height="9"/>'),
    "image-file": SVG.format('<image xlink:href="file://OUT/boat.png" width="9" height="9"/>'),
    "image-beside": SVG.format('<image href="ferry.png" width="9" height="9"/>'),
    "use": SVG.format(f'<use href="{NET}.svg#a"/>'),
    "link": SVG.format('<a href="javascript:alert(1)"><rect/></a>'),
    "import": SVG.format(f'<style>@import "{NET}.css";</style>'),
    "font-face": SVG.format(f"<style>@font-face {{ font-family: a; src: url({NET}.woff) }}</style>"),
    "paint": SVG.format(f'<rect fill="url({NET}.svg#a)"/>'),
    "style": SVG.format(f'<rect style="background: url(file://{FILE})"/>'),
    "escaped": SVG.format(f'<rect style="fill: \\75rl({NET})"/>'),
    "script": SVG.format("<script>alert(1)</script>"),
    "handler": SVG.format('<rect onclick="alert(1)"/>'),
    "foreign": SVG.format('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'),
    "animation": SVG.format('<rect><set attributeName="href" to="javascript:x"/></rect>'),
}
SETTINGS = {
    "chapters": ('"chapter-01.rst"', '"../outside/note.rst"'),
    "absolute": ('"chapter-01.rst"', '"OUT/note.rst"'),
    "back": ('"people.rst"', '"linked/note.rst"'),
    "opener": ('"part-one.rst"', '"../outside/note.rst"'),
    "cover": ('"images/cover.png"', '"../outside/boat.png"'),
    "slug": ('"the-plain-ferry"', '"../outside/ferry"'),
}
# What markup or a style sheet could have the layout engine fetch, if either ever came from an author.
FETCHED = {
    "image": '<img src="ADDRESS" alt=""/>',
    "object": '<object data="ADDRESS" type="image/png"/>',
    "embed": '<embed src="ADDRESS" type="image/png"/>',
    "base": '<base href="FOLDER"/><img src="note.png" alt=""/>',
    "style": '<p style="background-image: url(ADDRESS)">x</p>',
    "import": '<style>@import "ADDRESS";</style>',
    "content": "<style>p::before { content: url(ADDRESS) }</style><p>x</p>",
    "list": '<ul style="list-style-image: url(ADDRESS)"><li>x</li></ul>',
    "attachment": '<a rel="attachment" href="ADDRESS">x</a>',
}


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder with what no guide may read."""
    folder = tmp_path / "outside"
    folder.mkdir()
    for name in ("note.txt", "note.rst"):
        (folder / name).write_text("=======\nOutside\n=======\n\nA secret.\n", encoding="utf-8")
    (folder / "boat.png").write_bytes((STOCK / "images" / "ferry.png").read_bytes())
    return folder


@pytest.fixture
def guide(tmp_path: Path, outside: Path) -> Path:
    """A sound guide, in whose folder are links to what is outside and docutils' own settings."""
    guide = changed(tmp_path / "guide", PLAIN)
    (guide / "link.txt").symlink_to(outside / "note.txt")
    (guide / "link.png").symlink_to(outside / "boat.png")
    (guide / "linked").symlink_to(outside)
    (guide / "docutils.conf").write_text("[general]\nraw_enabled: yes\nfile_insertion_enabled: yes\n")
    return guide


def audited(command: str, guide: Path, *options: str) -> tuple[int, str, list[str]]:
    """The exit code of a command, what it printed, and what it opened, called or started that it must not."""
    here = guide.parent
    (here / "temp").mkdir()
    log = here / "log"
    done = subprocess.run(
        [sys.executable, "-m", "tests.audited", log, command, guide, "--no-cache", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE.parent,
        env={**os.environ, "TMPDIR": str(here / "temp"), "HOME": str(here / "temp")},
    )
    return done.returncode, done.stdout + done.stderr, not_allowed(log, here)


def not_allowed(log: Path, here: Path) -> list[str]:
    """The events that are neither about the program and its libraries nor about folders that it is given."""
    program = [Path(builder.__file__).parents[1], *map(Path, (sys.prefix, sys.base_prefix, *sys.path[1:]))]
    given = [here / name for name in ("guide", "local", "dist", ".dist-studyguide-building", "temp")]
    system = [
        Path("/usr"),
        Path("/etc/fonts"),
        Path("/dev/null"),
        Path("/proc/self"),
        Path("/etc/mime.types"),
    ]
    allowed = [path.resolve() for path in (*program, *given, *system)]
    events = [line.split(" ", 1) for line in log.read_text(encoding="utf-8").splitlines()]
    return [f"{event} {what}" for event, what in events if not _is_allowed(event, Path(what), allowed)]


def _is_allowed(event: str, what: Path, allowed: list[Path]) -> bool:
    return event in READ and any(what.is_relative_to(path) for path in allowed)


def put(guide: Path, outside: Path) -> list[str]:
    """Put every attempt into a guide, in a file of its own. The names of all these files."""
    names = []
    for name, body in WORDS.items():
        names.append(f"words-{name}.rst")
        _write(guide / names[-1], f"Words\n=====\n\n{body}\n", outside)
    for name, drawing in DRAWINGS.items():
        names.append(f"drawing-{name}.rst")
        _write(guide / "images" / f"{name}.svg", drawing, outside)
        _write(
            guide / names[-1], f"Drawing\n=======\n\n.. image:: images/{name}.svg\n   :alt: A boat\n", outside
        )
    settings = (guide / "guide.toml").read_text(encoding="utf-8")
    front = "".join(f', "{name}"' for name in names)
    (guide / "guide.toml").write_text(settings.replace('"welcome.rst"', f'"welcome.rst"{front}'))
    return names


def _write(path: Path, text: str, outside: Path) -> None:
    path.write_text(text.replace("OUT", str(outside)), encoding="utf-8")


@pytest.mark.parametrize("command", ["check", "build"])
def test_every_attempt_is_reported(command: str, guide: Path, outside: Path) -> None:
    """Each file that tries something is named, no other is; and nothing is opened or called."""
    names = put(guide, outside)
    code, said, seen = audited(
        command, guide, *(["-o", str(guide.parent / "dist")] if command == "build" else [])
    )
    told = set(re.findall(r"^\S*/([\w-]+\.rst):\d+: ", said, re.MULTILINE))
    assert (code, seen, told ^ set(names)) == (1, [], set())
    assert "secret" not in said
    assert "Traceback" not in said


def test_a_whole_build_stays_inside(guide: Path) -> None:
    """A build of everything opens no file that is not the program's, the guide's or its own, calls no address
    and starts no program.
    """
    options = [option for name in FORMATS for option in ("--format", name)]
    code, said, seen = audited("build", guide, "-o", str(guide.parent / "dist"), "-j", "1", *options)
    assert (code, seen) == (0, []), said


def test_the_audit_sees_what_is_outside(guide: Path, outside: Path) -> None:
    """A file outside, a program and an address would be seen."""
    seen: set[str] = set()
    record(seen, "open", (str(guide / "link.txt"), "r", 0))
    record(seen, "subprocess.Popen", ("ls", ["ls"]))
    record(seen, "socket.connect", ("socket", ("127.0.0.1", 9)))
    record(seen, "open", (str(guide / "guide.toml"), "r", 0))
    write(guide.parent / "log", seen)
    found = [line.split(" ")[0] for line in not_allowed(guide.parent / "log", guide.parent)]
    assert found == ["open", "socket.connect", "subprocess.Popen"]


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_lead_out(name: str, guide: Path, outside: Path) -> None:
    """No path in guide.toml leads out of the guide's folder."""
    old, new = SETTINGS[name]
    settings = (guide / "guide.toml").read_text(encoding="utf-8")
    assert old in settings
    (guide / "guide.toml").write_text(
        settings.replace(old, new.replace("OUT", str(outside))), encoding="utf-8"
    )
    with pytest.raises(GuideError, match=r"guide\.toml:\d+: (key-value|no-file|image): "):
        read_and_check(guide)


@pytest.mark.parametrize("name", FETCHED)
@pytest.mark.parametrize("address", [NET, f"file://{HERE}/guides.py", f"file://{STOCK}/images/ferry.png"])
def test_the_engine_fetches_nothing(name: str, address: str) -> None:
    """Whatever a page asks for that is not in the book stops its layout."""
    part = FETCHED[name].replace("ADDRESS", address).replace("FOLDER", f"file://{STOCK}/images/")
    page = f'<html lang="en"><head><title>A page</title></head><body>{part}</body></html>'
    with pytest.raises(EngineError):
        engine(("fonts.css",)).pdf(page)
