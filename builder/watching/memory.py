"""What was read before: a file is read again only when it, or what it shows or includes, has changed."""

from dataclasses import dataclass, field
from pathlib import Path

from builder.cache import Cache
from builder.reading import known
from builder.reading.source import Read, Source

_State = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Kept:
    source: Source
    language: str
    others: dict[Path, _State]
    read: Read

    def is_good(self) -> bool:
        """Whether there was no problem, and what the file shows and includes is still the same."""
        others = self.others.items()
        return not self.read.problems and all(_state(path) == state for path, state in others)


@dataclass(frozen=True, slots=True)
class Memory:
    """The files of one guide as they were read last, by their paths."""

    _kept: dict[str, _Kept] = field(default_factory=dict)

    def read(self, source: Source, root: Path, language: str, cache: Cache) -> Read:
        """A file, as known.read reads it. One with problems is read each time: a file may have been
        missing.
        """
        kept = self._kept.get(source.path)
        if kept and kept.source == source and kept.language == language and kept.is_good():
            return kept.read
        read = known.read(source, root, language, cache)
        others = [*read.included, *(root / name for name in read.images)]
        self._kept[source.path] = _Kept(source, language, {path: _state(path) for path in others}, read)
        return read

    def is_sound(self, path: str) -> bool:
        """Whether the file was read without a problem."""
        return path in self._kept and not self._kept[path].read.problems


def _state(path: Path) -> _State:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
