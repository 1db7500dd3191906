"""The local overlay: a folder of a teacher's own beside the guide, what it makes of the book, and how its
mistakes are reported.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from builder.__main__ import main
from builder.build import build
from builder.checked import read_and_check
from builder.diagnostics import Origin
from builder.model.blocks import Activity, Block, Check, Discuss, Question
from builder.model.book import Book, Calendar, Chapter, Image
from builder.model.text import Footnote
from builder.model.walking import texts, walk
from tests.epub_files import Epub
from tests.guides import PLAIN, STOCK, changed, heads

CALENDAR = '[calendar]\nstart = 2027-01-11\ndays = ["mon", "wed"]\n'
PNG = (STOCK / "images" / "ferry.png").read_bytes()

Written = dict[str, str | bytes]
Reported = Callable[[Written], list[str]]


def question(words: str, kind: str = "recall", name: str = "") -> str:
    """The reST of a question."""
    named = f"   :name: {name}\n" if name else ""
    return (
        f".. question::\n   :kind: {kind}\n{named}\n   {words}\n\n"
        f"   .. answer::\n\n      Perhaps, as the river knows.\n\n"
    )


def activity(title: str, words: str = "Sing it.") -> str:
    """The reST of an activity."""
    return f".. activity:: {title}\n   :minutes: 5\n\n   {words}\n\n"


def lay(folder: Path, files: Written) -> Path:
    """A folder with files; a reST file gets a title."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        titled = (
            f"=======\nClass 7\n=======\n\n{content}"
            if isinstance(content, str) and name.endswith(".rst")
            else content
        )
        file.write_bytes(titled if isinstance(titled, bytes) else titled.encode())
    return folder


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """A copy of the stock guide."""
    return changed(tmp_path / "guide")


@pytest.fixture
def book(guide: Path) -> Callable[[Written], Book]:
    """The stock guide with files in `local` beside it, read and checked."""
    return lambda files: read_and_check(guide, overlay=lay(guide.parent / "local", files))


@pytest.fixture
def reported(guide: Path, capsys: pytest.CaptureFixture[str]) -> Reported:
    """What is reported about files in `local` beside the stock guide, without the folder's path."""

    def run(files: Written) -> list[str]:
        folder = lay(guide.parent / "local", files)
        assert main(["check", str(guide)]) == 1
        return [line.removeprefix(f"{folder}/") for line in heads(capsys.readouterr().out).splitlines()]

    return run


def chapter(book: Book, slug: str = "chapter-01") -> Chapter:
    """A chapter by its slug."""
    return next(found for found in book.chapters if found.slug == slug)


def asked(block: Block) -> list[str]:
    """The ids of a box's questions."""
    assert isinstance(block, Check | Discuss)
    return [one.id for one in block.questions]


def kinds(found: Chapter) -> list[str]:
    """The kinds of a chapter's blocks."""
    return [block.tagname for block in found.blocks]


# ---------------------------------------------------------------------------------------------- what it makes


def test_without_one_nothing_changes(guide: Path) -> None:
    """A guide without an overlay is read as before; so is one beside a folder `local` that is no overlay, or
    an empty one.
    """
    alone = read_and_check(guide)
    lay(guide.parent / "local", {"notes.txt": "Buy chalk."})
    assert read_and_check(guide) == alone
    lay(guide.parent / "local", {"chapter-01.rst": "", "guide.toml": ""})
    assert replace(read_and_check(guide), overlay="") == alone


def test_a_question_in_the_place_of_another(book: Callable[[Written], Book], guide: Path) -> None:
    """A question with the name of one in the guide replaces it and keeps its id: links and cards stay."""
    before = chapter(read_and_check(guide))
    after = chapter(book({"chapter-01.rst": question("Who rows?", name="ch01-who")}))
    assert [block.id for block in after.blocks] == [block.id for block in before.blocks]
    box = next(block for block in after.blocks if isinstance(block, Check))
    assert [one.text.plain for one in box.questions] == ["Who rows?", "Where does Bertha put the letter?"]
    assert box.questions[0].id == "chapter-01-ch01-who"


def test_a_question_inside_something(guide: Path) -> None:
    """A question is replaced inside a section and a `reveal` too."""
    inside = ".. reveal::\n   :from: 3\n\n" + "".join(
        f"   {line}\n" for line in question("Old?", name="deep").splitlines()
    )
    lay(guide, {"chapter-02.rst": f"Text.\n\nHead\n----\n\n{inside}"})
    found = read_and_check(
        guide, overlay=lay(guide.parent / "mine", {"chapter-02.rst": question("New?", name="deep")})
    )
    questions = [block for block in walk(chapter(found, "chapter-02").blocks) if isinstance(block, Question)]
    assert [(one.id, one.text.plain) for one in questions] == [("chapter-02-deep", "New?")]


