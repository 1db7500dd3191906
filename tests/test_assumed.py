"""Guides without guide.toml: what is assumed is what is said, what is written, and what is built."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.__main__ import main
from builder.diagnostics import GuideError
from builder.settings.assumed import identifier_for, slug_for, text_for
from builder.settings.guide_toml import read_settings
from builder.settings.listed import ListedFile, each_apart
from builder.settings.titles import title_of
from tests.epub_files import Epub, checked

FOLDERS = Path(__file__).parent / "assumed"
CASES = sorted(folder.name for folder in FOLDERS.iterdir() if folder.is_dir())
LIGHT = ["-f", "epub", "--no-page-list", "-j", "1"]

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("name", CASES)
def test_a_folder_makes_a_guide(name: str, expect: Callable[[Path, str], None]) -> None:
    """A folder's files in their order, by its toctrees or by their names, and its first title."""
    text = text_for(FOLDERS / name)
    expect(FOLDERS / f"{name}.toml", text)
    read_settings(FOLDERS / name)


def test_one_file_is_a_guide() -> None:
    """A file is a guide whatever its ending is, and nothing that lies beside it is read."""
    text = text_for(FOLDERS / "opens.toml")
    assert 'title = "Opens"\n' in text
    assert text.endswith('[contents]\nchapters = ["opens.toml"]\nleave-out = ["*"]\n')


def test_what_is_written_is_what_was_assumed(tmp_path: Path, capsys: Capture) -> None:
    """A guide is built to the same bytes with the guide.toml that `new --from` writes, and the build has
    shown its text, but for what is beside one file; a second one is not written.
    """
    guide = shutil.copytree(FOLDERS / "names", tmp_path / "names")
    for out, given in (("one", guide), ("one-file", guide / "Chapter 2.rst")):
        assert main(["build", str(given), "-o", str(tmp_path / out), *LIGHT]) == 0
        said = capsys.readouterr().out
        assert main(["new", "--from", str(given)]) == 0
        assert main(["new", "--from", str(given)]) == 2
        text = (guide / "guide.toml").read_text(encoding="utf-8")
        shown, _key, beside = text.partition("leave-out = ")
        assert "".join(f"    {line}".rstrip() + "\n" for line in shown.splitlines()) in said
        assert ("Über_uns.rst" in beside) == given.is_file()  # what is beside one file now, and no more
        capsys.readouterr()
        assert main(["build", str(guide), "-o", str(tmp_path / f"{out}-again"), *LIGHT]) == 0
        assert "assumed" not in capsys.readouterr().out
        made = [path.read_bytes() for path in sorted((tmp_path / out).iterdir())]
        assert made == [path.read_bytes() for path in sorted((tmp_path / f"{out}-again").iterdir())]
        (guide / "guide.toml").unlink()


def test_what_a_guide_leaves_out_is_told(tmp_path: Path, capsys: Capture) -> None:
    """Two titles are enough; what was assumed beside them is said, and what is listed elsewhere is no
    chapter.
    """
    guide = shutil.copytree(FOLDERS / "names", tmp_path / "names")
    (guide / "guide.toml").write_text(
        '[guide]\ntitle = "Weather"\n[work]\ntitle = "A Year"\n[contents]\nback = ["two/deep.rst"]\n',
        encoding="utf-8",
    )
    assert main(["check", str(guide)]) == 0
    said = capsys.readouterr().out
    named = f'    slug = "weather"\n    language = "en"\n    identifier = "{identifier_for("Weather", ())}"'
    assert named in said
    assert '    chapters = [\n        "Chapter 2.rst",\n        "Chapter 10.rst",\n        "Über_uns' in said
    assert '    leave-out = ["_drafts/later.rst"]\n' in said


