"""A folder or a file without a guide.toml → the text of the guide.toml that is assumed for it.

The ordinary reader of settings reads this text. So what is assumed, what an author is shown and what
`studyguide new --from` writes is one and the same.
"""

import json
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from builder.diagnostics import Diagnostic, GuideError, Origin
from builder.files import text_of
from builder.limits import CHAPTER_BYTES, WORDS
from builder.settings.beside import FILE, folder_of
from builder.settings.listed import own_files
from builder.settings.slugs import slug_of
from builder.settings.titles import says_nothing, title_of
from builder.settings.toctree import Order, toctrees

LANGUAGE = "en"
ALL = "*"  # of `leave-out`: whatever is not listed
_INDEX = "index.rst"
_INCLUDE = re.compile(r"^ *\.\. (?:\|[^|]+\| )?include:: (\S.*?) *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Contents:
    """Which files of a folder make the guide, in their order, and which others do not."""

    front: tuple[str, ...]
    chapters: tuple[str, ...]
    leave_out: tuple[str, ...]


# ----------------------------------------------------------------------------------------------- the contents


def contents_of(guide: Path) -> Contents:
    """The contents of a guide that does not say them. One file is a guide of one chapter, whatever is beside
    it; in a folder, the toctrees of its index.rst make the order, or else the files' names do.

    Raises GuideError where there is no file, and where a toctree names one that is not there.
    """
    if guide.is_file() and guide.suffix.lower() in _OTHERS:
        what = f"{guide.name} is no reStructuredText"
        raise GuideError([Diagnostic(Origin(guide.as_posix(), 0), "no-guide", what, _by_pandoc(guide))])
    if guide.is_file():
        return Contents((), (guide.name,), (ALL,))
    names = own_files(guide)
    if not names:
        raise GuideError([_nothing_in(guide)])
    texts = {name: _text(guide / name) for name in names}
    return _in_toctrees(guide, texts) if toctrees(texts.get(_INDEX, "")) else _by_name(texts)


def _text(file: Path) -> str:
    """A file's text; what is wrong with it is told when it is read."""
    text = text_of(file, CHAPTER_BYTES)
    return "" if isinstance(text, Diagnostic) else text


def _in_toctrees(guide: Path, texts: Mapping[str, str]) -> Contents:
    order = Order(texts, _INDEX, guide.as_posix())
    if order.problems:
        raise GuideError(order.problems)
    return _contents(texts, order.names)


def _by_name(texts: Mapping[str, str]) -> Contents:
    parts = {name: name.split("/") for name in texts}
    apart = {name for name, steps in parts.items() if any(step.startswith("_") for step in steps[:-1])}
    included = _included(texts)
    return _contents(texts, [name for name in texts if name not in apart | included])


def _contents(texts: Mapping[str, str], order: Sequence[str]) -> Contents:
    """The contents of the files in an order: index.rst opens the book, if it says anything itself."""
    telling = [name for name in order if not (toctrees(texts[name]) and says_nothing(texts[name]))]
    chapters = [name for name in telling if name != _INDEX] or telling or list(order)
    front = [name for name in telling if name == _INDEX and name not in chapters]
    left = [name for name in texts if name not in {*front, *chapters} | _included(texts)]
    return Contents(tuple(front), tuple(chapters), tuple(left))


def _included(texts: Mapping[str, str]) -> set[str]:
    """The files that others include: they are read there."""
    return {
        normpath(join(dirname(name), target))
        for name, text in texts.items()
        for target in _INCLUDE.findall(text)
        if normpath(join(dirname(name), target)) != name
    }


_OTHERS = {".md": "markdown", ".docx": "docx", ".odt": "odt", ".html": "html", ".tex": "latex"}


def _nothing_in(folder: Path) -> Diagnostic:
    at = Origin(folder.as_posix(), 0)
    if not folder.is_dir():
        what, fix = "there is no such folder or file", "name the folder of your chapters, or one file of text"
        return Diagnostic(at, "no-guide", what, fix)
    what = f"there is neither a {FILE} nor a chapter (.rst) in this folder"
    fix = "write a chapter, or name the folder that has one"
    others = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in _OTHERS and path.is_file())
    if other := next(others, None):
        fix = _by_pandoc(other)
    return Diagnostic(at, "no-guide", what, fix)


