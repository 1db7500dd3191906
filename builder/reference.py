"""Directives, roles and fields → what `studyguide help` prints of them, and the README's reference."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from textwrap import fill, indent

from builder.diagnostics import nearest
from builder.reading.directives import all_directives
from builder.reading.facts import FIELDS
from builder.reading.refused import BANNED
from builder.reading.roles import EXPLAINED
from builder.reading.rst import docutils_words
from builder.reading.study import StudyDirective

_PLACES = {"chapter": "a chapter", "section": "a section"}


class UnknownWordError(Exception):
    """No directive, role or field has that name; the message has the nearest one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be said of one word: how it is typed, what it is for, facts by their heads, an example."""

    typed: str
    purpose: str
    facts: Mapping[str, str]
    example: str


def entries() -> Iterator[Entry]:
    """Everything that guides have besides docutils' own reST, in the order of the alphabet and of kinds."""
    yield from (_directive(name, kind) for name, kind in sorted(all_directives().items()))
    for name, (purpose, example) in sorted(EXPLAINED.items()):
        yield Entry(f":{name}:", purpose, {}, example)
    for name, (purpose, example) in sorted(FIELDS.items()):
        yield Entry(f":{name}: …", f"{purpose}; a field under a chapter's title", {}, example)


def overview() -> str:
    """A line for each word."""
    found = [(entry.typed, entry.purpose) for entry in entries()]
    width = max(len(typed) for typed, _purpose in found) + 2
    lines = [
        fill(f"{typed:<{width}}{purpose}", 100, subsequent_indent=" " * width) for typed, purpose in found
    ]
    last = (
        "All else is reST as docutils has it. “studyguide help beat” shows what beat takes, and an example."
    )
    return "\n".join([*lines, "", last])


def help_on(word: str) -> str:
    """What there is to say of a word, however it is typed: beat, :beat:, `.. beat::`. Raises
    UnknownWordError.
    """
    name = word.strip(" .:…")
    found = [_printed(entry) for entry in entries() if entry.typed.strip(" .:…") == name]
    if found:
        return "\n\n\n".join(found)
    if name in BANNED:
        return f"{name} is a directive of docutils that is not for guides: {BANNED[name]}"
    own = docutils_words()
    if name in own:
        return f"{name} is docutils' own, and works as in the reference of reStructuredText"
    words = {entry.typed.strip(" .:…") for entry in entries()} | own
    fix = nearest(name, words, otherwise="“studyguide help” lists them all")
    raise UnknownWordError(f"there is no directive, role or field “{name}”: {fix}")


def markdown() -> str:
    """The reference of the README."""
    return "\n\n".join(map(_in_markdown, entries()))


def _directive(name: str, kind: type[StudyDirective]) -> Entry:
    facts = {"stands in": _listed(sorted(kind.inside))}
    if kind.title is not False:
        facts["title"] = kind.title_is + ("; may be left out" if kind.title is None else "")
    for option, takes in sorted(kind.known.items(), key=lambda item: not item[1].needed):
        facts[f":{option}:"] = ("needed: " if takes.needed else "") + takes.takes
    if kind.becomes:
        facts["becomes"] = kind.becomes
    return Entry(f".. {name}::", kind.purpose, facts, cleandoc(kind.example))


def _listed(places: list[str]) -> str:
    return ", ".join(sorted((_PLACES.get(place, place) for place in places), key=_ours_last))


def _ours_last(place: str) -> tuple[bool, str]:
    return place not in _PLACES.values(), place


def _printed(entry: Entry) -> str:
    width = max(map(len, entry.facts), default=0) + 4
    facts = [
        fill(f"  {head:<{width - 2}}{words}", 100, subsequent_indent=" " * width)
        for head, words in entry.facts.items()
    ]
    return "\n".join(
        [fill(f"{entry.typed}  {entry.purpose}", 100), *facts, "", indent(entry.example, "    ")]
    )


def _in_markdown(entry: Entry) -> str:
    facts = "".join(f"\n- {_code(head)}: {words}" for head, words in entry.facts.items())
    parts = [f"**`{entry.typed}`** {entry.purpose}.", facts.strip(), f"```rst\n{entry.example}\n```"]
    return "\n\n".join(filter(None, parts))


def _code(head: str) -> str:
    return f"`{head}`" if head.startswith(":") else head