@pytest.mark.parametrize("given", ["names", "names/Chapter 2.rst"])
def test_a_change_beside_is_seen(given: str, tmp_path: Path, capsys: Capture) -> None:
    """A build finds out that nothing has changed, and that a file was added, renamed or changed."""
    folder = shutil.copytree(FOLDERS / "names", tmp_path / "names")
    command = ["build", str(tmp_path / given), "-o", str(tmp_path / "out"), "--cache", str(tmp_path / "kept")]
    assert main([*command, *LIGHT]) == 0
    for change, is_made in (
        (lambda: None, False),
        (lambda: (folder / "two" / "words.rst").write_text("Others.\n", encoding="utf-8"), True),
        (lambda: (folder / "two" / "deep.rst").rename(folder / "two" / "high.rst"), given == "names"),
        (lambda: (folder / "Z.rst").write_text("Z\n=\n\nLast.\n", encoding="utf-8"), given == "names"),
    ):
        change()
        capsys.readouterr()
        assert main([*command, *LIGHT]) == 0
        assert ("none of 2 files changed" not in capsys.readouterr().out) == is_made


def test_where_there_is_nothing(tmp_path: Path) -> None:
    """A folder without chapters, and one that is not there, are told, with the way out."""
    with pytest.raises(GuideError, match=r"neither a guide.toml nor a chapter .* — write a chapter"):
        read_settings(tmp_path)
    with pytest.raises(GuideError, match=r"there is no such folder or file"):
        read_settings(tmp_path / "none")


def test_a_toctree_that_names_nothing(tmp_path: Path) -> None:
    """A file that a toctree names and that is not there is told at its line."""
    guide = shutil.copytree(FOLDERS / "opens", tmp_path / "guide")
    (guide / "rain.rst").rename(guide / "rains.rst")
    with pytest.raises(GuideError, match=r"index.rst:8: no-file: .* — did you mean “rains”\?"):
        read_settings(guide)


def test_titles_by_their_looks() -> None:
    """A title has a rule under it; what only looks like one is none."""
    assert title_of("A *b* ``c`` :ref:`d <e>` `f <https://g>`_ [1]_\n" + "=" * 60) == "A b c d f"
    assert title_of("\n.. _label:\n\n=====\n Two\n=====\n") == "Two"
    assert title_of("Words\nand more.\n\n----\n\nWords.\n") == ""
    assert title_of(".. _label:\n=====\nThree\n=====\n") == "Three"


def test_names_in_any_letters() -> None:
    """Slugs are of small Latin letters, and each has its own; without a letter there is one still."""
    names = ["Über uns.rst", "Οδύσσεια.rst", "uber-uns.rst", "!.rst", "cover.rst", "It’s 7.rst", "a/b.rst"]
    slugs = [file.slug for file in each_apart(ListedFile(name, "front") for name in names)]
    assert slugs == ["uber-uns", "odysseia", "uber-uns-2", "text", "cover-2", "its-7", "a-b"]
    assert slug_for("!").startswith("guide-")
    assert identifier_for("A/B", ["C"]) != identifier_for("A", ["B", "C"])


@pytest.mark.validator
def test_a_plain_guide_is_a_sound_book(tmp_path: Path) -> None:
    """Chapters without beats, and a guide without names and a date, leave nothing empty in the e-book and no
    sheet to hand out; EPUBCheck is silent.
    """
    guide = shutil.copytree(FOLDERS / "names", tmp_path / "names")
    text = text_for(guide) + "[print]\nhandouts = true\n"
    (guide / "guide.toml").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    assert main(["build", str(guide), "-o", str(out), "-j", "1"]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["SHA256SUMS", "two.epub", "two.pdf"]
    book = Epub(out / "two.epub")
    assert checked(out / "two.epub", tmp_path) == []
    texts = {name: " ".join("".join(page.itertext()).split()) for name, page in book.pages.items()}
    assert texts["EPUB/imprint.xhtml"] == "About this guide Two"
    assert texts["EPUB/chapter-2.xhtml"] == "Two Two These words are in chapter 2."
    assert not any("What happens" in text for text in texts.values())
    blocks = [block for page in book.pages.values() for block in page.iter("{*}dl", "{*}p", "{*}ul")]
    assert [block.attrib for block in blocks if not "".join(block.itertext()).strip()] == []