def _by_pandoc(other: Path) -> str:
    """How a file in another format becomes a chapter, with the pictures in it."""
    made, kind = shlex.quote(str(other.with_suffix(".rst"))), _OTHERS[other.suffix.lower()]
    pictures = f" --extract-media={shlex.quote(str(other.parent))}" if kind in ("docx", "odt") else ""
    command = (
        f"pandoc -f {kind} -t rst --standalone --wrap=none{pictures} -o {made} {shlex.quote(str(other))}"
    )
    return f"make a chapter of {other.name} with pandoc: {command}"


# --------------------------------------------------------------------------------------------------- the text


def text_for(guide: Path, *, to_keep: bool = False) -> str:
    """The text of a guide.toml for a folder or a file that has none. One that is to be kept names what is
    beside the one file now, and so tells of what comes there later. Raises GuideError.
    """
    contents = contents_of(guide)
    if to_keep and contents.leave_out == (ALL,):
        beside = (name for name in own_files(folder_of(guide)) if name not in contents.chapters)
        contents = replace(contents, leave_out=tuple(beside))
    lists = {"front": contents.front, "chapters": contents.chapters, "leave-out": contents.leave_out}
    listed = {key: names for key, names in lists.items() if names}
    title = _title(guide, (*contents.front, *contents.chapters)[0])
    return (
        f"[guide]\ntitle = {toml(title)}\nslug = {toml(slug_for(title))}\nlanguage = {toml(LANGUAGE)}\n"
        f"identifier = {toml(identifier_for(title, ()))}\n\n"
        f'[work]\ntitle = {toml(title)}\nnumbers = "none"\n\n{contents_table(listed)}'
    )


def contents_table(given: Mapping[str, Iterable[str]]) -> str:
    """The table `[contents]` with some keys."""
    return "[contents]\n" + "".join(f"{key} = {toml(names)}\n" for key, names in given.items())


def _title(guide: Path, first: str) -> str:
    """The title of the index, or of the first file; without one, the file's name in words."""
    root = folder_of(guide)
    names = dict.fromkeys((first,) if guide.is_file() else (_INDEX, first))
    titles = (title_of(_text(root / name)) for name in names if (root / name).is_file())
    title = next(filter(None, titles), "") or _in_words(Path(first).stem)
    return title[: WORDS.value].strip() or "Untitled"


def _in_words(stem: str) -> str:
    words = re.sub(r"[\s_-]+", " ", stem).strip()
    return words[:1].upper() + words[1:]


def toml(value: str | Iterable[str]) -> str:
    """A string or a list of strings as TOML; JSON's strings are some of TOML's."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    items = [toml(item) for item in value]
    lines = "".join(f"    {item},\n" for item in items)
    return f"[\n{lines}]" if len(items) > 1 else f"[{''.join(items)}]"


# ------------------------------------------------------------------------------------ what a title stands for


def slug_for(title: str) -> str:
    """The name of a guide's files; a title without letters has one from its identifier."""
    return slug_of(title) or f"guide-{identifier_for(title, ())[-8:]}"


def identifier_for(title: str, authors: Iterable[str]) -> str:
    """A UUID (version 5) in the namespace of URLs, of the address `studyguide:TITLE/AUTHOR/…`, each with
    whatever an address can't hold in percent signs.
    """
    names = (quote(each, safe="") for each in (title, *authors))
    return uuid5(NAMESPACE_URL, f"studyguide:{'/'.join(names)}").urn
