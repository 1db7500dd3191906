"""docutils' messages → diagnostics in plain words, with a fix. None is told as docutils words it."""

import re
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.languages import en

from builder.diagnostics import Diagnostic, Origin, near, nearest, one_of, shown
from builder.limits import LINE_LETTERS, NUMBER
from builder.reading.elsewhere import DIRECTIVES_ELSEWHERE, ROLES_ELSEWHERE
from builder.reading.option_slips import option_slip
from builder.reading.refused import BANNED
from builder.reading.sphinx import DIRECTIVES, ROLES


def already_reported(message: str, problems: Collection[Diagnostic]) -> bool:
    """Whether a message is a mere consequence of something that has a diagnostic of its own."""
    if re.search(r"Docutils-generated text|rST localisation", message):
        return True  # the language is checked for the whole book
    refused = any(problem.code == "refused" for problem in problems)
    return refused and re.match(r'Substitution definition ".*" (empty|contains)', message) is not None


def explained(
    origin: Origin, message: nodes.system_message, words: Collection[str], our_roles: Collection[str]
) -> Diagnostic:
    """A message of docutils in our words. `words` are the directives that guides know, `our_roles` roles."""
    text = " ".join(message[0].astext().split()) if len(message) else ""
    for pattern, explain in _NAMES:
        if found := re.search(pattern, text):
            return explain(_Message(origin, found, _quoted(message), words, our_roles))
    for wording in _wordings():
        if found := wording.pattern.search(text):
            return _worded(wording, origin, found, _quoted(message))
    what = f"this can't be read: {shown(text.rstrip('.'), 160)}"
    return Diagnostic(origin, "rst", what, "compare it with the same thing in a chapter that builds")


def _quoted(message: nodes.system_message) -> str:
    """The piece of the source that docutils shows with a message."""
    return next(
        (str(part.astext()) for part in message.children[1:] if isinstance(part, nodes.literal_block)), ""
    )


@dataclass(frozen=True, slots=True)
class _Wording:
    """How a message is told: see messages.toml."""

    pattern: re.Pattern[str]
    code: str
    what: str
    fix: str


@cache
def _wordings() -> tuple[_Wording, ...]:
    rows = tomllib.loads((Path(__file__).parent / "messages.toml").read_text(encoding="utf-8"))["message"]
    return tuple(_Wording(re.compile(row["pattern"]), row["code"], row["what"], row["fix"]) for row in rows)


def _worded(wording: _Wording, origin: Origin, found: re.Match[str], quoted: str) -> Diagnostic:
    values = {name: shown(value or "", 80) for name, value in found.groupdict().items()}
    values |= {"quoted": shown(quoted.strip().split("\n")[0], 60)}
    values |= {"number": f"{NUMBER.value:,}", "letters": f"{LINE_LETTERS.value:,}"}
    if values.get("line"):
        origin = Origin(origin.file, int(values["line"]))
    elif values.get("option"):
        origin = _option_line(origin, quoted, values["option"])
    return Diagnostic(origin, wording.code, wording.what.format(**values), wording.fix.format(**values))


def _option_line(origin: Origin, quoted: str, option: str) -> Origin:
    """Where an option is, in a directive that begins at a line."""
    for offset, line in enumerate(quoted.splitlines()):
        if re.match(rf"\s*:{re.escape(option)}:", line):
            return Origin(origin.file, origin.line + offset)
    return origin


# ------------------------------------------------------------ unknown names


@dataclass(frozen=True, slots=True)
class _Message:
    """A message about a name, and the names that would have been right."""

    origin: Origin
    found: re.Match[str]
    quoted: str
    directives: Collection[str]
    roles: Collection[str]


_NOT_FOR_GUIDES = {"raw", "restructuredtext-test-directive", "restructuredtext-unimplemented-role"}


def _directive(message: _Message) -> Diagnostic:
    name = message.found[1]
    what = f"there is no directive “{shown(name)}”"
    valid = (set(message.directives) | set(en.directives)) - set(BANNED) - _NOT_FOR_GUIDES
    ours = one_of(sorted(set(message.directives) - set(BANNED) - set(DIRECTIVES) - _NOT_FOR_GUIDES))
    fix = DIRECTIVES_ELSEWHERE.get(name.lower()) or nearest(
        name, valid, otherwise=_another(name, message.roles, ours)
    )
    return Diagnostic(message.origin, "unknown-directive", what, fix)


def _another(name: str, roles: Collection[str], otherwise: str) -> str:
    """What to say of a directive whose name is a role's."""
    return f"it is a role: write it in the text, as in :{name}:`…`" if name in roles else otherwise


def _role(message: _Message) -> Diagnostic:
    name = message.found[1]
    valid = (set(message.roles) | set(en.roles)) - _NOT_FOR_GUIDES
    fix = ROLES_ELSEWHERE.get(name.lower().rpartition(":")[2]) or nearest(
        name, valid, otherwise=one_of(sorted(set(message.roles) - set(ROLES)))
    )
    return Diagnostic(message.origin, "unknown-role", f"there is no role “{shown(name)}”", fix)


def _option(message: _Message) -> Diagnostic:
    directive, option = message.found[1], message.found[2]
    valid = _options_of(directive)
    fix = one_of(f":{name}:" for name in valid) if valid else "take it out"
    if close := near(option, valid):
        fix = f"did you mean “{close}”? {fix}"
    what = f"{directive} has no option “{shown(option)}”"
    return Diagnostic(_option_line(message.origin, message.quoted, option), "unknown-option", what, fix)


def _options_of(directive: str) -> list[str]:
    """The options of a directive of docutils."""
    kind: Any = directives._directives.get(directive)
    if kind is None:
        kind = directives.directive(directive, en, None)[0]
    return sorted({*(getattr(kind, "option_spec", None) or ()), *getattr(kind, "known", ())})


def _option_block(message: _Message) -> Diagnostic:
    """Lines under a directive that begin as options and go on as something else."""
    directive = message.found[1]
    origin = message.origin
    found = option_slip(message.quoted, _options_of(directive))
    what = f"the lines under {directive} begin as options and go on as something else"
    fix = "leave a blank line between its options and its text; indent what goes on in a second line"
    if found:
        offset, what, fix = found
        origin = Origin(origin.file, origin.line + offset)
    return Diagnostic(origin, "option", what, fix)


_NAMES: tuple[tuple[str, Callable[[_Message], Diagnostic]], ...] = (
    (r'Unknown directive type "(.+?)"', _directive),
    (r'Unknown interpreted text role "(.+?)"', _role),
    (r'Interpreted text role "(.+?)" not implemented', _role),
    (r'Error in "(.+?)" directive: unknown option: "(.+?)"', _option),
    (
        r'Error in "(.+?)" directive: invalid option (?:data|block)(?!.*(?:duplicate|field name))',
        _option_block,
    ),
)
