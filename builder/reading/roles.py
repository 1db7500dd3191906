"""The study roles → nodes: links inside the guide, and index marks."""

from collections.abc import Callable, Mapping
from typing import Any

from docutils import nodes

from builder.diagnostics import Origin
from builder.reading.doctree import Role, index_mark, xref
from builder.reading.entries import heads_of, marks
from builder.reading.located import line_of
from builder.reading.typography import LANGUAGE, typographic


def split(text: str) -> tuple[str, str]:
    """The shown words and the target of “words <target>”; without a target the words are the target, and the
    shown words are empty.
    """
    plain = nodes.unescape(text)
    shown, _bracket, target = plain.removesuffix(">").rpartition("<")
    if plain.endswith(">") and shown and target and ">" not in target:
        return shown.rstrip() or shown, target
    return "", plain


def _as_written(name: str, _document: nodes.document) -> str:
    return name


def label(name: str, _document: nodes.document) -> str:
    """The name of a label, which docutils keeps in small letters."""
    return name.lower()


def link(kind: str, name_of: Callable[[str, nodes.document], str] = _as_written) -> Role:
    """A role that links to a target of one kind, with words of the author's or of the target's own. `name_of`
    gives the target's name by what is written.
    """

    def role(name, rawtext, text, lineno, inliner, options=None, content=None):  # type: ignore[no-untyped-def]
        shown, target = split(text)
        language = inliner.document.settings.language_code
        # Without words of its own the node holds the target's name, so that an apostrophe after it does not
        # become an opening quotation mark.
        node = xref(
            rawtext,
            typographic(shown, language) or target,
            target=f"{kind}:{name_of(' '.join(target.split()), inliner.document)}",
            named=not shown,
        )
        _place(node, rawtext, lineno, inliner)
        return [node], []

    return role


def _place(node: nodes.Element, written: str, lineno: int, inliner: Any) -> None:
    """Note on which line a role stands, of the paragraph that begins at one."""
    source, line = inliner.reporter.get_source_and_line(lineno)
    begins = Origin(source or "", line or 0)
    found = line_of(begins, inliner.document.settings, written.split("\n")[0]) or begins
    node.source, node.line = found.file, found.line


def _term(name, rawtext, text, lineno, inliner, options=None, content=None):  # type: ignore[no-untyped-def]
    """A link to the glossary: it shows the term as it is written, and its target is the term in small
    letters.
    """
    shown, target = split(text)
    node = xref(rawtext, shown or target, target=f"term:{' '.join(target.split()).casefold()}")
    _place(node, rawtext, lineno, inliner)
    return [node], []


def _index(name, rawtext, text, lineno, inliner, options=None, content=None):  # type: ignore[no-untyped-def]
    """Sphinx's index role: “words <entry; sub-entry>”, or words that are the entry themselves."""
    shown, entry = split(text)
    language = inliner.document.settings.language_code
    try:
        *others, heads = heads_of(typographic(entry, language))
    except ValueError as wrong:
        message = inliner.reporter.error(str(wrong), line=lineno)
        return [inliner.problematic(rawtext, rawtext, message)], [message]
    words = typographic(shown, language) or (heads[0] if others else "; ".join(heads))
    return [*marks(others), index_mark(rawtext, words, heads=heads)], []


def _lang(name, rawtext, text, lineno, inliner, options=None, content=None):  # type: ignore[no-untyped-def]
    """Words of another language, “Bildungsroman <de>”: marked for speech and hyphenation."""
    shown, tag = split(text)
    if not shown or not LANGUAGE.fullmatch(tag):
        message = inliner.reporter.error(f"“{text}” is not “words <language tag>”", line=lineno)
        return [inliner.problematic(rawtext, rawtext, message)], [message]
    return [nodes.inline(rawtext, typographic(shown, tag), classes=[f"language-{tag}"])], []


ROLES: Mapping[str, Role] = {
    "ref": link("ref", label),
    "beat": link("beat"),
    "idea": link("beat"),
    "theme": link("theme"),
    "character": link("character"),
    "term": _term,
    "index": _index,
    "lang": _lang,
}
EXPLAINED: Mapping[str, tuple[str, str]] = {
    "ref": (
        "a link to a label or a heading of any file; without words of its own, its title",
        "Read on at :ref:`the gates <gates>`.",
    ),
    "beat": (
        "a link to a beat by its name, as “beat 7.3”, in print with the page where it is not near",
        "The steps come back later (:beat:`gate-locked`).",
    ),
    "idea": ("a link to an idea by its name, as “idea 7.3”", "All of it rests on :idea:`tolls`."),
    "theme": ("a link to a theme by its name", "This is less about :theme:`fear` than about :theme:`duty`."),
    "character": ("a link to a character by the name of the card", "It is :character:`anna` who waits."),
    "term": ("a link to a term of a glossary", "Only one :term:`second key` is spoken of."),
    "index": (
        "a place that the index leads to; the entry is the words themselves, or “words <entry; sub-entry>”",
        "She finds :index:`the gate locked <gates; locked>` and no :index:`lamp`.",
    ),
    "lang": (
        "words of another language, for speech and hyphenation",
        "Critics call it a :lang:`Bildungsroman <de>`.",
    ),
}
"""What each role of ours is for, and an example."""
