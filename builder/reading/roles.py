"""The study roles → nodes: links inside the guide, and index marks."""

from collections.abc import Mapping

from docutils import nodes

from builder.reading.doctree import Role, index_mark, xref
from builder.reading.typography import LANGUAGE, typographic


def _split(text: str) -> tuple[str, str]:
    """The shown words and the target of “words <target>”; without a target the words are the target, and the
    shown words are empty.
    """
    plain = nodes.unescape(text)
    shown, _bracket, target = plain.removesuffix(">").rpartition("<")
    if plain.endswith(">") and shown and target and ">" not in target:
        return shown.rstrip() or shown, target
    return "", plain


def _link(kind: str) -> Role:
    """A role that links to a target of one kind, with words of the author's or of the target's own."""

    def role(name, rawtext, text, lineno, inliner, options=None, content=None):  # type: ignore[no-untyped-def]
        shown, target = _split(text)
        language = inliner.document.settings.language_code
        # Without words of its own the node holds the target's name, so that an apostrophe after it does not
        # become an opening quotation mark.
        node = xref(
            rawtext,
            typographic(shown, language) or target,
            target=f"{kind}:{' '.join(target.split())}",
            named=not shown,
        )
        node.source, node.line = inliner.reporter.get_source_and_line(lineno)
        return [node], []

    return role


def _term(name, rawtext, text, lineno, inliner, options=None, content=None):  # type: ignore[no-untyped-def]
    """A link to the glossary: it shows the term as it is written, and its target is the term in small
    letters.
    """
    shown, target = _split(text)
    node = xref(rawtext, shown or target, target=f"term:{' '.join(target.split()).casefold()}")
    node.source, node.line = inliner.reporter.get_source_and_line(lineno)
    return [node], []


def _index(name, rawtext, text, lineno, inliner, options=None, content=None):  # type: ignore[no-untyped-def]
    """Sphinx's index role: “words <entry; sub-entry>”, or words that are the entry themselves."""
    shown, entry = _split(text)
    heads = [
        typographic(" ".join(head.split()), inliner.document.settings.language_code)
        for head in entry.split(";")
    ]
    if not all(heads) or len(heads) > 2:
        message = inliner.reporter.error(
            f"index entry “{entry}” is not “entry” or “entry; sub-entry”", line=lineno
        )
        return [inliner.problematic(rawtext, rawtext, message)], [message]
    node = index_mark(
        rawtext, typographic(shown or entry, inliner.document.settings.language_code), heads=tuple(heads)
    )
    return [node], []


def _lang(name, rawtext, text, lineno, inliner, options=None, content=None):  # type: ignore[no-untyped-def]
    """Words of another language, “Bildungsroman <de>”: marked for speech and hyphenation."""
    shown, tag = _split(text)
    if not shown or not LANGUAGE.fullmatch(tag):
        message = inliner.reporter.error(f"“{text}” is not “words <language tag>”", line=lineno)
        return [inliner.problematic(rawtext, rawtext, message)], [message]
    return [nodes.inline(rawtext, typographic(shown, tag), classes=[f"language-{tag}"])], []


ROLES: Mapping[str, Role] = {
    "ref": _link("ref"),
    "beat": _link("beat"),
    "idea": _link("beat"),
    "theme": _link("theme"),
    "character": _link("character"),
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
