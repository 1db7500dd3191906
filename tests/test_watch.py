"""`studyguide watch`: what is to be seen after a save, who may look, and a browser that really shows it."""

import asyncio
import json
import os
import re
import shutil
import time
from collections.abc import Callable
from multiprocessing.pool import ThreadPool
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from starlette.testclient import TestClient

from builder.checked import read_and_check
from builder.editions import STUDENT
from builder.pages.publication import publish
from builder.prints.books import lay_out
from builder.reading import known
from builder.watching.hub import Hub
from builder.watching.loop import _Server
from builder.watching.places import changed_place
from builder.watching.preview import Preview
from builder.watching.proof import Spot
from builder.watching.server import application, as_json
from builder.watching.state import State
from tests.chromium import chromium
from tests.guides import SMALL
from tests.watch_speed import watching

ROOT = Path(__file__).parent.parent
HOST = "127.0.0.1:8010"
CHAPTER = "chapter-02.rst"
EDITOR = "vscode://file/{path}:{line}"


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """A small guide in which chapter 2 was saved last."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "guide"))
    os.utime(folder / "chapter-02.rst", (4e9, 4e9))
    return folder


@pytest.fixture
def watched(guide: Path) -> Preview:
    """A guide that was looked at, and checked."""
    preview = Preview(guide)
    list(preview.update())
    settle(preview)
    return preview


def settle(preview: Preview) -> State:
    """The state when there is nothing more to do."""
    while list(preview.idle()):
        pass
    return preview.state


def saved(preview: Preview, file: Path, text: str) -> list[State]:
    """The states after a file was written, before anything is checked."""
    file.write_text(text, encoding="utf-8")
    return list(preview.update([file]))


def edited(preview: Preview, file: Path, old: str, new: str) -> list[State]:
    """The states after some words of a file were replaced."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    return saved(preview, file, text.replace(old, new))


def written(preview: Preview, file: Path, more: str) -> list[State]:
    """The states after a paragraph was added to a file."""
    return saved(preview, file, f"{file.read_text(encoding='utf-8')}\n\n{more}\n")


def codes(state: State) -> list[str]:
    """What is wrong, in short."""
    return [problem.code for problem in state.problems]


def printed(preview: Preview, place: int = 0) -> str:
    """The text of a printed page."""
    assert preview.state.shown
    assert preview.state.shown.proof
    proof = preview.printed(preview.state.shown.proof.key)
    assert proof
    return str(pypdfium2.PdfDocument(proof.pdf)[place].get_textpage().get_text_range())


# ----------------------------------------------------------------------------------------------- what is seen


def test_the_chapter_saved_last_comes_first(guide: Path) -> None:
    """At the start the chapter that was saved last is there in the e-book before it is laid out; then in
    print.
    """
    early, later = (state.shown for state in Preview(guide).update())
    assert early
    assert later
    assert (early.slug, early.proof, early.is_printed) == ("chapter-02", None, False)
    assert "A chapter of two." in early.page
    assert later.proof
    assert (later.page, later.is_printed, later.proof.count) == (early.page, True, 1)


def test_a_saved_word_is_seen(watched: Preview, guide: Path) -> None:
    """A word that was written is in the e-book's page first and in print after that, with its place."""
    early, later = edited(watched, guide / CHAPTER, "A boat goes over.", "A raft goes over.")
    assert early.shown
    assert early.saved > 0
    assert "A raft" in early.shown.page
    assert not early.shown.is_printed
    assert later.shown
    assert later.shown.is_printed
    assert later.shown.spot
    assert later.shown.spot.page == 0
    assert f'id="{later.shown.place}">A raft goes over' in later.shown.page
    assert "A raft goes over." in printed(watched)
    assert not later.checked
    assert settle(watched).checked
    assert watched.state.problems == ()


def test_another_chapter_is_followed(watched: Preview, guide: Path) -> None:
    """Who writes in another chapter sees that one, and the place where it has changed."""
    *_others, last = written(watched, guide / "words.rst", "Riverbank and ferry.")
    assert last.shown
    assert last.shown.slug == "words"
    assert last.shown.spot
    assert "Riverbank" in printed(watched, last.shown.spot.page)


