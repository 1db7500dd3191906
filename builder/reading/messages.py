"""docutils' messages → diagnostics in plain words, with a fix."""

import re

from builder.diagnostics import Diagnostic, Origin, nearest, one_of, shown
from builder.limits import LINE_LETTERS, NUMBER
from builder.reading.refused import BANNED

# ------------------------------------------------------------------------------ docutils' messages, explained

_UNKNOWN_DIRECTIVE = re.compile(r'Unknown directive type "(.+?)"')
_LONG_LINE = re.compile(r"Line (\d+) exceeds")  # docutils does not tell it as the line of the message
_UNKNOWN_ROLE = re.compile(r'Unknown interpreted text role "(.+?)"')
_FIXES = (
    (
        r"Title (under|over)line too short",
        "title",
        "make the line under the title at least as long as the title",
    ),
    (r"Title overline & underline mismatch", "title", "make the lines over and under the title alike"),
    (
        r"Title level inconsistent|Inconsistent title style",
        "title",
        "use the line characters in the same order everywhere: =, -, ~",
    ),
    (
        r"Unexpected section title|Incomplete section title",
        "title",
        "write sections directly in a chapter, not inside a directive or a list",
    ),
    (r"Unexpected indentation", "indent", "leave a blank line before an indented block, or indent less"),
    (r"ends without a blank line", "blank-line", "leave a blank line after it"),
    (
        r"without end-string|start-string",
        "markup",
        "close the markup, or write a backslash before the character",
    ),
    (
        r"Unknown target name|Undefined substitution|Too many autonumbered",
        "target",
        "define it in this file, or correct the name",
    ),
    (r"Duplicate (explicit )?target name|Duplicate ID", "target", "give one of the two another name"),
    (
        r"invalid option value",
        "option",
        f"write a value that the option takes, numbers up to {NUMBER.value:,}",
    ),
    (r"exceeds the line-length-limit", "limit", f"write lines of {LINE_LETTERS.value:,} letters at most"),
    (r"duplicate option", "option", "write the option once"),
    (r"Content block expected|no content", "empty", "write its text, indented under it"),
    (r"argument\(s\) required", "argument", "write it on the line of the directive"),
)


def already_reported(message: str, problems: list[Diagnostic]) -> bool:
    """Whether a message is a mere consequence of something that has a diagnostic of its own."""
    if re.search(r"Docutils-generated text|rST localisation", message):
        return True  # the language is checked for the whole book
    refused = any(problem.code == "refused" for problem in problems)
    return refused and re.match(r'Substitution definition ".*" (empty|contains)', message) is not None


def explained(origin: Origin, message: str, words: set[str], our_roles: set[str]) -> Diagnostic:
    lines = message.split("\n")
    if lines[0].endswith(":"):  # what is wrong is on the next line
        lines[0] = " ".join(lines[:3])
    first = shown(" ".join(lines[0].split()).rstrip("."), 160)
    if found := _UNKNOWN_DIRECTIVE.search(message):
        what = f"there is no directive “{found[1]}”"
        return Diagnostic(
            origin,
            "unknown-directive",
            what,
            nearest(found[1], words, otherwise=one_of(sorted(words - set(BANNED)))),
        )
    if found := _UNKNOWN_ROLE.search(message):
        what = f"there is no role “{found[1]}”"
        return Diagnostic(
            origin, "unknown-role", what, nearest(found[1], our_roles, otherwise=one_of(sorted(our_roles)))
        )
    if found := _LONG_LINE.match(message):
        origin = Origin(origin.file, int(found[1]))
    for pattern, code, fix in _FIXES:
        if re.search(pattern, message):
            return Diagnostic(origin, code, first, fix)
    return Diagnostic(origin, "rst", first, "see the reST syntax at this line")