def test_questions_are_added_to_the_last_box(book: Callable[[Written], Book]) -> None:
    """New questions, with a name or without, come after the others of their kind."""
    body = (
        question("Who owns it?", "discussion")
        + question("Which oar?", name="oar")
        + question("“Water is work.” Discuss.", "essay")
    )
    blocks = chapter(book({"chapter-01.rst": body})).blocks
    assert [asked(block) for block in blocks if isinstance(block, Check | Discuss)] == [
        ["chapter-01-ch01-who", "chapter-01-question-2", "local_chapter-01-oar"],
        [
            "chapter-01-question-3",
            "chapter-01-question-4",
            "local_chapter-01-question-1",
            "local_chapter-01-question-3",
        ],
    ]


def test_a_box_that_not_everybody_has(guide: Path) -> None:
    """A new question is for all: it does not go into a box that is known only later."""
    inside = ".. reveal::\n   :from: 3\n\n" + "".join(
        f"   {line}\n" for line in question("Late?").splitlines()
    )
    lay(guide, {"chapter-02.rst": inside})
    found = read_and_check(guide, overlay=lay(guide.parent / "mine", {"chapter-02.rst": question("Now?")}))
    assert kinds(chapter(found, "chapter-02")) == ["reveal", "check"]


def test_a_box_of_its_own(book: Callable[[Written], Book]) -> None:
    """Where a chapter has no box of a kind, one is added at its end, and single questions are added too."""
    body = question("Who comes?") + activity("Count") + question("Who stays away?")
    found = chapter(book({"chapter-02.rst": body}), "chapter-02")
    assert kinds(found) == ["prose", "look-back", "check", "activity"]
    assert asked(found.blocks[2]) == ["local_chapter-02-question-1", "local_chapter-02-question-2"]


def test_activities(book: Callable[[Written], Book]) -> None:
    """An activity with the title of one in the guide replaces it; any other is added at the chapter's end."""
    body = activity("A crossing in the classroom", "Walk.") + activity("A song")
    found = chapter(book({"chapter-01.rst": body}))
    activities = [
        (block.id, block.title, block.minutes) for block in found.blocks if isinstance(block, Activity)
    ]
    assert activities == [
        ("chapter-01-activity-1", "A crossing in the classroom", 5),
        ("local_chapter-01-activity-2", "A song", 5),
    ]
    assert kinds(found)[-2:] == ["look-ahead", "activity"]


def test_notes(guide: Path) -> None:
    """The overlay's notes are numbered after the chapter's, and a note whose first call is gone is at the
    next.
    """
    old = question("Old?\\ [#n]_", name="old") + question("Other?\\ [#n]_") + ".. [#n] The guide's note.\n"
    new = question("New?\\ [#n]_", name="old") + ".. [#n] A note of ours.\n"
    lay(guide, {"chapter-02.rst": old})
    found = chapter(
        read_and_check(guide, overlay=lay(guide.parent / "mine", {"chapter-02.rst": new})), "chapter-02"
    )
    pieces = [
        piece
        for block in walk(found.blocks)
        for text in texts(block)
        for piece in text.pieces
        if isinstance(piece, Footnote)
    ]
    assert [(note.number, note.text.plain) for note in pieces] == [
        ("2", "A note of ours."),
        ("1", "The guide’s note."),
    ]


def test_pictures_come_from_the_overlay(book: Callable[[Written], Book]) -> None:
    """A picture is in the overlay's folder; one that the guide has too is the same one."""
    pictures = "".join(
        f"   .. image:: images/{name}.png\n      :alt: A boat.\n\n" for name in ("ours", "ferry")
    )
    files: Written = {
        "chapter-01.rst": f".. activity:: Look\n\n{pictures}",
        "images/ours.png": PNG,
        "images/ferry.png": PNG,
    }
    assert set(book(files).images) >= {
        Image(f"images/{name}.png", "image/png", PNG, Origin("", 0)) for name in ("ours", "ferry")
    }


def test_dates(book: Callable[[Written], Book]) -> None:
    """The overlay's calendar is the book's."""
    assert book({"guide.toml": CALENDAR}).guide.calendar == Calendar(date(2027, 1, 11), frozenset({0, 2}))


