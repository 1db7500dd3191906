"""What `studyguide help` and the README say of directives, roles and fields."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from builder.checked import read_and_check
from builder.reading.directives import all_directives
from builder.reading.facts import FIELDS
from builder.reading.roles import EXPLAINED, ROLES
from builder.reference import entries, help_on, markdown, overview

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
# Where a directive's example must not stand in a chapter, it stands in a file after the chapters.
AFTER = ("only", "genindex")


def test_the_readme_has_the_reference(expect: Callable[[Path, str], None]) -> None:
    """Between its two marks the README says what the directives say of themselves."""
    marks = re.compile(r"(<!-- directives: .+ -->\n).*(<!-- end of directives -->)", re.DOTALL)
    written = README.read_text(encoding="utf-8")
    expect(README, marks.sub(lambda found: f"{found[1]}\n{markdown()}\n\n{found[2]}", written))
    assert marks.search(written)


def test_every_example_is_right(tmp_path: Path) -> None:
    """The examples make a guide in which nothing is wrong."""
    guide = shutil.copytree(HERE / "reference", tmp_path / "guide")
    after, chapter = [], []
    for entry in entries():
        (after if entry.typed.strip(". :") in AFTER else chapter).append(entry.example)
    fields = [text for text in chapter if text.startswith(tuple(f":{name}: " for name in FIELDS))]
    text = [example for example in chapter if example not in fields]
    head = ["=====\nGates\n=====", "\n".join(fields), *text, ".. _gates:", "The gates\n---------", "Shut."]
    (guide / "chapter-01.rst").write_text("\n\n".join(head), encoding="utf-8")
    with (guide / "frame.rst").open("a", encoding="utf-8") as frame:
        frame.write("\n\n".join(sorted(after, reverse=True)))
    read_and_check(guide)


def test_everything_has_its_words() -> None:
    """Every directive says what it is for, what each option takes, and what its title is."""
    for name, kind in all_directives().items():
        assert kind.purpose, name
        assert f".. {name}::" in kind.example, name
        assert [option for option, takes in kind.known.items() if not takes.takes] == []
    assert sorted(EXPLAINED) == sorted(ROLES)


def test_help_knows_a_word_however_it_is_typed() -> None:
    """A directive is found as it is named and as it is typed, together with the role of the same name."""
    assert help_on("beat") == help_on(".. beat::") == help_on(":beat:")
    assert help_on("beat").startswith(".. beat::  one step")
    assert "\n:beat:  a link" in help_on("beat")
    assert "needed: up to three themes" in help_on("beat")
    assert help_on("spoils").startswith(":spoils: …")
    assert "docutils' own" in help_on("note")
    assert "not for guides" in help_on("raw")
    assert [entry.typed for entry in entries() if entry.typed not in overview()] == []
