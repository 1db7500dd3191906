"""`code-block` and `literalinclude`, with numbers of lines, lines that stand out, and captions."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.utils.code_analyzer import Lexer, LexerError

from builder.reading.included import text_inside
from builder.reading.refused import report
from builder.reading.study import as_written

Token = tuple[list[str], str]

# ---------------------------------------------------------------------------------------------------- options


def line_numbers(written: str) -> tuple[tuple[int, int | None], ...]:
    """Lines as Sphinx has them: “1,3-5,8-”; the last of a run that is open is None."""
    found = [re.fullmatch(r"\s*(\d{1,6})\s*(-\s*(\d{0,6}))?\s*", part) for part in written.split(",")]
    if not all(found):
        raise ValueError("write lines as in “1,3-5,8-”")
    return tuple(
        (int(run[1]), int(run[3]) if run[3] else (None if run[2] else int(run[1]))) for run in found if run
    )


def _is_in(number: int, runs: Iterable[tuple[int, int | None]]) -> bool:
    return any(first <= number and (last is None or number <= last) for first, last in runs)


def _number_or_none(written: str | None) -> int | None:
    return directives.nonnegative_int(written) if written else None


_CODE: Mapping[str, Callable[[Any], Any]] = {
    "caption": directives.unchanged_required,
    "class": directives.class_option,
    "dedent": _number_or_none,
    "emphasize-lines": line_numbers,
    "force": as_written,
    "linenos": directives.flag,
    "lineno-start": directives.nonnegative_int,
    "name": directives.unchanged,
    "number-lines": _number_or_none,  # docutils' own name for it
}

# ------------------------------------------------------------------------------------------------------- code


class _Code(Directive):
    """Code from a text."""

    def nodes_of(self, text: str, language: str, first: int = 1) -> list[nodes.Node]:
        """The block of code, with its caption where it has one. `first` is the number of its first line in a
        file that it is from.
        """
        text = self._dedented(text)
        block = nodes.literal_block(text, "", classes=["code", *filter(None, [language])])
        block["classes"] += self.options.get("class", [])
        block.source, block.line = self.state_machine.get_source_and_line(self.lineno)
        tokens = list(_tokens(text, language))
        if self._first_number(first) is None and "emphasize-lines" not in self.options:
            block.extend(_node(token, []) for token in tokens)
        else:
            block.extend(self._marked_up(_lines(tokens), first))
        return [self._captioned(block)]

    def _dedented(self, text: str) -> str:
        if "dedent" not in self.options:
            return text
        spaces = self.options["dedent"]
        return dedent(text) if spaces is None else "\n".join(line[spaces:] for line in text.split("\n"))

    def _marked_up(self, lines: list[list[Token]], first: int) -> Iterator[nodes.Node]:
        """Lines as nodes, with their numbers; those that are to stand out have Pygments' class for that."""
        start = self._first_number(first)
        width = len(str((start or 0) + len(lines) - 1))
        for at, line in enumerate(lines, 1):
            if start is not None:
                yield nodes.inline("", f"{start + at - 1:>{width}} ", classes=["ln"])
            stands_out = _is_in(at, self.options.get("emphasize-lines", ()))
            yield from (_node(token, ["hll"] if stands_out else []) for token in line)
            if at < len(lines):
                yield nodes.Text("\n")

    def _first_number(self, first: int) -> int | None:
        """The number of the first line, None where lines have none."""
        wanted = {"linenos", "lineno-start", "lineno-match", "number-lines"} & self.options.keys()
        start = self.options.get("lineno-start", self.options.get("number-lines"))
        if start is None and "lineno-match" in wanted:
            start = first
        return (1 if start is None else start) if wanted else None

    def _captioned(self, block: nodes.literal_block) -> nodes.Node:
        """The block, under its caption where it has one. What links to it leads to both."""
        if "caption" not in self.options:
            self.add_name(block)
            return block
        words, messages = self.state.inline_text(self.options["caption"], self.lineno)
        caption = nodes.caption("", "", *words)
        holder = nodes.container("", caption, *messages, block, classes=["listing"])
        caption.source, caption.line = holder.source, holder.line = block.source, block.line
        self.add_name(holder)
        return holder


def _tokens(text: str, language: str) -> Iterable[Token]:
    """The tokens of code; those of a language that nobody knows are its text."""
    try:
        return list(Lexer(text, language, "short"))
    except LexerError:
        return [([], text)]


def _lines(tokens: Iterable[Token]) -> list[list[Token]]:
    lines: list[list[Token]] = [[]]
    for classes, text in tokens:
        for at, piece in enumerate(text.split("\n")):
            if at:
                lines.append([])
            if piece:
                lines[-1].append((classes, piece))
    return lines


def _node(token: Token, more: list[str]) -> nodes.Node:
    classes, text = [*token[0], *more], token[1]
    return nodes.inline(text, text, classes=classes) if classes else nodes.Text(text)


class CodeBlock(_Code):
    """Code in the file itself."""

    optional_arguments = 1
    option_spec = dict(_CODE)
    has_content = True

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        language = self.arguments[0] if self.arguments else ""
        return self.nodes_of("\n".join(self.content), _language(language, self))


