"""What a guide must not do: read outside its folder, run something, open a connection, or depend on its
surroundings.
"""

import os
import re
import socket
from pathlib import Path

import pytest

from builder.__main__ import main
from builder.checked import read_and_check
from builder.diagnostics import GuideError
from builder.model.book import Artifact, Book
from builder.output import write
from tests.guides import PLAIN, STOCK, changed

ACTIVE = ["script", "foreignObject", "iframe", "audio", "video", "handler"]
ACTIVE += ["set", "animate", "animateColor", "animateTransform", "animateMotion", "discard", "listener"]
SECRET = "=======\nOutside\n=======\n\nA secret from outside.\n"


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """A copy of the stock guide beside a secret."""
    (tmp_path / "secret.rst").write_text(SECRET, encoding="utf-8")
    (tmp_path / "secret.png").write_bytes((STOCK / "images" / "ferry.png").read_bytes())
    return changed(tmp_path / "guide")


def refused(guide: Path) -> str:
    """What is reported."""
    with pytest.raises(GuideError) as wrong:
        read_and_check(guide)
    return str(wrong.value)


def write_chapter(guide: Path, body: str) -> None:
    (guide / "chapter-02.rst").write_text(f"=====\nTitle\n=====\n\n{body}\n", encoding="utf-8")


def test_a_chapter_that_is_a_link_out(guide: Path) -> None:
    """A chapter file that links out of the folder is not read."""
    (guide / "chapter-02.rst").unlink()
    (guide / "chapter-02.rst").symlink_to(guide.parent / "secret.rst")
    assert f"{guide}/chapter-02.rst:0: " in refused(guide) or f"{guide}/guide.toml:" in refused(guide)


def test_an_included_file_that_is_a_link_out(guide: Path) -> None:
    """An included file that links out of the folder is not read."""
    (guide / "shared" / "link.txt").symlink_to(guide.parent / "secret.rst")
    write_chapter(guide, ".. include:: shared/link.txt")
    assert ": refused: " in refused(guide)


def test_an_image_that_is_a_link_out(guide: Path) -> None:
    """A picture that links out of the folder is not shown."""
    (guide / "images" / "link.png").symlink_to(guide.parent / "secret.png")
    write_chapter(guide, ".. image:: images/link.png\n   :alt: A secret.")
    assert ": image: " in refused(guide)


def test_a_folder_that_is_a_link_out(guide: Path) -> None:
    """A folder that links out of the folder is not read either."""
    (guide / "out").symlink_to(guide.parent)
    write_chapter(guide, ".. include:: out/secret.rst\n\n.. image:: out/secret.png\n   :alt: A secret.")
    reported = refused(guide)
    assert ": refused: " in reported
    assert ": image: " in reported


@pytest.mark.parametrize("name", ["chapter-02.rst", "guide.toml"])
def test_a_file_that_is_a_folder(name: str, guide: Path) -> None:
    """A folder in the place of a file is reported."""
    (guide / name).unlink()
    (guide / name).mkdir()
    assert name in refused(guide)


def test_a_chapter_that_links_to_nothing(guide: Path) -> None:
    """A link to a file that is gone is reported, and breaks nothing."""
    (guide / "chapter-02.rst").unlink()
    (guide / "chapter-02.rst").symlink_to(guide / "gone.rst")
    assert "chapter-02.rst" in refused(guide)


def test_pictures_that_do_something(guide: Path) -> None:
    """An SVG that could run, load, play or move something, or hold a page of its own, is not shown."""
    for name in ACTIVE:
        picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g><{name}/></g></svg>'
        (guide / "images" / f"{name}.svg").write_text(picture, encoding="utf-8")
    write_chapter(guide, "\n\n".join(f".. image:: images/{name}.svg\n   :alt: {name}" for name in ACTIVE))
    assert (
        re.findall(r": image: the image images/(\w+)\.svg has a <\1> in its line 1 — ", refused(guide))
        == ACTIVE
    )