def test_dates_in_the_place_of_others(guide: Path) -> None:
    """The overlay's calendar replaces the guide's as a whole."""
    toml = guide / "guide.toml"
    toml.write_text(
        f"{toml.read_text(encoding='utf-8')}\n[calendar]\n"
        f"start = 2020-01-01\ndays = ['fri']\nper-meeting = 3\n",
        encoding="utf-8",
    )
    lay(guide.parent / "local", {"guide.toml": CALENDAR})
    assert read_and_check(guide).guide.calendar == Calendar(date(2027, 1, 11), frozenset({0, 2}))


# ------------------------------------------------------------------------------------------------- the folder


@pytest.mark.parametrize(
    ("where", "typed"), [(".", "guide"), ("guide", "."), ("guide/images", ".."), ("guide", "../guide")]
)
def test_the_folder_is_found_by_itself(
    where: str, typed: str, guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`local` beside the guide is its overlay, from wherever and however the guide is named."""
    lay(guide.parent / "local", {"guide.toml": CALENDAR})
    monkeypatch.chdir(guide.parent / where)
    assert read_and_check(Path(typed)).guide.calendar


def test_a_folder_that_is_named_goes_first(guide: Path) -> None:
    """With `--overlay` the folder `local` is nothing special."""
    lay(guide.parent / "local", {"guide.toml": CALENDAR})
    mine = lay(guide.parent / "mine", {"chapter-01.rst": activity("A song")})
    found = read_and_check(guide, overlay=mine)
    assert found.guide.calendar is None
    assert kinds(chapter(found))[-1] == "activity"


def test_a_guide_that_is_called_local(tmp_path: Path) -> None:
    """A guide in a folder `local` is not its own overlay."""
    root = changed(tmp_path / "local")
    lay(root, {"chapter-02.rst": question("Who comes?")})
    assert asked(chapter(read_and_check(root), "chapter-02").blocks[0]) == ["chapter-02-question-1"]


def test_an_e_book_with_an_overlay_is_sound(tmp_path: Path) -> None:
    """What is added is in the e-book, and its checks find nothing."""
    body = question("Which oar is it?\\ [#n]_", name="oar") + activity("A song") + ".. [#n] A note of ours.\n"
    mine = lay(tmp_path / "mine", {"chapter-01.rst": body, "chapter-02.rst": body})
    made = Epub(
        build(changed(tmp_path / "guide", PLAIN), tmp_path / "dist", formats=["epub"], overlay=mine).paths[0]
    )
    assert made.faults() == []
    for slug in ("chapter-01", "chapter-02"):
        page = next(content for name, content in made.pages.items() if name.endswith(f"/{slug}.xhtml"))
        assert {f"local_{slug}-oar", f"local_{slug}-n"} <= set(page.xpath("//@id"))


def test_cards_stay_the_same_ones(guide: Path, tmp_path: Path) -> None:
    """The card of a question that is replaced keeps its id, under which Anki knows it."""
    mine = lay(tmp_path / "mine", {"chapter-01.rst": question("Who rows?", name="ch01-who")})
    assert (
        main(["build", str(guide), "--overlay", str(mine), "-f", "cards", "-o", str(tmp_path / "dist")]) == 0
    )
    rows = (tmp_path / "dist" / "the-ferry-cards.csv").read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if row.startswith("chapter-01-ch01-who,recall,1,Who rows?")]


# ----------------------------------------------------------------------------------------------- diagnostics


@pytest.mark.parametrize("folder", ["gone", "empty"])
def test_a_named_folder_that_is_none(
    folder: str, guide: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that was named must be an overlay: the path may be mistyped."""
    monkeypatch.chdir(guide.parent)
    (guide.parent / "empty").mkdir()
    for command in (["check", "guide"], ["build", "guide", "-o", "dist"]):
        assert main([*command, "--overlay", folder]) == 1
        fix = "name a folder that has chapter files or a guide.toml"
        assert capsys.readouterr().out == f"{folder}:0: overlay: there is no overlay here — {fix}\n"
    assert not (guide.parent / "dist").exists()


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("chapter-1.rst", "did you mean “chapter-01.rst”?"),
        ("2027-xyz.rst", "name it like the chapter file that it goes with"),
    ],
)
def test_a_file_for_no_chapter(name: str, fix: str, reported: Reported) -> None:
    """A file goes with a chapter file of the same name."""
    assert reported({name: ""}) == [f"{name}:0: overlay: the guide has no chapter file {name} — {fix}"]