def _language(written: str, directive: Directive) -> str:
    """The language that code is in: what is written, or what `highlight` says; none for “none”."""
    language = written or getattr(directive.state.document, "language_of_code", "")
    return "" if language in ("none", "text", "default") else language.strip("{}.")


class Highlight(Directive):
    """The language of the code that follows."""

    required_arguments = 1
    option_spec = {"linenothreshold": as_written, "force": as_written}

    def run(self) -> list[nodes.Node]:
        self.state.document.language_of_code = self.arguments[0]
        return []


class Doctest(CodeBlock):
    """Code that Sphinx would try: the argument is a group of its own."""

    final_argument_whitespace = True
    option_spec = {**_CODE, **dict.fromkeys(("options", "hide", "pyversion", "skipif", "trim-doctest-flags",
                                             "no-trim-doctest-flags"), as_written)}  # fmt: skip

    def run(self) -> list[nodes.Node]:
        hidden = "hide" in self.options or self.name in ("testsetup", "testcleanup")
        return [] if hidden or not self.content else self.nodes_of("\n".join(self.content), "python")


# ------------------------------------------------------------------------------------------------------ files

_MARKS = ("start-after", "start-at", "end-before", "end-at")


class LiteralInclude(_Code):
    """Code from another file of the guide's folder, or some of its lines."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {
        **_CODE,
        **dict.fromkeys(_MARKS, directives.unchanged_required),
        "language": directives.unchanged_required,
        "lines": line_numbers,
        "lineno-match": directives.flag,
        "prepend": directives.unchanged_required,
        "append": directives.unchanged_required,
        "tab-width": directives.nonnegative_int,
        "encoding": as_written,
        "pyobject": directives.unchanged_required,
        "diff": as_written,
    }

    def run(self) -> list[nodes.Node]:
        if "diff" in self.options:
            what, fix = (
                "literalinclude: a guide compares no files",
                "save the difference as a file, and include that",
            )
            report(self, "option", what, fix)
            return []
        text = text_inside(self, self.arguments[0], from_root=True)
        return [] if text is None else self._part(text)

    def _part(self, text: str) -> list[nodes.Node]:
        """The lines that are wanted."""
        lines = list(enumerate(text.expandtabs(min(self.options.get("tab-width", 8), 16)).splitlines(), 1))
        lines = self._between(self._object(text, lines))
        if "lines" in self.options:
            lines = [line for at, line in enumerate(lines, 1) if _is_in(at, self.options["lines"])]
        if not lines:
            report(self, "empty", "nothing is left of the file to include", "correct the lines that it names")
            return []
        shown = [line for _number, line in lines]
        shown = [self.options.get("prepend"), *shown, self.options.get("append")]
        language = self.options.get("language") or _language_of(self.arguments[0])
        whole = "\n".join(line for line in shown if line is not None)
        return self.nodes_of(whole, _language(language, self), lines[0][0])

    def _object(self, text: str, lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """The lines of the function or the class that is wanted of a file in Python."""
        if "pyobject" not in self.options:
            return lines
        first, last = _lines_of(text, self.options["pyobject"].split("."))
        return lines[first:last]

    def _between(self, lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """What is from the line with one text to the line with another; “at” is with that line."""
        for mark in _MARKS:
            words = self.options.get(mark)
            if words is None:
                continue
            skipped = 1 if mark == "end-at" and len(lines) > 1 and "start-at" in self.options else 0
            at = next((at for at, (_no, line) in enumerate(lines) if at >= skipped and words in line), None)
            if at is None:
                report(self, "option", f"no line of the file has “{words}”", f"correct “:{mark}:”")
                continue
            cut = at + (mark in ("start-after", "end-at"))
            lines = lines[cut:] if mark.startswith("start") else lines[:cut]
        return lines


def _lines_of(text: str, path: list[str]) -> tuple[int, int]:
    """Where what has a name in a file in Python begins and ends; nowhere if it is not there."""
    try:
        found: Any = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return 0, 0
    for name in path:
        found = next((node for node in getattr(found, "body", ()) if getattr(node, "name", "") == name), None)
    if found is None:
        return 0, 0
    return min(node.lineno for node in (found, *found.decorator_list)) - 1, found.end_lineno


_LANGUAGES = {
    "py": "python", "js": "javascript", "ts": "typescript", "sh": "bash", "rb": "ruby", "rs": "rust",
    "yml": "yaml", "md": "markdown", "h": "c", "hpp": "cpp", "htm": "html",
}  # fmt: skip


def _language_of(name: str) -> str:
    """The language of a file by its ending; one that Pygments does not know is no language."""
    ending = Path(name).suffix.removeprefix(".").lower()
    return _LANGUAGES.get(ending, ending)


DIRECTIVES: Mapping[str, type[Directive]] = {
    "code-block": CodeBlock,
    "sourcecode": CodeBlock,
    "code": CodeBlock,
    "highlight": Highlight,
    "literalinclude": LiteralInclude,
    "ipython": Doctest,
    **dict.fromkeys(("doctest", "testcode", "testoutput", "testsetup", "testcleanup"), Doctest),
}
