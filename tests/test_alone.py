"""A guide that is one file out of a project: what its links and roles need may be in other files."""

from pathlib import Path

from builder.checking.checks import check
from builder.checking.lost_links import alone
from builder.diagnostics import errors
from builder.model.walking import pieces
from builder.reading.guide import read_guide
from tests.guides import changed

LETTERS = frozenset(range(0x3000))
TEXT = """\
==============
The passengers
==============

See :doc:`/no/such`, :doc:`words <other>`, :ref:`a place <nowhere>`, :numref:`Fig. %s <nothing>`, :eq:`none`,
:any:`all`, :term:`a raft`, :issue:`12`, :theme:`water` and :ref:`fares`.
"""


def test_what_is_lost_is_told(tmp_path: Path) -> None:
    """Links that lead nowhere and roles that nobody knows are their words, with warnings; others stay."""
    guide = changed(tmp_path / "guide")
    (guide / "chapter-02.rst").write_text(TEXT, encoding="utf-8")
    book, problems = read_guide(guide)
    assert {problem.code for problem in errors(problems)} == {"unknown-role"}
    book, told = alone(book, problems)
    assert errors([*told, *check(book, LETTERS)]) == []
    kinds = sorted(problem.code for problem in set(told) if problem.code.startswith("unknown"))
    assert kinds == sorted(
        ["unknown-doc"] * 2
        + ["unknown-ref", "unknown-numref", "unknown-eq", "unknown-any", "unknown-term", "unknown-role"]
    )
    text = "".join(piece for piece in pieces(book.chapters[3].blocks) if isinstance(piece, str))
    assert "See such, words, a place, Fig., none,\nall, a raft, <span>12</span>, " in text


def test_names_of_a_guides_own_stay_errors(tmp_path: Path) -> None:
    """No other file of a project has themes and beats."""
    guide = changed(tmp_path / "guide")
    (guide / "chapter-02.rst").write_text(TEXT.replace(":eq:`none`", ":theme:`none`"), encoding="utf-8")
    book, _told = alone(*read_guide(guide))
    found = errors(check(book, LETTERS))
    assert [problem.code for problem in found] == ["unknown-theme"]
