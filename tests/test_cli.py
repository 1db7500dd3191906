"""The command line: exit codes, words, and what README.md says of it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from builder import __version__
from builder.__main__ import main
from builder.build import build
from builder.formats import DEFAULT, FORMATS
from builder.model.book import Artifact
from builder.outputs import OUTPUTS, Output
from tests.guides import PLAIN, STOCK, changed, heads
from tests.test_architecture import OWN_FILES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = ["new", "build", "check", "explain", "watch", "help", "booklet"]
MISTAKE = ROOT / "tests" / "diagnostics" / "unknown-ref"

LIBRARIES = {*OWN_FILES, "lxml"}

Capture = pytest.CaptureFixture[str]


def usage(*arguments: str) -> int | str | None:
    """The exit code with which argparse ends the program."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    return end.value.code


def loaded_by(*arguments: str, folder: Path = ROOT) -> set[str]:
    """The modules that a command loads, in a folder."""
    code = f"import sys\nfrom builder.__main__ import main\ntry: main({list(arguments)})\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}finally: print(*sys.modules)"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def test_help_names_every_command(capsys: Capture) -> None:
    """`studyguide --help` says what there is, and each command says what it takes."""
    assert usage("--help") == 0
    printed = capsys.readouterr().out
    assert re.search(r"\{([\w,]+)\}", printed)[1].split(",") == COMMANDS  # type: ignore[index]
    for command in COMMANDS:
        assert usage(command, "--help") == 0
        assert capsys.readouterr().out.startswith(f"usage: studyguide {command} ")


def test_every_format_has_an_output() -> None:
    """What `--format` takes is what there are outputs for."""
    assert {output.format for output in OUTPUTS} == set(FORMATS) >= set(DEFAULT)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_is_light(option: str) -> None:
    """`--help` and `--version` load no library, and of the program not even the model."""
    assert loaded_by(option) & {*LIBRARIES, "builder.model", "builder.diagnostics"} == set()


def test_a_guide_that_has_not_changed_is_checked_at_once(tmp_path: Path) -> None:
    """The second time, `check` loads neither docutils nor the layout engine, nor any other library."""
    for libraries in (True, False):
        loaded = loaded_by("check", str(STOCK), folder=tmp_path)
        assert bool(loaded & LIBRARIES) == libraries