def test_a_file_from_elsewhere(reported: Reported, guide: Path) -> None:
    """A file that links out of the overlay's folder is not read."""
    lay(guide.parent, {"secret.rst": "Secret."})
    (guide.parent / "local").mkdir()
    (guide.parent / "local" / "chapter-01.rst").symlink_to(guide.parent / "secret.rst")
    assert reported({}) == [
        "chapter-01.rst:0: overlay: this is no file of the overlay's folder — save it there as a file"
    ]


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("Words.\n", 5, "text"),
        ("Head\n----\n\nWords.\n", 6, "a second heading"),
        (".. look-back::\n\n   Words.\n", 5, "look-back"),
        (".. teacher::\n\n   Words.\n", 5, "teacher"),
        (".. index:: see: oar; boat\n", 5, "index"),
        (":reading-time: 5\n", 1, "reading-time"),
        (":spoils: 2\n", 1, "spoils"),
    ],
)
def test_what_is_not_allowed(body: str, line: int, what: str, reported: Reported) -> None:
    """An overlay's file has questions and activities only."""
    fix = "write questions and activities, and nothing else"
    assert reported({"chapter-01.rst": body}) == [
        f"chapter-01.rst:{line}: overlay: {what} is not allowed in an overlay — {fix}"
    ]


def test_a_name_given_twice(reported: Reported) -> None:
    """Two blocks of one name are reported."""
    body = (
        question("One?", name="new") + question("Two?", name="new") + activity("A song") + activity("A song")
    )
    assert reported({"chapter-01.rst": body}) == [
        "chapter-01.rst:15: overlay: the question “new” is "
        "in this file twice — give one of the two another name",
        "chapter-01.rst:30: overlay: the activity “A song” is "
        "in this file twice — give one of the two another name",
    ]


def test_a_name_that_the_guide_has_twice(reported: Reported, guide: Path) -> None:
    """It is not clear which of two blocks is to be replaced."""
    lay(guide, {"chapter-02.rst": activity("A song") + activity("A song")})
    what = f"the activity “A song” is in {guide}/chapter-02.rst 2 times"
    fix = "give each a name of its own there, or yours another name"
    assert reported({"chapter-02.rst": activity("A song")}) == [f"chapter-02.rst:5: overlay: {what} — {fix}"]


def test_a_question_of_another_box(reported: Reported) -> None:
    """A replacement stays in its box, among its own kind."""
    what = "the question “ch01-who” is recall or choice in the guide, and would be in another box"
    fix = "give it such a kind, or another name"
    assert reported({"chapter-01.rst": question("Who?", "essay", "ch01-who")}) == [
        f"chapter-01.rst:5: overlay: {what} — {fix}"
    ]


def test_another_picture_of_the_same_name(reported: Reported, guide: Path) -> None:
    """Two pictures can't have one name in the e-book."""
    other = (guide / "images" / "plan.svg").read_bytes()
    lay(guide, {"chapter-02.rst": ".. image:: images/plan.svg\n   :alt: A plan.\n"})
    files: Written = {
        "chapter-01.rst": ".. activity:: Look\n\n   .. image:: images/plan.svg\n      :alt: A plan.\n",
        "images/plan.svg": other.replace(b"</svg>", b"<g/></svg>"),
    }
    what = "images/plan.svg is another picture in the guide"
    assert reported(files) == [f"chapter-01.rst:1: overlay: {what} — give yours a name of its own"]


def test_all_rules_hold_for_an_overlay(reported: Reported) -> None:
    """What is wrong anywhere else is wrong in an overlay, and everything is reported at once, at its own
    place.
    """
    body = question("See :beat:`gone`?") + ".. quiz::\n\n   What?\n"
    choice = (
        ".. question::\n   :kind: choice\n\n   Which?\n\n   A. one\n "
        "  B. two\n\n   .. answer:: A\n\n      A. Yes.\n      B. No.\n"
    )
    lines = reported(
        {
            "chapter-01.rst": body,
            "chapter-02.rst": choice,
            "people.rst": b"\xff",
            "guide.toml": "calender = 1\n",
        }
    )
    assert [line.split(": ")[:2] for line in lines] == [
        ["chapter-01.rst:8", "unknown-beat"],
        ["chapter-01.rst:14", "unknown-directive"],
        ["chapter-02.rst:5", "four-options"],
        ["guide.toml:1", "unknown-key"],
        ["people.rst:1", "encoding"],
    ]
    assert lines[3].endswith("there is no key calender — did you mean “calendar”?")
