"""What tests share: `--accept`, silence, the guides that are built once a session, and a folder to try guides
in.
"""

import inspect
import re
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from builder.__main__ import main
from tests.building import build_and_lint
from tests.built import Built
from tests.guides import PLAIN, REAL, SMALL, STOCK, changed

READ_ALONG = (1, 17, 22)  # besides 9, which the guide declares
# A test takes long that asks for a built guide, the real one or a whole font, or in which something is built
# or a program started.
SLOW_FIXTURES = {
    "begun",
    "built",
    "font",
    "fuzzer",
    "looked_at",
    "made",
    "read_along",
    "real",
    "stock_build",
    "tree",
    "watched",
    "whole",
    "work",
}
SLOW_CALLS = re.compile(
    r'"build"|\b(?:build|built_with|class_pack|chromium|audited|subprocess\.run)\(|\bREAL\b'
)
Building = tuple[subprocess.Popen[str] | None, Path, Path]

# The same examples in every run, and as much time for each as a busy machine needs.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="write what was found over what was expected; then read the difference",
    )
    parser.addoption(
        "--books",
        type=int,
        default=1,
        help="how many books of generated and damaged chapters to check and build",
    )
    parser.addoption(
        "--edits", type=int, default=300, help="after how many random edits a cached build is compared"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark slow tests. The real guide and its editions are built in the background, so their tests come
    last.
    """
    for item in items:
        if isinstance(item, pytest.Function) and _is_slow(item):
            item.add_marker("slow")
    items.sort(key=_wants_real)


def _is_slow(test: pytest.Function) -> bool:
    """Whether a test asks for a slow fixture, makes a slow call, tries random values or is a validator."""
    return bool(
        SLOW_FIXTURES & set(test.fixturenames)
        or SLOW_CALLS.search(inspect.getsource(test.function))
        or (hasattr(test, "callspec") and REAL in test.callspec.params.values())
        or hasattr(test.function, "hypothesis")
        or test.get_closest_marker("validator")
    )


def _wants_real(item: pytest.Item) -> bool:
    return "[real" in item.nodeid or "real" in _fixtures(item) or _wants_read_along(item)


def _wants_read_along(item: pytest.Item) -> bool:
    return "read_along" in _fixtures(item)


def _fixtures(item: pytest.Item) -> Collection[str]:
    names: Collection[str] = getattr(item, "fixturenames", ())
    return names


@pytest.fixture(autouse=True)
def silence(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing is logged while a test runs."""
    yield
    assert caplog.get_records("call") == []


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command keeps nothing from one test for the next, unless a test says where."""
    monkeypatch.setattr("builder.commands.options.FOLDER", None)


@pytest.fixture
def expect(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a file, or write it there where --accept says so."""

    def compare(file: Path, found: str) -> None:
        if request.config.getoption("--accept"):
            file.write_text(found, encoding="utf-8")
        assert file.read_text(encoding="utf-8") == found

    return compare


@pytest.fixture(scope="session", autouse=True)
def real_build(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Building]:
    """The build of the real guide, started with the first test where one needs it, with the read-along
    editions where one needs those.
    """
    folder, apart = tmp_path_factory.mktemp("real"), tmp_path_factory.mktemp("read-along")
    if not any(map(_wants_real, request.session.items)):
        yield None, folder, apart
        return
    further = READ_ALONG if any(map(_wants_read_along, request.session.items)) else ()
    editions = [f"through-{last}" for last in further]
    command = [sys.executable, "-m", "tests.building", str(REAL), str(folder), str(apart), *editions]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        yield process, folder, apart
        process.kill()


@pytest.fixture(scope="session")
def finished(real_build: Building) -> tuple[Path, Path]:
    """The folders with the real guide and with its read-along editions, when they are built."""
    process, folder, apart = real_build
    assert process
    words, _ = process.communicate()
    assert not process.returncode, words
    return folder, apart


@pytest.fixture(scope="session")
def read_along(finished: tuple[Path, Path]) -> Path:
    """The folder with read-along editions of the real guide, through the chapters in READ_ALONG."""
    return finished[1]


@pytest.fixture(scope="session")
def stock_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what was built of the stock guide."""
    folder = tmp_path_factory.mktemp("stock")
    build_and_lint(STOCK, folder)
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the small guide's cards, its e-book and the one through chapter 2."""
    folder = tmp_path_factory.mktemp("small")
    asked = ["-f", "epub", "-f", "cards", "-e", "student", "--through", "2"]
    assert main(["build", str(SMALL), "-o", str(folder), *asked]) == 0
    return folder


@pytest.fixture(scope="session")
def real(finished: tuple[Path, Path]) -> Built:
    """The real guide and its files."""
    return Built(REAL, finished[0])


@pytest.fixture(scope="session", params=["stock", "plain", "real"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A guide and its files: the stock guide, the same with little asked for and a cover of its own, and the
    real guide.
    """
    if request.param == "stock":
        return Built(STOCK, request.getfixturevalue("stock_build"))
    if request.param == "plain":
        root, folder = (
            changed(tmp_path_factory.mktemp("plain-guide"), PLAIN),
            tmp_path_factory.mktemp("plain"),
        )
        build_and_lint(root, folder)
        return Built(root, folder)
    real: Built = request.getfixturevalue("real")
    return real