def test_options_that_open_files(guide: Path) -> None:
    """No option of a directive opens what the directive may not."""
    write_chapter(
        guide,
        ".. include:: shared/reading-aloud.txt\n   :parser: markdown\n\n"
        ".. figure:: ../secret.png\n   :figwidth: image\n   :alt: A secret.",
    )
    reported = refused(guide)
    assert f"{guide}/chapter-02.rst:5: " in reported
    assert f"{guide}/chapter-02.rst:8: image: " in reported


def test_docutils_conf_has_no_effect(guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files in the working folder and the environment have no influence on the reading."""
    conf = "[general]\nraw_enabled: yes\nfile_insertion_enabled: yes\nsmart_quotes: no\nid_prefix: x-\n"
    before = read_and_check(guide)
    for folder in (guide, guide.parent):
        (folder / "docutils.conf").write_text(conf, encoding="utf-8")
    monkeypatch.chdir(guide)
    monkeypatch.setenv("DOCUTILSCONFIG", str(guide / "docutils.conf"))
    assert before == read_and_check(guide)


def test_what_one_file_defines_another_does_not_know(guide: Path) -> None:
    """A role, a default role or a substitution is defined for its file only."""
    (guide / "chapter-02.rst").write_text(
        "===\nTwo\n===\n\n.. role:: mine\n\n.. default-role:: mine\n"
        "\n.. |word| replace:: value\n\n:mine:`a`, `b` and |word|.\n",
        encoding="utf-8",
    )
    text = (guide / "people.rst").read_text(encoding="utf-8")
    (guide / "people.rst").write_text(f"{text}\nNow :mine:`a`, `b` and |word|.\n", encoding="utf-8")
    reported = refused(guide).splitlines()
    assert ["people.rst" in line for line in reported] == [True, True]
    assert sorted(line.split(": ")[1] for line in reported) == ["target", "unknown-role"]


def test_a_build_opens_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched: a build that opens a connection would fail here."""

    def connect(*_arguments: object) -> None:
        raise AssertionError("the network was used")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, connect)
    monkeypatch.setattr(socket, "getaddrinfo", connect)
    assert (
        main(["build", str(changed(tmp_path / "guide", PLAIN)), "-o", str(tmp_path / "dist"), "-j", "1"]) == 0
    )


@pytest.mark.parametrize("path", ["../evil.epub", "/evil.epub", "a/../../evil.epub", "", "."])
def test_an_artifact_stays_in_the_output_folder(path: str, tmp_path: Path) -> None:
    """A name that leads out of the output folder is a fault of the program, found before anything is
    written.
    """
    folder = tmp_path / "dist"
    with pytest.raises((ValueError, OSError)):
        write([Artifact("good.epub", b"good"), Artifact(path, b"evil")], folder)
    assert [file for file in tmp_path.rglob("*") if file != folder] == []


def test_the_guides_folder_stays_as_it_is(tmp_path: Path) -> None:
    """A build writes into the output folder and nowhere else."""
    guide = changed(tmp_path / "guide", PLAIN)
    before = {path: path.stat().st_mtime_ns for path in guide.rglob("*")}
    assert main(["check", str(guide)]) == 0
    assert before == {path: path.stat().st_mtime_ns for path in guide.rglob("*")}


def test_a_folder_may_be_read_from_anywhere(guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The book is the same whatever way its folder is written."""

    def shown(book: Book) -> tuple[object, ...]:
        return tuple(
            (chapter.slug, chapter.title.plain, [block.id for block in chapter.blocks])
            for chapter in book.chapters
        )

    monkeypatch.chdir(guide)
    inside = read_and_check(Path())
    monkeypatch.chdir(guide.parent)
    outside = read_and_check(Path(os.curdir) / "guide" / ".." / "guide")
    assert shown(inside) == shown(outside) == shown(read_and_check(guide))
    assert inside.images == outside.images
