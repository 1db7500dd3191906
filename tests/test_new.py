"""`studyguide new`: what it asks and writes, and that its guides build and are sound."""

import io
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from builder.__main__ import main
from builder.reading.directives import all_directives
from builder.reading.roles import ROLES
from tests.building import build_and_lint
from tests.built import Built
from tests.epub_files import Epub, checked
from tests.pdf_files import Pdf
from tests.test_readers import ace, violations

Capture = pytest.CaptureFixture[str]
EXAMPLE = Path(__file__).parent.parent / "builder" / "starter" / "example"


class Terminal(io.StringIO):
    """Somebody who types lines, and then no more."""

    def isatty(self) -> bool:
        return True


def made(folder: Path, *options: str) -> dict[str, Any]:
    """The settings of a new guide."""
    assert main(["new", str(folder), *options]) == 0
    return tomllib.loads((folder / "guide.toml").read_text(encoding="utf-8"))


def test_every_directive_and_role_is_shown() -> None:
    """The example has every directive and role, and the first of each directive is told of by a comment."""
    written = "\n\n".join(file.read_text(encoding="utf-8") for file in sorted(EXAMPLE.glob("*.rst")))
    inner = {"analysis", "answer", "reveal", "teacher"}  # told of by the comment on what is around them
    elsewhere = {"idea", "lang", "passage"}  # for other works than stories, and for other languages
    for name in all_directives().keys() - elsewhere:
        comment = "" if name in inner else r"^\.\. [A-Z].*\n(   .+\n)*\n"
        assert re.search(rf"{comment} *\.\. {name}::", written, re.MULTILINE), name
    roles = ROLES.keys() - {"ref"} - elsewhere
    assert [name for name in roles if f":{name}:`" not in written] == []
    assert set(re.findall(r":kind: (\w+)", written)) == {
        "recall",
        "choice",
        "discussion",
        "essay",
    }


def test_the_example_is_written_whole(tmp_path: Path, capsys: Capture) -> None:
    """Without a terminal nothing is asked: the example is written, and what to do next is said."""
    settings = made(tmp_path / "my guide")
    assert settings["work"]["title"] == settings["guide"]["title"] == "The Signal-Man"
    names = {path.relative_to(EXAMPLE) for path in EXAMPLE.rglob("*")}
    assert names == {path.relative_to(tmp_path / "my guide") for path in (tmp_path / "my guide").rglob("*")}
    assert [path.name for path in tmp_path.iterdir()] == ["my guide"]
    told = capsys.readouterr().out.splitlines()
    commands = [line.split("  ")[1].removeprefix("studyguide ") for line in told[1:]]
    assert commands == [f"build '{tmp_path}/my guide'", f"watch '{tmp_path}/my guide'", "help"]


@pytest.mark.parametrize(
    "words", ['He said: "No"', "C:\\new\\table", "$title & ${work} $$", "Ça va — 你 'x'"]
)
def test_any_words_are_kept(words: str, tmp_path: Path) -> None:
    """Whatever a title or a name holds is in the settings as it was written."""
    settings = made(tmp_path / "guide", "--title", words, "--author", words, "--author", "B", "--work", words)
    assert settings["guide"]["title"] == settings["work"]["title"] == words
    assert settings["guide"]["authors"] == [words, "B"]
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", settings["guide"]["slug"])


def test_the_identifier_is_that_of_title_and_authors(tmp_path: Path) -> None:
    """The same title and authors have the same identifier, others have another."""
    one, same, other = (
        made(tmp_path / name, "--title", title, "--bare")["guide"]["identifier"]
        for name, title in (("a", "One"), ("b", "One"), ("c", "Two"))
    )
    assert one == same != other


@pytest.mark.parametrize(
    "options", [["--bare"], ["--work", "Jane Eyre", "--work-author", "Charlotte Brontë"]]
)
def test_settings_and_one_chapter(options: list[str], tmp_path: Path) -> None:
    """`--bare`, or another work, leaves the settings and one chapter, in which nothing is wrong."""
    made(tmp_path / "guide", *options)
    assert sorted(path.name for path in (tmp_path / "guide").iterdir()) == ["chapter-01.rst", "guide.toml"]
    assert main(["check", str(tmp_path / "guide")]) == 0


def test_what_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """On a terminal, whatever no option has said is asked; Enter takes the default, nonsense is asked
    again.
    """
    monkeypatch.setattr(sys, "stdin", Terminal("Emma\n\n\a\nMy Emma\n"))
    settings = made(tmp_path / "guide", "--author", "Ida")
    asked = re.findall(r"([^:]+) \[([^]]+)\]: ", capsys.readouterr().out)
    assert [default for _question, default in asked] == ["The Signal-Man", "Author unknown", "Emma", "Emma"]
    assert (settings["work"]["title"], settings["work"]["author"]) == ("Emma", "Author unknown")
    assert settings["guide"]["title"] == "My Emma"
    assert settings["guide"]["authors"] == ["Ida"]


def test_nothing_is_left_by_who_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Whoever ends the questions, by the end of the file or Ctrl-C, leaves no folder behind."""
    monkeypatch.setattr(sys, "stdin", Terminal("Emma\n"))
    assert main(["new", str(tmp_path / "guide")]) == 2
    assert capsys.readouterr().err.endswith("nothing was written: the questions have no answers\n")

    def interrupted(_question: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    with pytest.raises(KeyboardInterrupt):
        main(["new", str(tmp_path / "guide")])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, capsys: Capture) -> None:
    """Nothing is written into a folder that is not empty, or over a file, and what is there is named."""
    for name in ("a", "b", "c", "d"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert main(["new", str(tmp_path)]) == 2
    assert "is not empty, it has a, b, c and 1 more: name another folder" in capsys.readouterr().err
    assert main(["new", str(tmp_path / "a")]) == 2
    assert "is a file: name a folder" in capsys.readouterr().err
    assert {path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"a", "b", "c", "d"}


def test_an_empty_folder_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is there, and empty, becomes the guide's: also the one in which one works."""
    monkeypatch.chdir(tmp_path)
    made(Path(), "--bare")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chapter-01.rst", "guide.toml"]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The example, built."""
    root, folder = tmp_path_factory.mktemp("starter") / "guide", tmp_path_factory.mktemp("starter-built")
    made(root)
    build_and_lint(root, folder)
    return Built(root, folder)


def test_the_example_is_sound(begun: Built) -> None:
    """Its pages have no fault, nor has any of its PDFs and e-books."""
    assert begun.findings == []
    assert [fault for path in begun.folder.rglob("*.pdf") for fault in Pdf(path).faults()] == []
    assert [fault for path in begun.folder.glob("*.epub") for fault in Epub(path).faults()] == []


@pytest.mark.validator
def test_epubcheck_is_silent(begun: Built, tmp_path: Path) -> None:
    """EPUBCheck has no message about the student's book."""
    assert checked(begun.epub, tmp_path) == []


@pytest.mark.validator
def test_ace_finds_nothing(begun: Built, tmp_path: Path) -> None:
    """Ace has no violation in the teacher's book, which has all that the student's has."""
    report = ace(begun.epub.with_name("the-signal-man-teacher.epub"), tmp_path)
    assert violations(report) == []
