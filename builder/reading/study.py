"""The base of all study directives: typed options, the places where a directive is allowed, and the block
that it makes once the file is parsed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from docutils import nodes
from docutils.parsers.rst import Directive

from builder.diagnostics import Diagnostic, Origin, nearest, one_of, shown
from builder.model.blocks import Block
from builder.model.node import NEVER, within
from builder.model.text import Text
from builder.reading.doctree import study
from builder.reading.typography import typographic


class Context(Protocol):
    """What a directive may use while it makes its block."""

    language: str

    def text(self, these: list[nodes.Node]) -> Text:
        """Running text from the nodes of ordinary reST."""

    def phrase(self, these: list[nodes.Node]) -> Text:
        """Running text without a paragraph around it if it is one paragraph: an option, a definition."""

    def blocks(self, these: list[nodes.Node]) -> tuple[Block, ...]:
        """Blocks from nodes of any kind."""

    def address(self, name: str | None, kind: str) -> str:
        """An id for a block, made from its name where it has one."""


Converter = Callable[[str], Any]
CHAPTER = frozenset({"chapter", "section", "teacher", "reveal", "only"})


def as_written(raw: str | None) -> str:
    return raw or ""


class WrongPartError(ValueError):
    """What is wrong with one part of an option's value, such as one name of several."""

    def __init__(self, part: str, fix: str) -> None:
        self.part = " ".join(part.split())
        super().__init__(fix)


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a directive: how its value is read, and what it takes, in the words of the help."""

    read: Converter
    takes: str
    needed: bool = False


class AnyOption(dict[str, Converter]):
    """Makes docutils accept any option, so that a wrong one becomes a diagnostic that names the nearest right
    one.
    """

    def __missing__(self, _name: str) -> Converter:
        return as_written


class StudyDirective(Directive):
    """A directive that becomes a block of the model.

    A subclass declares its options (`known`), what the directive is allowed `inside`, and whether it takes a
    `title`; `block` makes the block. Converters raise ValueError with the way to fix a wrong value.

    What it is for (`purpose`), what its title is, what a guide's readers see of it where that is not plain
    (`becomes`) and one `example` are what `studyguide help` and the README say of it.
    """

    purpose: ClassVar[str] = ""
    becomes: ClassVar[str] = ""
    example: ClassVar[str] = ""
    known: ClassVar[Mapping[str, Option]] = {}
    inside: ClassVar[frozenset[str]] = CHAPTER
    title: ClassVar[bool | None] = False  # True: needed, None: optional
    title_is: ClassVar[str] = "a title"
    empty: ClassVar[bool] = False  # True: has no content

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = AnyOption(name=as_written)  # docutils ignores an empty one

    def begin(self) -> None:
        """Find out where the directive is, and convert what is written on its first lines."""
        self.problems: list[Diagnostic] = self.state.document.settings.problems
        self.origin = self._origin(self.lineno)
        self.language = self.state.document.settings.language_code
        self.values = self._convert()

    def node(self, **values: str) -> study:
        """The node that holds the directive's place in the doctree."""
        node = study("", directive=self, kind=self.name, **values)
        node.source, node.line = self.origin.file, self.origin.line
        return node

    def run(self) -> list[nodes.Node]:
        self.begin()
        self.argument = self._argument()
        node = self.node()
        if self.content and self.empty:
            self.problem("content", f"{self.name} takes no text", "take the text under it out")
        elif not self.content and not self.empty and not (self.title is False and self.arguments):
            self.problem("empty", *self._why_empty())
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]

    def _why_titled(self, argument: str) -> tuple[str, str, str]:
        meant = re.match(r":?([a-z-]+)\s*:\s*(.*)", argument)
        if meant and meant[1] in self.known:
            what = f"“{shown(argument)}” under {self.name} is not written as an option"
            return "option", what, f"write “:{meant[1]}: …”, with a colon on each side and a space behind"
        what = f"{self.name} takes no title, but has “{shown(argument)}”"
        return "title", what, "write the text below it, indented, after a blank line"

    def _why_missing(self, option: str) -> str:
        first = next((line.strip() for line in self.content if line.strip()), "")
        if first.startswith(":") and any(line.strip().startswith(f":{option}:") for line in self.content):
            return f"take the blank line between “.. {self.name}::” and its options out"
        return f"add a line “:{option}: …” under it"

    def _why_empty(self) -> tuple[str, str]:
        lines = self.state_machine.input_lines[self.state_machine.line_offset + 1 :]
        following = next((line for line in lines if line.strip()), "")
        if not following[:1].isalnum():
            return f"{self.name} is empty", "write its text under it, indented by three spaces"
        what = f"{self.name} is empty: the text under it, “{shown(following, 30)}”, is not indented"
        return what, "indent by three spaces all that belongs to it"

    def block(self, node: study, context: Context) -> Block:
        """The block of the parsed directive."""
        raise NotImplementedError(f"{self.name} is taken by the directive around it")

    def get(self, option: str) -> Any:
        """An option's typed value, or None."""
        return self.values.get(option)

    def problem(self, code: str, what: str, fix: str, origin: Origin | None = None) -> None:
        """Add a diagnostic for a mistake in this directive."""
        self.problems.append(Diagnostic(origin or self.origin, code, what, fix))

    def _origin(self, line: int) -> Origin:
        source, found = self.state_machine.get_source_and_line(line)
        return Origin(source or self.state.document.settings._source, found or line)

    def _option_origin(self, option: str, part: str = "") -> Origin:
        """The line of an option, or of a part of its value."""
        lines = self.block_text.splitlines()
        starts = (at for at, line in enumerate(lines) if re.match(rf"\s*:{re.escape(option)}:", line))
        start = next(starts, 0)
        places = (at for at, line in enumerate(lines[start:], start) if part in " ".join(line.split()))
        return self._origin(self.lineno + next(places, start))

    def _convert(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, raw in self.options.items():
            if name not in self.known:
                fix = nearest(name, self.known, otherwise=one_of(self.known) if self.known else "take it out")
                self.problem(
                    "unknown-option", f"{self.name} has no option “{name}”", fix, self._option_origin(name)
                )
                continue
            try:
                values[name] = self.known[name].read(raw or "")
            except ValueError as wrong:
                part = wrong.part if isinstance(wrong, WrongPartError) else raw or ""
                what = f"{self.name}: “{shown(part)}” is no value for “{name}”"
                self.problem("option-value", what, str(wrong), self._option_origin(name, part))
        for name, option in self.known.items():
            if option.needed and name not in self.options:
                self.problem("missing-option", f"{self.name} has no “:{name}:”", self._why_missing(name))
        return values

    def _argument(self) -> str:
        argument = " ".join(self.arguments[0].split()) if self.arguments else ""
        if self.title is True and not argument:
            self.problem(
                "missing-title",
                f"{self.name} has no title",
                f"write it on the line of the directive: .. {self.name}:: Title",
            )
        if self.title is False and argument:
            self.problem(*self._why_titled(argument))
        return typographic(argument, self.language)


# --------------------------------------------------------------------------------------- parts of a directive


def own(node: study, *parts: str) -> list[nodes.Node]:
    """The nodes inside a directive, without the directives that are its parts."""
    return [child for child in node.children if not (isinstance(child, study) and child["kind"] in parts)]


def part(node: study, kind: str) -> study | None:
    """The directive of a kind directly inside another; more than one are a mistake."""
    found = [child for child in node.children if isinstance(child, study) and child["kind"] == kind]
    for other in found[1:]:
        what = f"{node['kind']} has a second {kind}"
        other["directive"].problem("twice", what, f"write all of it in one “.. {kind}::”")
    return found[0] if found else None


def parts_of_item(item: nodes.Node) -> tuple[nodes.Element, list[str], nodes.Element]:
    """The term, the classifiers and the definition of an item of a definition list; its definition may hold
    other such lists.
    """
    terms = [child for child in item.children if isinstance(child, nodes.term)]
    classifiers = [child.astext() for child in item.children if isinstance(child, nodes.classifier)]
    return terms[0], classifiers, item.children[-1]


# ------------------------------------------------------------------------------------------------- converters

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NO_NAME = re.compile(r"[^a-z0-9]+")


def _naming(raw: str) -> str:
    """How a name is to be written instead."""
    near = _NO_NAME.sub("-", raw.casefold()).strip("-") or "pencil-case"
    return f"write small letters, digits and hyphens, as in {near}"


def name(raw: str) -> str:
    """A label: small letters, digits, hyphens."""
    if not _NAME.fullmatch(raw.strip()):
        raise ValueError(_naming(raw))
    return raw.strip()


def with_commas(raw: str) -> str:
    """How to write parts that have other signs between them; "" where they have not."""
    return f"write commas between them: {re.sub(r' *; *', ', ', raw.strip())}" if ";" in raw else ""


def names(raw: str) -> tuple[str, ...]:
    """Labels with commas between them."""
    for item in raw.split(","):
        if not _NAME.fullmatch(item.strip()):
            fix = f"{_naming(item)}: the “:name:” of what is meant, not its title"
            raise WrongPartError(item, with_commas(item) or fix)
    return tuple(name(item) for item in raw.split(","))


def phrase(raw: str) -> str:
    """Some plain words."""
    if not raw.strip():
        raise ValueError("write some words")
    return " ".join(raw.split())


def whole(raw: str) -> int | None:
    """A whole number of a size that a chapter or minutes have; None where it is none, or 0."""
    digits = raw.strip()
    found = int(digits) if digits.isdecimal() and len(digits) < len(str(NEVER)) else 0
    return found or None


def number(raw: str) -> int:
    """A whole number from 1 on: minutes."""
    if (found := whole(raw)) is None:
        raise ValueError(f"write a whole number from 1 to {NEVER - 1}")
    return found


_PLACE = re.compile(r"(\d{1,3})\.(\d{1,3})")


def division(raw: str) -> int | None:
    """A division of the work, “7”, or “2.3” where numbers begin anew in each part; None where it is none."""
    if not (found := _PLACE.fullmatch(raw.strip())):
        return whole(raw)
    part, own = whole(found[1]), whole(found[2])
    return within(part, own) if part and own else None


def place(raw: str) -> int:
    """A division of the work."""
    if (found := division(raw)) is None:
        raise ValueError(f"write a whole number from 1 to {NEVER - 1}; of a play act and scene, as in 2.3")
    return found


def lines(raw: str) -> str:
    """Lines of the work, as they are counted there: 7, 12-14."""
    if not re.fullmatch(r"\d+(\s*[-–]\s*\d+)?(\s*,\s*\d+(\s*[-–]\s*\d+)?)*", raw.strip()):
        raise ValueError("write numbers of lines, as in 7 or 12-14")
    return re.sub(r"\s*,\s*", ", ", re.sub(r"\s*[-–]\s*", "–", raw.strip()))


def choice(*allowed: str) -> Converter:
    """A converter for one of some words."""

    def convert(raw: str) -> str:
        if raw.strip() not in allowed:
            raise ValueError(nearest(raw.strip(), allowed, otherwise=one_of(allowed)))
        return raw.strip()

    return convert
