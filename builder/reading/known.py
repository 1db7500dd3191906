"""A file → its chapter, as it was read before where no file that it depends on has changed."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from builder.cache import Cache, key_of
from builder.kept import find, keep
from builder.reading.looks import Look, look
from builder.reading.source import Read, Source


def read(source: Source, root: Path, language: str, cache: Cache) -> Read:
    """One chapter from its source; see chapter.read_chapter.

    Two results are kept: which files such a source looked for last, and, by what there is in these, what came
    of it.
    """
    if cache.folder is None:
        return _read_anew(source, root, language)[0]
    asked = _key_of_source(source, root, language)
    known: list[str] | None = find(cache, asked)
    if known is not None:
        looks = {path: look(Path(path), root.resolve()) for path in known}
        found: Read | None = find(cache, _key_of_result(asked, looks))
        if found is not None:
            return _with_pictures(found, root, looks)
    result, looks = _read_anew(source, root, language)
    keep(cache, asked, list(looks))
    keep(cache, _key_of_result(asked, looks), _without_pictures(result, root, looks))
    return result


def _read_anew(source: Source, root: Path, language: str) -> tuple[Read, dict[str, Look]]:
    # Imported for a chapter that is new: docutils takes as long to load as all chapters to find.
    from builder.reading.chapter import read_chapter_looking

    return read_chapter_looking(source, root, language)


def _key_of_source(source: Source, root: Path, language: str) -> str:
    """The key of all that is known before a chapter is read. The working folder counts, because docutils
    shows the path of an included file from there.
    """
    place = (str(root.resolve()), str(Path.cwd()), source.path, source.folder)
    numbers = f"{source.number} {source.part} {source.is_alone}"
    what = (source.slug, source.role, numbers, language, source.version)
    return key_of("source", *place, *what, source.text)


def _key_of_result(asked: str, looks: Mapping[str, Look]) -> str:
    parts: list[bytes | str] = [asked]
    for path, seen in looks.items():
        parts += [path, seen.where, "none" if seen.content is None else "a file", seen.content or b""]
    return key_of("chapter", *parts)


# The bytes of a picture's file have been read already, to see whether it is still the same, so they are not
# kept again; those of a picture that was written anew are.


def _without_pictures(result: Read, root: Path, looks: Mapping[str, Look]) -> Read:
    files = {name: looks[str(root.resolve() / name)].content for name in result.images}
    bare = {
        name: replace(image, content=b"") if image.content == files[name] else image
        for name, image in result.images.items()
    }
    return replace(result, images=bare)


def _with_pictures(kept: Read, root: Path, looks: Mapping[str, Look]) -> Read:
    files = {name: looks[str(root.resolve() / name)].content or b"" for name in kept.images}
    whole = {
        name: replace(image, content=image.content or files[name]) for name, image in kept.images.items()
    }
    return replace(kept, images=whole)
