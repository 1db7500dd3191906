"""Slips that reST takes in silence: Markdown, lists that run into a paragraph, words written twice, quotation
marks that turn the wrong way, hyphens for dashes. They are warnings.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from docutils import nodes

from builder.diagnostics import Diagnostic, Origin, Severity, shown, warning
from builder.reading.doctree import around, origin
from builder.reading.source import Source
from builder.reading.typography import quotation_marks

_MENTIONED = "\u2060"  # stands behind a word that is marked, as in “*the* the”
_HIDDEN = "\ufffc"  # stands for code and formulas: what is in there is as it is to be


@dataclass(frozen=True, slots=True)
class _Passage:
    """A paragraph, a heading, a line: its text without code, and how the author wrote it."""

    text: str
    written: str
    language: str
    node: nodes.Element
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Slip:
    """What a rule finds: the words by which it is found again in the source, and what is told of them."""

    words: str
    code: str
    what: str
    fix: str
    is_error: bool = False


_Rule = Callable[[_Passage], Iterator[_Slip]]


def slips(document: nodes.document, source: Source) -> Iterator[Diagnostic]:
    """A warning for each slip in a file."""
    lines = source.text.splitlines()
    for node in document.findall(nodes.TextElement):
        if isinstance(node, _PASSAGES) and not any(
            isinstance(outer, nodes.line_block) for outer in around(node)
        ):
            own = document.settings.language_code
            language = node.get_language_code(own)
            marks = quotation_marks(language, own)
            passage = _Passage(_text(node), node.rawsource, language, node, marks)
            for slip in (slip for rule in _RULES for slip in rule(passage)):
                at = _found(slip.words, origin(node, document), source, lines)
                severity: Severity = "error" if slip.is_error else "warning"
                yield Diagnostic(at, slip.code, slip.what, slip.fix, severity)
    for block in document.findall(nodes.line_block):
        yield from _table(block, document)


_PASSAGES = (nodes.paragraph, nodes.title, nodes.term, nodes.caption, nodes.attribution)
_CODE = (nodes.literal, nodes.math, nodes.problematic, nodes.footnote_reference, nodes.image)


def _text(node: nodes.Element) -> str:
    """What is printed of a passage, with a sign in place of code."""
    parts = []
    for child in node.children:
        if isinstance(child, nodes.Text):
            parts.append(child.astext())
        elif isinstance(child, nodes.Element):
            end = _MENTIONED if isinstance(child, nodes.emphasis | nodes.strong) else ""
            parts.append(_HIDDEN if isinstance(child, _CODE) else _text(child) + end)
    return "".join(parts)


def _found(words: str, at: Origin, source: Source, lines: list[str]) -> Origin:
    """The line of some words: docutils knows where a paragraph begins or, in tables, where it ends."""
    if at.file != source.path:
        return at
    begin = words.split()[0].strip("“”‘’\"'") if words.split() else ""
    for number in (*range(max(at.line, 1), min(len(lines), at.line + 60) + 1), *range(at.line - 1, 0, -1)):
        line = lines[number - 1]
        if words in line or (begin and line.rstrip().endswith(begin) and " " in words):
            return Origin(at.file, number)
    return at


# -------------------------------------------------------------------------------------------------- Markdown

_LINK = re.compile(r"(!?)\[([^\[\]\n]+)\]\(([^()\s]*[/.#:][^()\s]*)\)")
_HEAD = re.compile(r"(#{1,6}) +[A-Z0-9“][^\n]{0,80}(?<![.,;:])(?=\n|$)")
_RULE = re.compile(r"(-{3}|\*{3}|_{3,})\s*")
_BARS = re.compile(r"^\s*\|?[\s:|-]*-{3,}[\s:|-]*\|[\s:|-]*$", re.MULTILINE)
_STARS = re.compile(r"\*\*\w[^*\n]*\*\*|(?<!\w)\*\*\w[^*\n]*\w\*\*(?=\w)")
_QUOTE = re.compile(r">+ +\S")


def _markdown(passage: _Passage) -> Iterator[_Slip]:
    for found in _LINK.finditer(passage.text):
        if found[1]:
            fix = f"write “.. image:: {found[3]}” in a paragraph of its own, with “:alt:” under it"
            yield _Slip(f"![{found[2]}", "markdown", f"“![{found[2]}]” is a picture in Markdown", fix)
        else:
            fix = f"write `{found[2]} <{found[3]}>`__ with both backquotes"
            yield _Slip(f"[{found[2]}", "markdown", f"“[{found[2]}]” is a link in Markdown", fix)
    if head := _HEAD.match(passage.text):
        what, fix = (
            f"“{head[1]}” begins a heading in Markdown",
            "write a line of ===, --- or ~~~ under the heading",
        )
        yield _Slip(head[0].split("\n")[0], "markdown", what, fix)
    for found in _STARS.finditer(passage.text):
        fix = "put spaces or a backslash and a space around it: sea\\ **sick**"
        yield _Slip(found[0], "markdown", f"“{found[0]}” is printed with its asterisks", fix)
    if passage.written.lstrip().startswith(("```", "~~~")):
        what, fix = (
            "“```” begins code in Markdown",
            "write “.. code-block::”, a blank line, and the code indented",
        )
        yield _Slip(passage.written.split("\n")[0], "markdown", what, fix)
    if _RULE.fullmatch(passage.written):
        what, fix = (
            f"“{passage.written.strip()}” is a dividing line in Markdown",
            "write four hyphens or more",
        )
        yield _Slip(passage.written, "markdown", what, fix)
    if bars := _BARS.search(passage.written):
        fix = "write it as “.. list-table::”, or with lines of === over, under and between its parts"
        yield _Slip(bars[0].strip(), "markdown", "this is a table in Markdown", fix)
    if _QUOTE.match(passage.written) and all(line.startswith(">") for line in passage.written.splitlines()):
        what, fix = "“>” begins a quotation in Markdown", "take it off, and indent the quotation"
        yield _Slip(passage.written.split("\n")[0], "markdown", what, fix)


def _table(block: nodes.Element, document: nodes.document) -> Iterator[Diagnostic]:
    """A table of Markdown is a block of lines in reST, with the bars printed."""
    written = [line.astext() for line in block.findall(nodes.line)]
    if any(re.fullmatch(r"[\s:|–—-]*[–—-][\s:|–—-]*\|[\s:|–—-]*", line) for line in written):
        fix = "write it as “.. list-table::”, or with lines of === over, under and between its parts"
        yield warning(origin(block, document), "markdown", "this is a table in Markdown", fix)


# ---------------------------------------------------------------------------------------------------- lists

_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,2}[.)]|#[.)])\s+\S")


def _runaway_list(passage: _Passage) -> Iterator[_Slip]:
    """Items under a paragraph, without the blank line that makes a list of them."""
    first, *others = passage.written.splitlines() or [""]
    items = [line for line in others if _ITEM.match(line)]
    if (len(items) > 1 and len({line.lstrip()[0].isdigit() for line in items}) == 1) or (
        items and first.rstrip().endswith(":") and others[0] == items[0]
    ):
        what = "this line was to begin a list, and is printed as part of the paragraph"
        yield _Slip(items[0], "list", what, "leave a blank line before the list")


# -------------------------------------------------------------------------------------------------- wording

# Words that no sentence has twice in a row; “had had” and “that that” are right now and then.
_NEVER_TWICE: Mapping[str, str] = {
    "en": "the a an of and or with from at to for their these they we if but into which by",
    "de": "und oder von mit für ein eine einen einem nicht auf aus bei zwischen",
    "fr": "le la les de des et ou un une dans pour avec sur par est",
    "es": "el los las un una y con por para del es en",
    "pt": "os um uma e com por para do da dos das em",
    "it": "il gli un una e con per del della di che",
}


# English words of four letters or more that may well be there twice; shorter ones are listed above.
_NOW_AND_THEN = (
    "that|very|more|much|many|long|never|again|over|round|down|what|well|there|here|were|blah|bang|knock"
)


def _doubled(passage: _Passage) -> Iterator[_Slip]:
    language = passage.language.partition("-")[0]
    words = "|".join(_NEVER_TWICE.get(language, "").split())
    if language == "en":
        words += rf"|(?!(?:{_NOW_AND_THEN})\b)[a-z]{{4,}}"
    pattern = rf"(?<![\w’'-])({words})\s+(\1)(?![\w’'-])"
    for found in re.finditer(pattern, passage.text, re.IGNORECASE) if words else ():
        if found[2][:1].islower():  # “Duran Duran” is a name
            yield _Slip(
                " ".join(found[0].split()),
                "doubled-word",
                f"“{' '.join(found[0].split())}”: a word is there twice",
                "take one out",
            )


_AGES = r"(?:1[0-9]|20)\d\d"
_RANGE = re.compile(rf"(?<![\w.,/:-])({_AGES})-({_AGES}|\d\d)(?![\w/:-])")
_NUMBERED = re.compile(
    r"(?i)\b(chapters?|pages?|pp?\.|lines?|ll?\.|acts?|scenes?|verses?|kapitel|seiten?|s\.|zeilen?|chapitres?|"
    r"capítulos?|páginas?)[ \u00a0](\d{1,4})-(\d{1,4})(?![\w/:-])"
)


def _ranges(passage: _Passage) -> Iterator[_Slip]:
    """Numbers from one to another have an en dash between them; dates and telephone numbers have not."""
    for found in _RANGE.finditer(passage.text):
        yield from _range(found[1], found[2])
    for found in _NUMBERED.finditer(passage.text):
        yield from _range(found[2], found[3])


def _range(first: str, last: str) -> Iterator[_Slip]:
    end = last if len(last) >= len(first) else first[: -len(last)] + last
    if int(end) > int(first):
        what = f"“{first}-{last}” has a hyphen between its numbers"
        yield _Slip(f"{first}-{last}", "number-range", what, f"write {first}–{last}, with an en dash")


def _quotes(passage: _Passage) -> Iterator[_Slip]:
    """Quotation marks are made round by docutils, by what is beside them: it errs at some."""
    marks = passage.marks
    if marks[0] == marks[1]:
        return
    first, last = re.escape(marks[0]), re.escape(marks[1])
    fix = f"write the marks themselves: {marks[0]} before the words, {marks[1]} behind them"
    if found := re.search(rf"{first}(?=\s|$)(?<!^.)|(?:(?<=\s)|^){last}(?=\w)", passage.text):
        what = f"a quotation mark turns the wrong way at “{_around(passage.text, found.start())}”"
        yield _Slip(_around(passage.text, found.start()), "quotation-marks", what, fix)
    if found := re.search(r"(?:(?<=\s)|^)\"\w", passage.text):
        what = f"a quotation mark stays straight at “{_around(passage.text, found.start())}”"
        yield _Slip(_around(passage.text, found.start()), "quotation-marks", what, fix)
    if passage.language.startswith("en") and (
        found := re.search(r"‘(?:\d0s\b|(?:tis|twas|em)\b(?!’))", passage.text, re.IGNORECASE)
    ):
        what = f"the apostrophe of “{found[0]}” turns the wrong way"
        yield _Slip(found[0][1:], "quotation-marks", what, f"write ’{found[0][1:]}")


def _around(text: str, at: int) -> str:
    """The word at a place of a text and the one before it."""
    before, behind = text[:at].split(), text[at + 1 :].split()
    return " ".join([*before[-1:], *behind[:1]]).replace(_HIDDEN, "").strip('“”„»«"') or text[:20]


_LINE = re.compile(r"([=~^#*+-])\1+$")
_DASHES = re.compile("[–—―]{2,}")  # as a word processor makes them of hyphens


def _lost_heading(passage: _Passage) -> Iterator[_Slip]:
    """A line of fewer than four characters makes no heading where it is shorter than that."""
    title, _break, line = passage.written.rpartition("\n")
    if title and "\n" not in title and _DASHES.fullmatch(line.strip()):
        what = f"“{title.strip()}” is underlined with dashes, which makes no heading of it"
        yield _Slip(line.strip(), "title", what, "write hyphens or equals signs under it: -----, =====")
    if title and "\n" not in title and _LINE.match(line.strip()):
        what = f"“{line.strip()}” under “{title.strip()}” is too short to make a heading of it"
        yield _Slip(line.strip(), "title", what, "make the line as long as the title")


# -------------------------------------------------- directives, roles and links that are none

_DIRECTIVE = re.compile(r"\s*\.\. ([a-z][a-z-]*)::(\s|$)")
_NO_DIRECTIVE = re.compile(r"(\.\.|\. ?|\.{3} ?)([a-z][a-z-]*) ?::(?!\w)")
_ROLES = "beat|theme|character|term|ref|index|lang"
_NO_ROLE = re.compile(rf"(?<![\w:`])(?:({_ROLES}):`|:({_ROLES}):(?=[\w“”‘’\"']))")
_NO_CALL = re.compile(r"\[(?:#[\w-]*|\*|\d+)\]_(?![\w_])")


def _no_directive(passage: _Passage) -> Iterator[_Slip]:
    """A directive in a paragraph is printed as it stands."""
    for line in passage.written.splitlines()[1:]:
        if found := _DIRECTIVE.match(line):
            what = f"“.. {found[1]}::” is a line of the paragraph above it, and is printed"
            yield _Slip(line.strip(), "blank-line", what, "leave a blank line before it", is_error=True)
    if found := _NO_DIRECTIVE.match(passage.written):
        what, fix = f"“{found[0]}” is no directive", f"begin it with two dots and one space: .. {found[2]}::"
        yield _Slip(found[0], "comment", what, fix, is_error=True)


def _no_markup(passage: _Passage) -> Iterator[_Slip]:
    """Roles, links and notes with one sign too few."""
    for found in _NO_ROLE.finditer("" if "``" in passage.written else passage.written):
        name = found[1] or found[2]
        what = f"“{found[0]}” is no role"
        yield _Slip(found[0], "markup", what, f"write :{name}:`…`, with two colons and two backquotes")
    for node in passage.node.findall(nodes.title_reference):
        if re.search(r"<(https?:|mailto:)[^<>]*>$", node.astext()):
            what = f"“{shown(node.astext(), 60)}” is no link"
            yield _Slip(
                node.astext(), "markup", what, "write two underscores behind the second backquote: `…`__"
            )
    for found in _NO_CALL.finditer(passage.text):
        what = f"“{found[0]}” calls no note, and is printed"
        yield _Slip(found[0], "markup", what, "leave a space before it, or a backslash and a space")


_HTML = re.compile(
    r"</?(?:a|b|i|u|em|strong|br|p|span|div|sup|sub|h[1-6]|ul|ol|li|blockquote|table|tr|td|img)(?:\s[^<>\n]*)?/?>"
    r"|&(?:nbsp|amp|lt|gt|quot|apos|[mn]dash|hellip|[lr][sd]quo|eacute|#\d{2,5});"
)
_SPACED = re.compile(r"(?<![\w*])(\*\*?)\s+([^*\n]*[^\s*])\s+\1(?![\w*])")


def _html(passage: _Passage) -> Iterator[_Slip]:
    """Tags and letters as HTML has them are printed as they stand."""
    if found := _HTML.search(passage.text):
        fix = "write it as reST has it, *emphasis* for <i>, **bold** for <b>, and letters as they are"
        yield _Slip(found[0], "html", f"“{found[0]}” is HTML, and is printed", fix)


def _spaced_markup(passage: _Passage) -> Iterator[_Slip]:
    """Asterisks with spaces inside mark nothing."""
    for found in _SPACED.finditer(passage.text):
        fix = f"write {found[1]}{found[2]}{found[1]}, without spaces inside"
        yield _Slip(found[0].split("\n")[0], "markup", f"“{found[0]}” is printed with its asterisks", fix)


_RULES: tuple[_Rule, ...] = (
    _no_directive,
    _no_markup,
    _html,
    _spaced_markup,
    _markdown,
    _runaway_list,
    _lost_heading,
    _doubled,
    _ranges,
    _quotes,
)
