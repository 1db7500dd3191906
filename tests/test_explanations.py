"""`studyguide explain`: every code has an explanation, and its examples are true."""

import re
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import pytest

from builder.__main__ import main
from builder.checking.printed import _FIXES
from builder.explanations import Explanation, explanations
from tests.codes import codes
from tests.guides import changed, heads

CODES = codes(Path(__file__).parent.parent / "builder") | set(_FIXES)
TRIED = {code: found for code, found in explanations().items() if found.where != "words"}
UNTRIED = 44  # examples in words: what they show is in files or whole books, as tests/diagnostics/ has them


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the stock guide, in which one file after the other is changed; what stays is in the cache."""
    return changed(tmp_path_factory.mktemp("explained") / "guide")


@pytest.fixture
def drawn(
    guide: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Explanation, str], set[str]]:
    """The codes that an example draws."""
    monkeypatch.chdir(guide)
    before = {path: path.read_text(encoding="utf-8") for path in guide.glob("*.*")}

    def run(found: Explanation, example: str) -> set[str]:
        file = guide / ("chapter-02.rst" if found.where == "chapter" else found.where)
        file.write_text(in_place(example, before[file], found.where), encoding="utf-8")
        main(["check", ".", "--cache", str(guide.parent / "cache"), "--strict"])
        file.write_text(before[file], encoding="utf-8")
        lines = heads(capsys.readouterr().out).splitlines()
        return {line.replace(": warning: ", ": ").split(": ")[1] for line in lines if " — " in line}

    return run


def in_place(example: str, whole: str, where: str) -> str:
    """A file with an example in it: a chapter under its title, guide.toml with another line or table."""
    if where != "guide.toml":
        return f"=======\nExample\n=======\n\n{example}\n"
    if example.startswith("["):
        return f"{whole}\n{example}\n"
    key = example.partition("=")[0]
    assert f"\n{key}=" in whole
    return re.sub(rf"^{re.escape(key)}=.*$", lambda _found: example, whole, count=1, flags=re.MULTILINE)


def test_every_code_is_explained() -> None:
    """Every code has an explanation, and there is none of a code that does not occur."""
    assert [code for code in CODES if not any(fnmatch(known, code) for known in explanations())] == []
    assert [known for known in explanations() if not any(fnmatch(known, code) for code in CODES)] == []
    assert len(explanations()) - len(TRIED) <= UNTRIED


@pytest.mark.parametrize("code", TRIED)
def test_examples_are_true(code: str, drawn: Callable[[Explanation, str], set[str]]) -> None:
    """What is wrong draws exactly its code, and what is right draws nothing."""
    found = TRIED[code]
    assert (drawn(found, found.wrong), drawn(found, found.right)) == ({code}, set())


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    """A code is explained with both examples; without a code all are listed."""
    assert main(["explain", "blank-line"]) == 0
    said = capsys.readouterr().out
    assert said.index("Wrong:") < said.index("    - a boat\n") < said.index("Right:")
    assert main(["explain"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(explanations())


def test_explain_an_unknown_code(capsys: pytest.CaptureFixture[str]) -> None:
    """A code that there is not is wrong usage; the nearest is named."""
    assert main(["explain", "blank-lines"]) == 2
    assert capsys.readouterr().err == "there is no code “blank-lines”: did you mean “blank-line”?\n"
    assert main(["explain", "zzz"]) == 2
    assert capsys.readouterr().err == "there is no code “zzz”: “studyguide explain” lists all\n"
