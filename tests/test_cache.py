"""The cache: what is kept is found again, and nothing that happens to the folder matters."""

import os
import shutil
from pathlib import Path

import pytest

from builder.cache import Cache, key_of


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "kept")


def test_what_is_kept_is_found_under_its_key_alone(cache: Cache) -> None:
    """A key is made of the kind and of every part; none runs into the next."""
    cache.put(key_of("one", "ab", "c"), b"content")
    assert cache.get(key_of("one", "ab", "c")) == b"content"
    assert cache.get(key_of("one", "a", "bc")) is None
    assert cache.get(key_of("two", "ab", "c")) is None


def test_a_damaged_result_counts_as_none(cache: Cache) -> None:
    """Half a file, and an empty one, are found out."""
    key = key_of("one", "a")
    cache.put(key, b"content")
    (path,) = [path for path in (cache.folder or Path()).rglob("*") if path.is_file()]
    for damaged in (path.read_bytes()[:-1], path.read_bytes()[:5], b""):
        path.write_bytes(damaged)
        assert cache.get(key) is None


def test_a_folder_that_vanishes_or_can_not_be_written_is_no_error(cache: Cache) -> None:
    """A cache that can't be used costs time, and nothing else."""
    cache.put(key_of("one"), b"content")
    assert cache.folder
    shutil.rmtree(cache.folder)
    assert cache.get(key_of("one")) is None
    cache.folder.write_text("a file in the way")
    cache.put(key_of("one"), b"content")
    cache.trim()
    assert cache.get(key_of("one")) is None


def test_the_longest_unused_go_first(cache: Cache) -> None:
    """The folder has a limit, and what was read last stays."""
    keys = [key_of("one", str(number)) for number in range(4)]
    assert cache.folder
    for used, key in enumerate(keys):
        cache.put(key, bytes(1000))
        os.utime(cache.folder / key[:2] / key[2:], (used, used))
    assert cache.get(keys[0]), "and so it is used now"
    cache.trim(limit=2500)
    assert [cache.get(key) is not None for key in keys] == [True, False, False, True]


def test_without_a_folder_nothing_is_kept() -> None:
    """A cache without a folder forgets."""
    Cache().put(key_of("one"), b"content")
    assert Cache().get(key_of("one")) is None