def test_watch_says_what_it_lacks(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what watching needs is not installed, one line says how to get it."""
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    monkeypatch.delitem(sys.modules, "builder.watching.loop", raising=False)
    assert main(["watch", str(STOCK)]) == 2
    assert capsys.readouterr().err.startswith("watch needs watchfiles: use “make watch”")


def test_watch_of_nothing(capsys: Capture, tmp_path: Path) -> None:
    """A folder that there is not can't be watched."""
    assert main(["watch", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_version(capsys: Capture) -> None:
    """`studyguide --version` prints the version."""
    assert usage("--version") == 0
    assert capsys.readouterr().out == f"studyguide {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["bild"],
        ["build", "--outptu", "x"],
        ["check", "a", "b"],
        ["build", "-j", "0"],
        ["watch", "--port", "70000"],
        ["watch", "--editor", "javascript:{path}"],
        ["watch", "--editor", "emacs:"],
        ["build", "-q", "--list"],
    ],
    ids=" ".join,
)
def test_wrong_usage(arguments: list[str], capsys: Capture) -> None:
    """Wrong usage ends with 2 and prints the right usage."""
    assert usage(*arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("usage: studyguide")


def test_check_of_a_sound_guide(capsys: Capture) -> None:
    """A guide without problems ends with 0, and its counts are printed."""
    assert main(["check", str(STOCK)]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    first, *counts = printed.out.splitlines()
    assert first == f"{STOCK}: no problems"
    assert dict(line.split(maxsplit=1)[::-1] for line in counts) | {
        "files": "9",
        "beats": "2",
        "themes": "2",
        "questions": "4",
    } == dict(line.split(maxsplit=1)[::-1] for line in counts)


def test_check_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`check` writes no file but those that it keeps for the next time, and by choice not even those."""
    monkeypatch.chdir(tmp_path)
    assert main(["check", str(STOCK), "--no-cache"]) == 0
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert main(["check", str(STOCK)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == [".studyguide-cache"]


def test_build_makes_the_folder_and_lists_the_files(tmp_path: Path, capsys: Capture) -> None:
    """A build ends with 0; the output folder need not exist, and holds the files that `--list` prints and
    nothing else.
    """
    folder = tmp_path / "new" / "dist"
    guide = changed(tmp_path / "guide", PLAIN)
    assert main(["build", str(guide), "--output", str(folder), "--list"]) == 0
    printed = capsys.readouterr().out.splitlines()
    *files, pages = [line for line in printed if not line.startswith("made ")]
    made = [
        *(folder / f"the-plain-ferry{ending}" for ending in (".epub", ".pdf", ".apkg", "-cards.csv")),
        folder / "SHA256SUMS",
    ]
    assert [re.fullmatch(r"(\S+)  \d+ kB", line)[1] for line in files] == list(map(str, made))  # type: ignore[index]
    assert set(made) == set(folder.iterdir())
    assert re.fullmatch(r"\d+ pages", pages)
    assert {line.removeprefix("made ") for line in printed if line.startswith("made ")} == {
        path.name for path in made[:-1]
    }


CARDS = ["-f", "cards"]  # made in a moment


def test_a_build_says_what_it_has_made(tmp_path: Path, capsys: Capture) -> None:
    """A line for each artifact when it is made, and at the end what was made for whom, and what changed."""
    guide, folder = changed(tmp_path / "guide", PLAIN), tmp_path / "dist"
    for news in ("all 3 files are new", "none of 3 files changed"):
        assert main(["build", str(guide), "-o", str(folder), *CARDS]) == 0
        *made, cards, last = capsys.readouterr().out.splitlines()
        assert made == ["made the-plain-ferry.apkg", "made the-plain-ferry-cards.csv"]
        assert cards == "Cards  the-plain-ferry.apkg, -cards.csv"
        assert re.fullmatch(rf"In {folder}: \d+ kB, {news}", last)


def test_a_quiet_build_prints_errors_only(tmp_path: Path, capsys: Capture) -> None:
    """`--quiet` is silence where nothing is wrong, and no change where something is."""
    folder = tmp_path / "dist"
    assert main(["build", str(changed(tmp_path / "good", PLAIN)), "-o", str(folder), *CARDS, "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["build", str(changed(tmp_path / "bad", MISTAKE)), "-o", str(folder), "--quiet"]) == 1
    printed = capsys.readouterr()
    assert (len(heads(printed.out).splitlines()), printed.err) == (2, "2 problems; nothing was written\n")


def test_timings_are_a_table(tmp_path: Path, capsys: Capture) -> None:
    """`--timings` adds a line for every stage to what is printed."""
    guide = changed(tmp_path / "guide", PLAIN)
    assert main(["build", str(guide), "-o", str(tmp_path / "dist"), *CARDS, "--timings"]) == 0
    lines = capsys.readouterr().out.splitlines()
    stages = [line.split("  ")[0] for line in lines[lines.index(lines[-6]) :]]
    assert stages == ["", "Read the guide", "Check it", "Cards: decks", "Write the files", "in all"]


def test_a_pipe_has_no_use_for_a_list(tmp_path: Path) -> None:
    """The library that draws the live list is not loaded where there is no terminal."""
    guide = changed(tmp_path / "guide", PLAIN)
    assert "rich" not in loaded_by("build", str(guide), *CARDS, folder=tmp_path)


@pytest.mark.parametrize("kind", ["xterm", "dumb"])
def test_a_terminal_shows_what_is_being_made(kind: str, tmp_path: Path) -> None:
    """A terminal shows stages while they go on, and afterwards the same words as ever; one that can't go
    back shows lines.
    """
    guide, folder = changed(tmp_path / "guide", PLAIN), tmp_path / "dist"
    shown = on_terminal(kind, "build", str(guide), "-o", str(folder), *CARDS, "--no-cache")
    assert ("Read the guide" in shown) == (kind == "xterm")
    assert ("made the-plain-ferry.apkg" in shown) == (kind == "dumb")
    assert ("\x1b" in shown) == (kind == "xterm")
    assert "Cards  the-plain-ferry.apkg, -cards.csv\r\n" in shown
    assert shown.endswith("all 3 files are new\r\n")


def on_terminal(kind: str, *arguments: str) -> str:
    """All that a command writes on a terminal of some kind."""
    try:
        ours, theirs = os.openpty()
    except OSError as wrong:  # a bare chroot has no terminals to give
        pytest.skip(f"there is no terminal here: {wrong}")
    command = [sys.executable, "-m", "builder", *arguments]
    environment = os.environ | {"TERM": kind, "NO_COLOR": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        parts = list(iter(lambda: read_all_that_is_there(ours), b""))
    os.close(ours)
    assert process.returncode == 0
    return b"".join(parts).decode()


def read_all_that_is_there(terminal: int) -> bytes:
    """What a terminal has to say next; nothing when the last process has gone, which Linux calls an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_booklet(tmp_path: Path, capsys: Capture) -> None:
    """A booklet has two pages on every side and a side for every two pages, filled up to whole sheets."""
    with pikepdf.new() as leaves:
        for _ in range(6):
            leaves.add_blank_page(page_size=(595, 842))
        leaves.save(tmp_path / "leaves.pdf")
    assert main(["booklet", str(tmp_path / "leaves.pdf")]) == 0
    assert capsys.readouterr().out == f"{tmp_path}/leaves-booklet.pdf\n"
    with pikepdf.open(tmp_path / "leaves-booklet.pdf") as sheets:
        assert len(sheets.pages) == 4


@pytest.mark.parametrize("content", [None, b"", b"not a PDF", b"%PDF-1.7 cut off"])
def test_a_booklet_of_nothing(content: bytes | None, tmp_path: Path, capsys: Capture) -> None:
    """A file that is missing or no PDF is reported in a sentence, and nothing is written."""
    if content is not None:
        (tmp_path / "leaves.pdf").write_bytes(content)
    assert main(["booklet", str(tmp_path / "leaves.pdf")]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path}/leaves.pdf: ")
    assert not (tmp_path / "leaves-booklet.pdf").exists()


def test_problems_are_counted(tmp_path: Path, capsys: Capture) -> None:
    """Problems go to standard output, one a line, their number to standard error, and the program ends with
    1.
    """
    assert main(["check", str(changed(tmp_path / "guide", MISTAKE))]) == 1
    printed = capsys.readouterr()
    assert printed.err == "2 problems\n"
    assert len(heads(printed.out).splitlines()) == 2


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_terminal(encoding: str, tmp_path: Path) -> None:
    """A terminal that lacks typographic quotation marks gets others, and no traceback."""
    guide = changed(tmp_path / "guide", MISTAKE)
    command = [sys.executable, "-m", "builder", "check", "--no-cache", str(guide)]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONIOENCODING": encoding}, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (1, b"2 problems")
    assert b"unknown-ref" in done.stdout


@pytest.mark.parametrize("place", ["a-file", "a-file/below", "closed"])
def test_an_output_folder_that_is_none(place: str, tmp_path: Path, capsys: Capture) -> None:
    """That the files can't be written is reported in a sentence; a traceback is always a fault of the
    program.
    """
    (tmp_path / "a-file").write_text("not a folder", encoding="utf-8")
    (tmp_path / "closed").symlink_to("/proc/sys")
    guide = changed(tmp_path / "guide", PLAIN)
    assert main(["build", str(guide), "-f", "cards", "-o", str(tmp_path / place)]) in (1, 2)
    assert "Traceback" not in capsys.readouterr().err


def test_readme_names_every_command() -> None:
    """README.md names all commands, options and exit codes."""
    assert [command for command in COMMANDS if f"studyguide {command}" not in README] == []
    assert re.search(r"Exit codes: 0 .+ 1 .+ 2 ", README)


def test_readme_names_every_target() -> None:
    """README.md and `make help` name all targets of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    assert targets == set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    assert [target for target in sorted(targets) if f"make {target}" not in README] == []


def test_readmes_example_is_sound(tmp_path: Path, capsys: Capture) -> None:
    """What README.md shows of a chapter can be copied: only the names of that guide are unknown in this
    one.
    """
    example = re.search(r"```rst\n(.+?)```", README, re.DOTALL)[1]  # type: ignore[index]
    guide = changed(tmp_path / "guide")
    (guide / "chapter-02.rst").write_text(example, encoding="utf-8")
    main(["check", str(guide)])
    problems = [line for line in capsys.readouterr().out.splitlines() if re.match(r".*\.rst:\d+: ", line)]
    assert [
        line for line in problems if not re.search(r": (unknown-(beat|theme|character)|no-chapter): ", line)
    ] == []


def test_check_pages_names_the_place(tmp_path: Path, capsys: Capture) -> None:
    """What is wrong on a printed page is reported with the page and the line that prints there."""
    guide = changed(tmp_path / "guide", PLAIN)
    assert main(["check", str(guide), "--pages"]) == 0
    assert re.search(r": (no problems|1 warning) on \d+ pages\n", capsys.readouterr().out)
    chapter = guide / "chapter-02.rst"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(f"{text}\n.. _log:\n\nThe log\n-------\n\n::\n\n   {'rope' * 60}\n", encoding="utf-8")
    line = text.count("\n") + 9  # of the text after the colons
    assert main(["check", str(guide), "--pages"]) == 1
    found = [line for line in heads(capsys.readouterr().out).splitlines() if "warning" not in line]
    assert {code for printed in found for code in printed.split(": ")[1:2]} == {
        "beyond-the-page",
        "wide-line",
    }
    assert {printed.split(": ")[0] for printed in found} == {f"{chapter}:{line}"}
    assert all(re.search(r": page \d+: \d+\.\d mm .*“rope", printed) for printed in found)


def test_an_output_without_pages_is_made_of_every_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An output that needs no page numbers is made of every edition that is asked for, and nothing is laid
    out for it.
    """
    titles = Output("titles", lambda made: [Artifact(f"{made.book.stem}.titles", b"")])
    monkeypatch.setattr("builder.outputs.OUTPUTS", (titles,))
    monkeypatch.setitem(FORMATS, "titles", "nothing")
    guide = changed(tmp_path / "guide", PLAIN)
    built = build(guide, tmp_path / "dist", formats=["titles"], editions=["student", "teacher", "through-1"])
    assert built.pages == 0
    assert sorted(path.name for path in built.paths) == [
        "SHA256SUMS",
        "the-plain-ferry-teacher.titles",
        "the-plain-ferry-through-1.titles",
        "the-plain-ferry.titles",
    ]
