"""What a guide may hold at most: each limit is in the README and in force, and nothing is without one."""

import os
import re
from pathlib import Path

import pytest

from builder import limits
from builder.__main__ import main
from builder.limits import LIMITS
from tests.guides import PLAIN, changed, heads

ROOT = Path(__file__).parent.parent
TITLE = "=====\nTitle\n=====\n\n"
WORDS = "The rope holds the boat. "

# What a chapter may not hold, with a word of what is said of it.
TOO_MUCH = {
    "a chapter": ((WORDS * 10 + "\n\n") * 2_500, "bytes"),
    "a line": (WORDS * 500, "line-length-limit"),
    "a paragraph": ((WORDS * 4 + "\n") * 600, "this paragraph has"),
    "a word": ("a-" * 2_000, "a word"),
    "mistakes": ("\n\n".join(["*a " * 3_000] * 4), "mistakes"),
    "heads": ("".join(f"Head {number}\n---------\n\nText.\n\n" for number in range(1_001)), "heads"),
    "items": ("\n".join(f"- {number}" for number in range(6_001)), "paragraphs"),
    "columns": (".. list-table::\n\n   * - a\n" + "     - b\n" * 100, "columns"),
    "levels": ("".join("  " * level + "- x\n\n" for level in range(300)), "nested"),
    "notes": (" ".join(["a [#]_"] * 41) + "\n\n" + ".. [#] A note.\n" * 41, "footnotes"),
    "a list's number": ("9" * 5_000 + ". a", "too large a number"),
    "a formula": (":math:`" + "x + " * 300 + "x`", "letters"),
    "braces": (":math:`" + "{" * 300 + "x" + "}" * 300 + "`", "levels"),
    "fences": (":math:`" + r"\begin{cases}" * 9 + "x" + r"\end{cases}" * 9 + "`", "levels"),
    "formulas": ("\n\n".join([":math:`" + "x + " * 200 + "x`"] * 26), "formulas"),
    "a link": ("`a <https://a.example/" + "b" * 2_100 + ">`__", "web address"),
    "substitutions": (
        "|a0|\n\n"
        + "".join(f".. |a{level}| replace:: |a{level + 1}| |a{level + 1}|\n" for level in range(30))
        + ".. |a30| replace:: rope\n",
        "substitutions",
    ),
    "an undefined substitution": ("|a|\n\n.. |a| replace:: |b|\n", "nothing defines |b|"),
}
# What guide.toml may not hold.
SETTINGS = {
    "nested lists": "a = " + "[" * 2_000 + "]" * 2_000,
    "nested tables": "a = " + "{a = " * 900 + "1" + "}" * 900,
    "a long number": "a = " + "9" * 4_900,
    "a long line": f'a = "{"b" * 6_000}"',
    "many dots": "a" + ".a" * 2_400 + " = 1",
    "a number of another base": "[work]\nyear = 0x" + "f" * 4_000,
    "a long title": f'[guide]\ntitle = "{"t" * 600}"',
    "an odd date": "[guide]\ndate = 0001-01-01",
    "brackets in spaces": "[" + " " * 4_900 + "a",
}


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """A guide in which to write too much."""
    return changed(tmp_path / "guide", PLAIN)


def said(guide: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What is reported of a guide, every line of it a diagnostic."""
    assert main(["check", str(guide)]) == 1
    lines = heads(capsys.readouterr().out).splitlines()
    assert [line for line in lines if not re.match(r".+:\d+: [a-z-]+: .+ — .+", line)] == []
    return "\n".join(lines)


def test_the_readme_lists_every_limit() -> None:
    """An author finds every limit in the README, with its reason."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (.+) \| (.+) \| (.+) \|$", text.partition("## Limits")[2].partition("\n## ")[0], re.M
    )
    assert rows[1:] == [(limit.of, str(limit), limit.why) for limit in LIMITS]


def test_every_limit_is_in_force() -> None:
    """Every limit is in the table, and something holds to it."""
    named = {name: value for name, value in vars(limits).items() if isinstance(value, limits.Limit)}
    assert tuple(named.values()) == LIMITS
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "builder").rglob("*.py")]
    assert [name for name in named if sum(name in source for source in sources) < 2] == []


@pytest.mark.parametrize("kind", TOO_MUCH)
def test_too_much_is_reported(kind: str, guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """More than a chapter may hold is reported at once."""
    text, words = TOO_MUCH[kind]
    (guide / "chapter-02.rst").write_text(f"{TITLE}{text}\n", encoding="utf-8")
    assert words in said(guide, capsys)


@pytest.mark.parametrize("kind", SETTINGS)
def test_odd_settings_are_reported(kind: str, guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Settings of any size and shape are reported."""
    (guide / "guide.toml").write_text(f"{SETTINGS[kind]}\n", encoding="utf-8")
    assert "guide.toml:" in said(guide, capsys)


def test_what_is_no_file(guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pipe, a device, a link to itself, a name that no file can have, a file without end: none is read."""
    os.mkfifo(guide / "pipe.txt")
    (guide / "device.txt").symlink_to("/dev/zero")
    (guide / "circle.txt").symlink_to("circle.txt")
    (guide / "endless.txt").touch()
    os.truncate(guide / "endless.txt", 1 << 40)
    names = ["pipe.txt", "device.txt", "circle.txt", "endless.txt", f"{'x' * 300}.txt", "a/" * 4_000]
    text = "".join(f".. include:: {name}\n\n" for name in names)
    (guide / "chapter-02.rst").write_text(TITLE + text, encoding="utf-8")
    reported = said(guide, capsys)
    assert reported.count(": refused: ") == len(names) - 1
    assert "endless.txt:0: limit: " in reported


def test_a_pipe_beside_the_chapters(guide: Path, tmp_path: Path) -> None:
    """A build waits for no pipe in the guide's folder, whatever it looks through."""
    os.mkfifo(guide / "pipe")
    arguments = ["-o", str(tmp_path / "dist"), "--cache", str(tmp_path / "cache"), "-f", "cards", "-j", "1"]
    assert main(["build", str(guide), *arguments]) == 0


@pytest.mark.parametrize("arguments", [["check", "a\0b"], ["build", "-o", "a\0b"]])
def test_a_nul_in_a_path(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A path with a NUL is wrong usage."""
    with pytest.raises(SystemExit) as wrong:
        main(arguments)
    assert wrong.value.code == 2
    assert "NUL" in capsys.readouterr().err
