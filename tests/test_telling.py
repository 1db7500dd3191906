"""How problems are printed: with their lines, as JSON, as GitHub's commands, as warnings of a build."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import docutils
import pytest
from docutils import nodes

from builder.__main__ import main
from builder.complaining import _styled
from builder.diagnostics import Diagnostic, Origin, near, warning
from builder.excerpts import excerpt, place
from builder.reading.messages import explained
from builder.telling import counted, plain, told
from tests.guides import PLAIN, changed

HERE = Path(__file__).parent
DIAGNOSTICS = HERE / "diagnostics"
Capture = pytest.CaptureFixture[str]


def shown(line: str, what: str, code: str = "code") -> list[str]:
    """The excerpt for what is wrong in a line, without its margin."""
    problem = Diagnostic(Origin("a.rst", 1), code, what, "mend it")
    return [written.partition(" | ")[2] for written in excerpt(problem, {"a.rst": [line]})]


@pytest.mark.parametrize(
    ("line", "what", "marked"),
    [
        ("See :ref:`fare`.", "there is no label “fare”", "          ^^^^"),
        ("A fared fare", "no “fare”", "        ^^^^"),
        ("   She rows.", "this is wrong", "   ^^^^^^^^^"),
        ("\tSee “fare”", "no “fare”", "         ^^^^"),
        ("日本 fare", "no “fare”", "     ^^^^"),
        ("cafe\u0301 fare", "no “fare”", "     ^^^^"),
        ("日本", "no “日本”", "^^^^"),
        ("date = 5", "guide.date is a number", "^^^^"),
        (".. image:: a/b.png", "the image a/b.png is not there", "           ^^^^^^^"),
        ("She  takes", "no “She takes”", "^^^^^^^^^^"),
    ],
)
def test_marks(line: str, what: str, marked: str) -> None:
    """What the words quote is marked, or else the line's text; tabs, wide letters, accents shift nothing."""
    assert shown(line, what)[1] == marked


def test_a_long_line_is_cut() -> None:
    """What is shown of a long line is around the mark."""
    line, mark = shown(f"{'a ' * 300}fare{' b' * 300}", "no “fare”")
    assert line[0] == line[-1] == "…"
    assert line[mark.index("^") : mark.rindex("^") + 1] == "fare"
    assert len(line) <= 86


def test_signs_that_nobody_sees() -> None:
    """A control character is shown by its number, and nothing is sent to the terminal as it is."""
    assert shown("a\x1b[31mb", "a control character", "control") == ["a\\u001b[31mb", " ^^^^^^"]


def test_no_line() -> None:
    """Without a line, with an empty one and with a file that can't be read there is no excerpt."""
    for line in (0, 1, 9):
        problem = Diagnostic(Origin("a.rst", line), "code", "wrong", "mend it")
        assert excerpt(problem, {"a.rst": [""]}) == excerpt(problem, {}) == []
        assert place(problem, {}) is None
    assert told([Diagnostic(Origin("no/such/file", 3), "a", "b", "c")]) == ["no/such/file:3: a: b — c"]


def test_the_same_all_through_a_file() -> None:
    """One mistake that is made again and again is told once, with all its lines."""
    many = [Diagnostic(Origin("a.rst", line), "code", "wrong", "mend it") for line in (1, 2, 4, 8)]
    assert plain(many, {}) == ["a.rst:1: code: wrong — mend it", "      the same in line 2, 4, 8"]
    assert len(plain(many[:3], {})) == 3


def test_colours() -> None:
    """On a terminal place, code, way out and mark differ; the words stay the same."""
    for problem in (Diagnostic(Origin("a", 1), "x-y", "w", "f"), warning(Origin("a", 1), "x-y", "w", "f")):
        styled = _styled(str(problem))
        assert styled.plain == str(problem)
        assert {span.style for span in styled.spans} >= {"bold", "red", "green"}
    assert [span.style for span in _styled("      |   ^^^").spans] == ["bold red"]
    assert counted([problem]) == "1 warning"


