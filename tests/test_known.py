"""Reading again: what comes from the cache is what a fresh reading gives, whatever has changed in between."""

import pickle
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from builder.cache import Cache, key_of
from builder.checked import read_and_check
from builder.diagnostics import Diagnostic, GuideError
from builder.kept import find, keep
from builder.model.book import Book
from builder.reading import known
from builder.reading.chapter import read_chapter
from builder.reading.guide import read_guide
from builder.reading.source import Read, Source
from tests.guides import PLAIN, REAL, SMALL, STOCK, changed

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.txt"))
GUIDES = [STOCK, SMALL, REAL, HERE / "ten-mistakes", *sorted((HERE / "hard").iterdir())]
SEEN = """
=====
Title
=====

.. include:: shared/one.txt

.. include:: shared/gone.txt

.. include:: shared/link.txt

.. image:: images/ferry.png
   :alt: A ferry.
   :scale: 50

.. image:: images/plan.svg
   :alt: A plan.

.. image:: images/new.png
   :alt: What is not there.

.. image:: ../outside.png
   :alt: What must not be there.
"""


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "kept")


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """A guide of which one chapter looks for files of all kinds."""
    root = changed(tmp_path / "guide")
    (tmp_path / "other.txt").write_text("From outside.\n", encoding="utf-8")
    (tmp_path / "outside.png").write_bytes((root / "images" / "ferry.png").read_bytes())
    (root / "chapter-02.rst").write_text(SEEN, encoding="utf-8")
    (root / "shared" / "one.txt").write_text("One.\n\n.. include:: two.txt\n", encoding="utf-8")
    (root / "shared" / "two.txt").write_text("Two.\n", encoding="utf-8")
    (root / "shared" / "link.txt").symlink_to(root / "shared" / "reading-aloud.txt")
    return root


def told(root: Path, cache: Cache) -> tuple[Book, list[Diagnostic], list[object]] | list[Diagnostic]:
    """All that is read in a guide, or what is wrong with its settings; places of pictures, which do not count
    when pictures are compared, are by themselves.
    """
    try:
        book, problems = read_guide(root, None, cache)
    except GuideError as wrong:
        return list(wrong.diagnostics)
    return book, problems, [image.origin for image in (*book.images, *filter(None, [book.cover]))]


def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, to read a chapter is a failure."""
    monkeypatch.setattr("builder.reading.chapter.read_chapter_looking", None)
    monkeypatch.setattr("builder.settings.guide_toml.read_settings", None)


@pytest.mark.parametrize("folder", GUIDES, ids=lambda folder: folder.name)
def test_a_guide_is_read_the_same(
    folder: Path, tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guide from the cache is the guide, with all that is wrong in it, and nothing is read for it."""
    root = folder if (folder / "guide.toml").exists() else changed(tmp_path / "guide", PLAIN, folder)
    fresh = told(root, Cache())
    assert told(root, cache) == fresh
    if not isinstance(fresh, list):  # wrong settings are read again
        nothing_is_read(monkeypatch)
    assert told(root, cache) == fresh


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_chapter_is_read_the_same(file: Path, cache: Cache) -> None:
    """Whatever a writer types comes from the cache as it was read."""
    body = file.read_text(encoding="utf-8").split("\n.\n")[1]
    source = Source(str(STOCK / "case.rst"), f"====\nCase\n====\n\n{body}", "case", number=3)
    fresh = read_chapter(source, STOCK, "en")
    for read in (known.read(source, STOCK, "en", cache), known.read(source, STOCK, "en", cache)):
        assert read == fresh
        assert pickle.dumps(places(read)) == pickle.dumps(places(fresh))


