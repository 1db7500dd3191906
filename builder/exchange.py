"""New files in a folder, all of them or none, even if this process is killed meanwhile.

They are written into a folder beside it first. Then a stand-in, which has the new files and links to all the
others, takes the folder's place in one step of the system; unseen, the folder itself is given the new files,
and it comes back in another such step: for whoever has opened it, it is the same one. Where that can't be
done the new files are moved one by one, and the next build goes on if a killed one has stopped on the way.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path

from builder.locks import holding

_WORK = "studyguide-building"  # a hidden folder, beside the folder or in it
_NEW, _READY, _OLD, _OVER, _STAND_IN = "new", "ready", "old", "over", "stand-in"  # in that: see below
_EARLIER = ".building-????????"  # what earlier versions have left
_MOST = 5_000  # files and folders: with more in it, a folder is for other things, and stays in its place


def put(files: Mapping[str, bytes], folder: Path) -> None:
    """Put files, by their names in it, into a folder that this process holds. Raises OSError, and then
    nothing has changed.
    """
    beside = _beside(folder)
    if _is_movable(folder) and _is_made(beside) and _is_done(_exchanged, files, beside, folder):
        return
    _inside(folder).mkdir()
    _is_done(_moved, files, _inside(folder), folder)


def has_leftovers(folder: Path) -> bool:
    """Whether a killed build has left something, or a living one is at work."""
    return next(_leftovers(folder), None) is not None


def clear(folder: Path) -> None:
    """Go on with what a killed build has begun to move, and remove what it has left. Raises OSError."""
    ready = _inside(folder) / _READY
    if ready.is_dir():
        _move(ready, folder)
    for left in list(_leftovers(folder)):
        _remove(left)


def _leftovers(folder: Path) -> Iterator[Path]:
    found = (_beside(folder), _inside(folder), *folder.glob(_EARLIER))
    return (path for path in found if path.is_dir() and not path.is_symlink())


def _beside(folder: Path) -> Path:
    return folder.parent / f".{folder.name}-{_WORK}"


def _inside(folder: Path) -> Path:
    return folder / f".{_WORK}"


def _is_movable(folder: Path) -> bool:
    """Whether a folder may leave its place for a moment."""
    is_small = next(islice(folder.rglob("*"), _MOST, None), None) is None
    return is_small and not os.path.ismount(folder) and _renameat2() is not None


def _is_made(work: Path) -> bool:
    """Whether a folder could be made beside another: it may be somebody else's where that is."""
    try:
        work.mkdir()
    except OSError:
        return False
    return True


def _is_done(way: Callable[[Path, Path], bool], files: Mapping[str, bytes], work: Path, folder: Path) -> bool:
    """Whether files could be put into a folder in a way, for which they are written into `work` first."""
    try:
        for name, content in files.items():
            _write(content, work / _NEW / name)
        return way(work, folder)
    finally:
        if not (work / _READY).is_dir():
            _remove(work)


def _write(content: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o644)


# -------------------------------------------------------------------------------------- exchanged as a whole


def _exchanged(work: Path, folder: Path) -> bool:
    """Whether a folder was given the new files behind a stand-in."""
    stand_in = work / _STAND_IN
    try:
        _make_stand_in(work / _NEW, folder, stand_in)
        _keep_old(folder, work)
    except OSError:  # something in it can be neither linked nor read
        return False
    with holding(stand_in, lambda: None):  # whoever comes now finds it in the folder's place, and waits
        try:
            _swap(stand_in, folder)
        except OSError:  # not on this disk, or not with this folder
            return False
        try:
            _move_or_undo(work / _NEW, stand_in, work)
        finally:
            if (work / _OVER).is_dir():  # otherwise the folder is neither old nor new, and the stand-in stays
                _swap(stand_in, folder)
    return True


def _make_stand_in(new: Path, folder: Path, stand_in: Path) -> None:
    import shutil  # only where something is written, as below

    shutil.copytree(folder, stand_in, symlinks=True, copy_function=_link)
    for name in _names(new):
        (stand_in / name).unlink(missing_ok=True)
        _link(new / name, stand_in / name)


def _link(source: str | Path, target: str | Path) -> None:
    """Make another name for a file, or, where that can't be, a copy."""
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        import shutil

        shutil.copy2(source, target, follow_symlinks=False)


def _swap(one: Path, other: Path) -> None:
    """Exchange two folders in one step. Raises OSError."""
    import ctypes

    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    if (rename := _renameat2()) and rename(here, os.fsencode(one), here, os.fsencode(other), exchange):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))


@cache
def _renameat2() -> Callable[..., int] | None:
    """The system's call, where there is one: Python has none for it."""
    import ctypes  # only where something is written

    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None


# ------------------------------------------------------------------------------------------------ one by one


def _moved(work: Path, folder: Path) -> bool:
    """Move all files into a folder. When they are ready for it the next build goes on, if need be."""
    _keep_old(folder, work)
    ready = (work / _NEW).rename(work / _READY)
    _move_or_undo(ready, folder, work)
    return True


def _move_or_undo(new: Path, folder: Path, work: Path) -> None:
    """Move all files into a folder, or take back all of them. If it comes to its end, nothing is left to do
    in a next build.
    """
    names = list(_names(new))
    try:
        _move(new, folder)
        new.rename(work / _OVER)
    except BaseException:
        if new.is_dir():
            for name in names:
                _undo(new / name, folder / name, work / _OLD / name)
            new.rename(work / _OVER)
        raise


def _keep_old(folder: Path, work: Path) -> None:
    """Have another name for every file that is about to be replaced."""
    for name in _names(work / _NEW):
        if os.path.lexists(folder / name):
            _link(folder / name, work / _OLD / name)


def _move(new: Path, folder: Path) -> None:
    for name in list(_names(new)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        os.replace(new / name, folder / name)


def _undo(new: Path, path: Path, old: Path) -> None:
    """Take a file back from its place if it is there, and put the old one there, if there was any."""
    if not os.path.lexists(new):
        os.replace(path, new)
    if os.path.lexists(old):
        os.replace(old, path)


def _names(folder: Path) -> Iterator[str]:
    """The names of all files in a folder, at any depth."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    return iter(sorted(found))


def _remove(work: Path) -> None:
    """Remove a working folder, with copies of folders in which nothing may be changed."""
    import shutil

    with suppress(OSError):
        for path in (work, *work.rglob("*")):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o700)
    shutil.rmtree(work, ignore_errors=True)