def test_only_what_changed_is_read_again(
    watched: Preview, guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One chapter is read after a save; also when a file that it includes was saved."""
    read: list[str] = []
    real = known.read

    def spy(source: Any, *others: Any) -> Any:
        read.append(Path(source.path).name)
        return real(source, *others)

    monkeypatch.setattr(known, "read", spy)
    (guide / "more.txt").write_text("More of it.\n", encoding="utf-8")
    edited(
        watched, guide / "chapter-01.rst", "A chapter of one.", "A chapter of one.\n\n.. include:: more.txt"
    )
    assert read == ["chapter-01.rst"]
    saved(watched, guide / "more.txt", "Much more of it.\n")
    assert read == ["chapter-01.rst"] * 2
    assert watched.state.shown
    assert "Much more of it." in watched.state.shown.page


def test_another_chapter_can_be_chosen(watched: Preview) -> None:
    """A chapter that is asked for is shown; one that there is not is not."""
    list(watched.show("people"))
    assert watched.state.shown
    assert (watched.state.shown.slug, watched.state.shown.is_printed) == ("people", True)
    assert list(watched.show("nobody")) == []


# ----------------------------------------------------------------------------------------------- broken input


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "a wrong directive": (
        lambda guide: rewrite(guide / CHAPTER, ".. beat::", ".. beet::"),
        "unknown-directive",
    ),
    "half a name": (
        lambda guide: rewrite(guide / CHAPTER, "A boat goes", ":beat:`nowhe` goes"),
        "unknown-beat",
    ),
    "an empty file": (lambda guide: (guide / CHAPTER).write_bytes(b""), "chapter-title"),
    "no UTF-8": (lambda guide: (guide / CHAPTER).write_bytes(b"caf\xe9"), "encoding"),
    "a deleted file": (lambda guide: (guide / CHAPTER).unlink(), "no-file"),
    "a renamed file": (lambda guide: (guide / CHAPTER).rename(guide / "chapter-2.rst"), "no-file"),
    "broken settings": (lambda guide: rewrite(guide / "guide.toml", "[guide]", "[guide"), "toml"),
}


def rewrite(file: Path, old: str, new: str) -> None:
    """Replace words in a file."""
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("broken", BROKEN)
def test_what_was_seen_stays(broken: str, watched: Preview, guide: Path) -> None:
    """Whatever an author breaks, the last good pages stay, and what is wrong is said; put right, all is
    well.
    """
    whole = {file: file.read_bytes() for file in guide.iterdir() if file.is_file()}
    good = watched.state.shown
    spoil, code = BROKEN[broken]
    spoil(guide)
    list(watched.update([guide / CHAPTER]))
    assert watched.state.shown == good
    state = settle(watched)
    assert (state.checked, state.note) == (True, "")
    assert code in codes(state)
    for file in guide.iterdir():
        file.unlink()
    for file, content in whole.items():
        file.write_bytes(content)
    list(watched.update(list(whole)))
    assert settle(watched).problems == ()
    edited(watched, guide / CHAPTER, "A chapter of two.", "A chapter of two, again.")
    assert "again" in printed(watched)


def test_a_renamed_chapter_is_followed(watched: Preview, guide: Path) -> None:
    """A chapter's file under a new name, in guide.toml too, is another chapter, and is shown."""
    (guide / CHAPTER).rename(guide / "crossing.rst")
    rewrite(guide / "guide.toml", "chapter-02.rst", "crossing.rst")
    list(watched.update([guide / "crossing.rst", guide / "guide.toml"]))
    assert settle(watched).problems == ()
    assert watched.state.shown
    assert watched.state.shown.slug == "crossing"


def test_a_start_with_mistakes(guide: Path) -> None:
    """A guide that is broken from the start is shown as soon as it is whole."""
    rewrite(guide / "guide.toml", "[guide]", "[guide")
    preview = Preview(guide)
    list(preview.update())
    assert (codes(settle(preview)), preview.state.shown) == (["toml"], None)
    rewrite(guide / "guide.toml", "[guide", "[guide]")
    list(preview.update([guide / "guide.toml"]))
    assert settle(preview).problems == ()
    assert preview.state.shown


def test_other_mistakes_do_not_hide_a_page(watched: Preview, guide: Path) -> None:
    """A mistake in one file does not keep another one from being shown."""
    written(watched, guide / "words.rst", ".. nothing::")
    edited(watched, guide / CHAPTER, "A boat goes over.", "A raft goes over.")
    assert watched.state.shown
    assert watched.state.shown.slug == "chapter-02"
    assert "A raft" in printed(watched)
    assert codes(settle(watched)) == ["unknown-directive"]


def test_faults_of_ours_are_survived(watched: Preview, guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where something fails that no check explains, a note says so, and watching goes on."""
    with monkeypatch.context() as patch:
        patch.setattr(Preview, "_print", lambda *_: 1 / 0)
        edited(watched, guide / CHAPTER, "A boat", "A raft")
        assert settle(watched).note == "ZeroDivisionError: division by zero"
    edited(watched, guide / CHAPTER, "A raft", "A boat")
    assert (settle(watched).note, "A boat" in printed(watched)) == ("", True)


# ----------------------------------------------------------------------------------------------- page numbers


def first_and_count(preview: Preview) -> tuple[int, int]:
    """The number of the first printed page that is to be seen, and how many there are."""
    assert preview.state.shown
    assert preview.state.shown.proof
    return preview.state.shown.proof.first, preview.state.shown.proof.count


def test_page_numbers_are_the_books(guide: Path) -> None:
    """After the whole book was laid out in the background, a chapter has its own page numbers, and keeps them
    while it is written; the chapters after it move when it grows.
    """
    with ThreadPool(1) as workers:
        preview = Preview(guide, workers=workers)
        list(preview.update())
        while not preview.state.numbered:
            list(preview.idle())
            time.sleep(0.02)
    student = publish(read_and_check(guide), STUDENT)
    layout = lay_out(student.book, student.targets, student.press)
    pages, before = layout.pages, layout.counts["chapter-02"]
    assert first_and_count(preview) == (pages["chapter-02"], 1)
    written(preview, guide / CHAPTER, "\n\n".join(["On and on."] * 60))
    first, count = first_and_count(preview)
    assert (first, count > 1, preview.state.numbered) == (pages["chapter-02"], True, False)
    list(preview.show("words"))
    assert first_and_count(preview)[0] == pages["people"] + max(
        count - before, 0
    )  # of the essays that run on


# ----------------------------------------------------------------------------------------------------- places


@pytest.mark.parametrize(
    ("after", "places"),
    [
        ("<p id='a'>one</p><p id='b'>two</p>", ()),
        ("<p id='a'>one</p><p id='b'>2</p>", ("b", "a", "top")),
        ("<p id='a'>one</p><p id='b'>new</p><p id='c'>two</p>", ("b", "a", "top")),
        ("<p id='a'>one</p>", ("a", "top")),
        ("<i>!</i><p id='a'>one</p><p id='b'>two</p>", ("top",)),
        ("<i>!</i><p id='a'>one</p><p id='b'>2</p>", ("b", "a", "top")),
        ("<p id='a' class='x'>one</p><p id='b'>two</p>", ("a", "top")),
    ],
)
def test_the_place_of_a_change(after: str, places: tuple[str, ...]) -> None:
    """The place is the first part that differs, and the opener's only where nothing else does."""

    def page(inner: str) -> str:
        return f"<html><head/><body><section id='top'>{inner}</section></body></html>"

    assert changed_place(page("<p id='a'>one</p><p id='b'>two</p>"), page(after)) == places


# ------------------------------------------------------------------------------------------------- the server


@pytest.fixture(scope="module")
def looked_at() -> Preview:
    """A guide that was looked at, for all who only ask."""
    preview = Preview(SMALL)
    list(preview.update())
    list(preview.show("chapter-02"))
    return preview


@pytest.fixture
def client(looked_at: Preview) -> TestClient:
    """A browser's requests to a server that shows a guide."""
    return TestClient(application(looked_at, Hub(), EDITOR, [HOST]), base_url=f"http://{HOST}")


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "evil.example:8010"},
        {"host": "127.0.0.1:80"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=str,
)
def test_others_are_refused(headers: dict[str, str], client: TestClient) -> None:
    """A request by another name or from another origin gets nothing, whatever it asks for."""
    for path in ("/", "/events", "/book/chapter-02.xhtml"):
        assert client.get(path, headers=headers).status_code == 403
    assert client.post("/show/people", headers=headers).status_code == 403


def test_every_answer_has_a_policy(client: TestClient) -> None:
    """Every answer forbids what it does not need: scripts in the book, anything from elsewhere."""
    for path in ("/", "/watch.js", "/watch.css", "/book/chapter-02.xhtml", "/nothing"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert ("script-src" in policy) == (not path.startswith("/book/"))
        assert not re.search(r"https?:|\*|unsafe-eval|script-src[^;]*unsafe", policy)
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"


def test_what_the_window_needs_is_there(client: TestClient, looked_at: Preview) -> None:
    """The window, its script and style, the chapter, its styles and the printed page are served."""
    page = client.get("/book/chapter-02.xhtml")
    assert page.headers["content-type"].startswith("application/xhtml+xml")
    assert "A chapter of two." in page.text
    needed = [f"/book/{name}" for name in re.findall(r'href="(styles/[^"]+)"', page.text)]
    assert needed
    for path in ("/", "/watch.js", "/watch.css", "/fonts/SourceSansPro-Regular.otf", *needed):
        assert client.get(path).status_code == 200, path
    assert looked_at.state.shown
    assert looked_at.state.shown.proof
    picture = client.get(f"/printed/{looked_at.state.shown.proof.key}/0.png?width=400")
    assert picture.content.startswith(b"\x89PNG")
    assert int.from_bytes(picture.content[16:20]) == 400


@pytest.mark.parametrize(
    "path",
    [
        "/book/../guide.toml",
        "/book/%2e%2e/guide.toml",
        "/book//etc/passwd",
        "/book/styles/..%2f..%2fguide.toml",
        "/book/guide.toml",
        "/book/chapter-02.rst",
        "/book/nobody.xhtml",
        "/fonts/..%2fguide.toml",
        "/printed/0000/0.png?width=400",
        "/printed/KEY/9.png?width=400",
        "/printed/KEY/0.png",
        "/printed/KEY/0.png?width=99999",
        "/printed/KEY/0.png?width=-4",
    ],
)
def test_nothing_else_is_served(path: str, client: TestClient, looked_at: Preview) -> None:
    """No file of the disk is reached, and no page that there is not."""
    assert looked_at.state.shown
    assert looked_at.state.shown.proof
    assert client.get(path.replace("KEY", looked_at.state.shown.proof.key)).status_code == 404


def test_a_link_opens_the_editor(looked_at: Preview, guide: Path) -> None:
    """A problem has a link in the editor's form, with the file's whole path and the line."""
    guide = Path(guide.rename(guide.with_name("my guide")))
    preview = Preview(guide)
    rewrite(guide / CHAPTER, ".. beat::", ".. beet::")
    list(preview.update())
    problem = as_json(preview.state, "ed://open?file={path}&line={line}")["problems"][0]
    assert problem["link"] == f"ed://open?file={guide.parent}/my%20guide/chapter-02.rst&line=7"
    assert (problem["line"], "beet" in problem["what"]) == (7, True)


def test_states_are_followed(looked_at: Preview) -> None:
    """Who looks on gets the last state at once and the next ones as they come, until the end."""
    hub = Hub()
    hub.publish(State(title="skipped"))
    hub.publish(State(title="first"))

    async def look_on() -> list[str]:
        seen = []
        async for state in hub.follow():
            seen.append(state.title)
            if state.title == "first":
                hub.publish(State(title="second"))
            else:
                hub.close()
        return seen

    assert asyncio.run(look_on()) == ["first", "second"]
    assert json.dumps(as_json(looked_at.state, EDITOR))


def test_only_this_machine_is_served(looked_at: Preview) -> None:
    """The server listens on the loopback address; a port that is taken is told."""
    server = _Server(looked_at, Hub(), 0, EDITOR)
    try:
        host, port = server.socket.getsockname()
        assert (host, server.address) == ("127.0.0.1", f"http://127.0.0.1:{port}/")
        server.socket.listen()
        with pytest.raises(OSError, match=f"port {port} is taken"):
            _Server(looked_at, Hub(), port, EDITOR)
    finally:
        server.socket.close()


def test_nothing_comes_from_elsewhere() -> None:
    """The window names no address but those of its own server."""
    files = [*(ROOT / "builder" / "templates" / "watch").iterdir(), *(ROOT / "styles").glob("watch*.css")]
    assert len(files) == 4
    assert [file.name for file in files if "://" in file.read_text(encoding="utf-8")] == []


def test_a_spot_is_part_of_a_page() -> None:
    """Spots are parts of a page's height, so that they hold at every size."""
    assert Spot(0, 0.25, 0.5).bottom - Spot(0, 0.25, 0.5).top == 0.25


# -------------------------------------------------------------------------------------------------- a browser


def test_type_save_see(guide: Path) -> None:
    """In a real browser: a saved word is seen in both views; a mistake is shown over the last good pages with
    a link to its line; put right, it is gone.
    """
    file = guide / CHAPTER
    with watching(guide) as address, chromium() as tab:
        tab.size(1400, 900)
        tab.go(address)
        tab.wait("now.state.shown.printed && now.sheet && at('picture').naturalWidth")
        first = tab.get("now.sheet")
        rewrite(file, "A boat goes over.", "A raft goes over.")
        tab.wait("book.contentDocument.querySelector('[data-changed]').textContent.includes('A raft')")
        tab.wait(f"now.state.shown.printed && now.sheet !== {first!r} && at('time').textContent")
        assert tab.get("at('bar').hidden") is False
        second = tab.get("now.sheet")
        rewrite(file, ".. beat::", ".. beet::")
        link = tab.wait("document.querySelector('#problems-list a').href")
        assert link == f"vscode://file/{file}:7"
        assert tab.get("now.sheet") == second
        assert tab.get("book.contentDocument.body.textContent.includes('A raft')")
        rewrite(file, ".. beet::", ".. beat::")
        tab.wait("at('problems').hidden && now.state.checked")
        assert tab.get("document.querySelectorAll('[role=status]').length") == 2