@pytest.mark.parametrize("folder", GUIDES, ids=lambda folder: folder.name)
def test_docutils_reads_the_same(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all of its states made at once, docutils reads what it reads with some."""
    root = folder if (folder / "guide.toml").exists() else changed(tmp_path / "guide", PLAIN, folder)
    quick = told(root, Cache())
    monkeypatch.setattr("builder.reading.rst.states_when_entered", nullcontext)
    assert told(root, Cache()) == quick


def places(read: Read) -> list[object]:
    return [(name, image.origin) for name, image in read.images.items()]


def found(root: Path, cache: Cache) -> list[Diagnostic] | Book:
    """The book, or all that is wrong with it."""
    try:
        return read_and_check(root, ["through-1"], None, cache)
    except GuideError as wrong:
        return list(wrong.diagnostics)


@pytest.mark.parametrize(
    "changes",
    ["", "spoiler", "math", "image", "language", "no-glyph"],
)
def test_what_is_wrong_is_found_again(
    changes: str, tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A verdict from the cache is the verdict, and nothing is checked for it."""
    root = changed(tmp_path / "guide", *([HERE / "diagnostics" / changes] if changes else []))
    fresh = found(root, Cache())
    assert isinstance(fresh, list) == bool(changes)
    assert found(root, cache) == fresh
    monkeypatch.setattr("builder.checked.check", None)
    assert found(root, cache) == fresh


def test_a_picture_is_drawn_once(tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has been drawn for trial is not drawn again when other things change."""
    root = changed(tmp_path / "guide")
    found(root, cache)
    monkeypatch.setattr("builder.typesetting.trial.can_draw", None)
    monkeypatch.setattr("builder.checking.drawable.drawing", None)
    more(root / "people.rst", "A line.\n")
    assert isinstance(found(root, cache), Book)


Change = Callable[[Path], object]
CHANGES: dict[str, Change] = {
    "the chapter": lambda root: more(root / "chapter-02.rst"),
    "an included file": lambda root: more(root / "shared" / "one.txt"),
    "a file that an included one includes": lambda root: more(root / "shared" / "two.txt"),
    "a file that was not there": lambda root: more(root / "shared" / "gone.txt"),
    "an included file that goes": lambda root: (root / "shared" / "two.txt").unlink(),
    "a link to another file": lambda root: linked(root / "shared" / "link.txt", root / "shared" / "two.txt"),
    "a link out": lambda root: linked(root / "shared" / "link.txt", root.parent / "other.txt"),
    "what a link leads to": lambda root: more(root / "shared" / "reading-aloud.txt"),
    "a folder in place of a file": lambda root: (
        (root / "shared" / "two.txt").unlink(),
        (root / "shared" / "two.txt").mkdir(),
    ),
    "a picture that was not there": lambda root: copied(
        root / "images" / "ferry.png", root / "images" / "new.png"
    ),
    "a damaged picture": lambda root: (root / "images" / "ferry.png").write_bytes(b"no picture"),
    "a picture that goes": lambda root: (root / "images" / "ferry.png").unlink(),
    "another picture": lambda root: rewritten(root / "images" / "plan.svg", "</svg>", "<g/></svg>"),
    "a picture that runs something": lambda root: (root / "images" / "plan.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', encoding="utf-8"
    ),
    "a picture that is a link out": lambda root: linked(
        root / "images" / "ferry.png", root.parent / "outside.png"
    ),
    "the language": lambda root: rewritten(root / "guide.toml", 'language = "en', 'language = "de'),
    "the order": lambda root: rewritten(root / "guide.toml", '"people.rst", ', ""),
    "the settings": lambda root: rewritten(root / "guide.toml", "[guide]", "[guide]\nwrong = 1"),
    "a file that is not listed": lambda root: more(root / "new.rst"),
    "a listed file that goes": lambda root: (root / "people.rst").unlink(),
}


def more(file: Path, text: str = "More, and ``more``.\n") -> None:
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(f"{before}\n{text}", encoding="utf-8")


def linked(file: Path, to: Path) -> None:
    file.unlink()
    file.symlink_to(to)


def copied(file: Path, to: Path) -> None:
    to.write_bytes(file.read_bytes())


def rewritten(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", CHANGES)
def test_what_has_changed_is_read_anew(name: str, guide: Path, cache: Cache) -> None:
    """After a change to any file that a chapter has looked for, all is as in a fresh reading."""
    before = told(guide, cache)
    CHANGES[name](guide)
    fresh = told(guide, Cache())
    assert fresh != before
    for _time in (1, 2):
        assert told(guide, cache) == fresh


def test_a_change_that_is_taken_back_is_known(
    guide: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read before another version of a file is known when the file is as it was."""
    text = (guide / "shared" / "two.txt").read_bytes()
    before = told(guide, cache)
    more(guide / "shared" / "two.txt")
    assert told(guide, cache) != before
    (guide / "shared" / "two.txt").write_bytes(text)
    nothing_is_read(monkeypatch)
    assert told(guide, cache) == before


def test_another_place_is_another_guide(
    guide: Path, cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths are shown as they were typed, and included files from the working folder."""
    (tmp_path / "below").mkdir()
    for folder in (tmp_path, tmp_path / "below"):
        monkeypatch.chdir(folder)
        for typed in (guide, Path("guide") if folder == tmp_path else Path("../guide")):
            assert told(typed, cache) == told(typed, Cache())


def test_one_chapter_of_many_is_read(guide: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one file has changed, one is read."""
    told(guide, cache)
    more(guide / "people.rst")
    reading: list[str] = []
    read = known._read_anew

    def noted(source: Source, *others: object) -> object:
        reading.append(source.path)
        return read(source, *others)  # type: ignore[arg-type]

    monkeypatch.setattr("builder.reading.known._read_anew", noted)
    told(guide, cache)
    assert reading == [f"{guide}/people.rst"]


class Runs:
    """Something that would run, if it were unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (Path("ran"),)


@pytest.mark.parametrize("value", [Runs(), [Runs()], len, Path.touch, pickle.Pickler])
def test_what_comes_with_a_folder_does_not_run(
    value: object, cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache that somebody has sent along can't call anything: what is no value of ours is not found."""
    monkeypatch.chdir(tmp_path)
    keep(cache, key_of("one"), value)
    assert cache.get(key_of("one")) is not None
    assert find(cache, key_of("one")) is None
    assert not (tmp_path / "ran").exists()


def test_what_is_no_pickle_is_not_found(cache: Cache) -> None:
    """Nor is anything that is no value at all."""
    cache.put(key_of("one"), b"no pickle")
    assert find(cache, key_of("one")) is None