def test_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """JSON is for editors: one list, with line and column; the exit code is that of text."""
    monkeypatch.chdir(changed(tmp_path / "guide", DIAGNOSTICS / "unknown-ref"))
    assert main(["check", ".", "--format", "json"]) == 1
    first, _other = json.loads(capsys.readouterr().out)
    assert first == {
        "file": "chapter-02.rst",
        "line": 5,
        "column": 15,
        "code": "unknown-ref",
        "severity": "error",
        "message": "there is no label “fare”",
        "fix": "did you mean “fares”?",
    }
    monkeypatch.chdir(changed(tmp_path / "good"))
    assert main(["check", ".", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_github() -> None:
    """What has a meaning in a workflow command is escaped."""
    problem = warning(Origin("a,b:c%.rst", 7), "doubled-word", "100 %\n“the the”", "take one out")
    assert told([problem], "github") == [
        "::warning file=a%2Cb%3Ac%25.rst,line=7,title=doubled-word::100 %25%0A“the the” — take one out"
    ]
    assert told([Diagnostic(Origin("a", 0), "b", "c", "d")], "github") == ["::error file=a,title=b::c — d"]


@pytest.mark.parametrize("how", [["--no-cache"], []])
def test_warnings_of_a_build(
    how: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A build tells its warnings, again when nothing has changed, and makes the files; `--quiet` does not
    tell them, and `--strict` stops.
    """
    monkeypatch.chdir(changed(tmp_path / "guide", PLAIN, DIAGNOSTICS / "doubled-word"))
    asked = ["build", ".", "-f", "cards", "-o", "../dist", *how]
    for _again in range(2):
        assert main(asked) == 0
        said = capsys.readouterr().out
        assert "chapter-02.rst:5: warning: doubled-word: “the the”" in said
        assert "3 warnings; " in said
    assert main([*asked, "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    assert main([*asked, "--strict", "-o", "../strict"]) == 1
    assert capsys.readouterr().err == "3 warnings; nothing was written\n"
    assert not (tmp_path / "strict").exists()
    assert main(["check", "."]) == 0
    assert ".: 3 warnings\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("ntoe", "note"),
        ("imge", "image"),
        ("empahsis", "emphasis"),
        ("Beat", "beat"),
        ("classes", "class"),
        ("seealso", None),
        ("danse", None),
        ("x", None),
        ("reveal", "reveal"),
    ],
)
def test_near_words(wrong: str, right: str | None) -> None:
    """A near word is a slip or two away; from what is further off nothing is made."""
    assert near(wrong, ["note", "image", "emphasis", "beat", "class", "reveal", "answer"]) == right


# ----------------------------------------------------------------------------- every message of docutils


_SAYING = (".warning", ".error", ".severe")
_ELSEWHERE = ("peps.py", "_html_base.py", "languages", "math")  # what is never run here
_INTERNAL = "Internal error|importing directive module|No directive class|MathJax|^x$|^x\n|^str|smart quotes"


def _messages() -> Iterator[str]:
    """What docutils can say at level 2 and more, with x for what is filled in."""
    for file in sorted((Path(docutils.__file__).parent).rglob("*.py")):
        if any(part in str(file) for part in _ELSEWHERE) or not {"rst", "transforms"} & {
            *file.parts,
            file.stem,
        }:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(_SAYING) and node.args:
                yield _filled(node.args[0])


def _filled(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return re.sub(r"%[sdr]", "7", text)
        case ast.JoinedStr(values=parts):
            return "".join(_filled(part) for part in parts)
        case ast.BinOp(left=left, op=ast.Mod()):
            return _filled(left)
        case ast.BinOp(left=left, right=right):
            return _filled(left) + _filled(right)
        case ast.FormattedValue():
            return "7"
        case _:
            return "x"


def test_no_message_of_docutils_is_told_raw() -> None:
    """Whatever docutils can complain of is told in our words, and no hole of a wording is left open."""
    messages = sorted({said for said in _messages() if not re.search(_INTERNAL, said)})
    assert len(messages) > 60
    found = {said: explained(Origin("a", 1), _message(said), {"note"}, {"ref"}) for said in messages}
    assert [said for said, problem in found.items() if problem.what.startswith("this can't be read")] == []
    assert [
        problem for problem in found.values() if re.search(r"[{}]|\(\?P", problem.what + problem.fix)
    ] == []


def _message(said: str) -> nodes.system_message:
    return nodes.system_message(said, nodes.paragraph("", said), level=3, type="ERROR")
