"""Names and links: each leads somewhere, and no two are alike."""

import re
from collections.abc import Iterator, Mapping

from builder.diagnostics import Diagnostic, Origin, nearest
from builder.editions import student
from builder.material.divisions import words_of
from builder.model.blocks import IndexPointer, Quotation, Theme
from builder.model.book import Book, Chapter
from builder.model.walking import ids, links_in, references, walk, walk_book
from builder.targets import Target, Targets, duplicates, number

_WAYS = {
    "beat": "write “:name: …” in a beat",
    "theme": "write a “.. theme::”",
    "character": "write a “.. character::”",
    "term": "write the term in a “.. glossary::”",
    "ref": "write “.. _label:” before what it should link to",
    "doc": "name a file of the guide by its path, without “.rst”",
    "numref": "give what it should link to a caption and “:name:”, or link with :ref:",
    "eq": "give a “.. math::” the option “:label:”",
    "any": "write “.. _label:” before what it should link to, or set the words as code",
}
_KINDS = {
    "ref": "label",
    "doc": "file",
    "numref": "numbered figure, table or listing",
    "eq": "numbered formula",
    "any": "label, file or term",
}


def unknown(kind: str, name: str, origin: Origin, named: Mapping[str, Target]) -> Diagnostic | None:
    """What is wrong with a link to something that nothing is named."""
    if f"{kind}:{name}" in named:
        return None
    of_kind = [key.partition(":")[2] for key in named if key.startswith(f"{kind}:")]
    what = f"there is no {_KINDS.get(kind, kind)} “{name}”"
    titled = {_as_name(named[f"{kind}:{one}"].title): one for one in of_kind}
    if name in titled:
        return Diagnostic(origin, f"unknown-{kind}", what, f"did you mean “{titled[name]}”?")
    return Diagnostic(origin, f"unknown-{kind}", what, nearest(name, of_kind, otherwise=_WAYS[kind]))


def _as_name(title: str) -> str:
    """A title in the form of a name."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")


def links(book: Book, targets: Targets) -> Iterator[Diagnostic]:
    """Every link leads to something, in the whole book and in what students see of it."""
    for kind, name, origin in _linked(book):
        if problem := unknown(kind, name, origin, targets.named):
            yield problem
    narrow = student(book)
    left = number(narrow).named
    there = {name for chapter in book.chapters for name in ids(chapter)}
    for kind, name, origin in _linked(narrow):
        target = targets.named.get(f"{kind}:{name}")
        if target and target.id in there and f"{kind}:{name}" not in left:
            what = (
                f"students have no {_KINDS.get(kind, kind)} "
                f"“{name.rpartition('/')[2]}”: it is in an answer or in the content for teachers"
            )
            yield Diagnostic(
                origin, "left-out", what, "link to it from content for teachers only, or move it"
            )


def _linked(book: Book) -> Iterator[tuple[str, str, Origin]]:
    """Kind and name of all that is linked to, in roles and in options."""
    for chapter in book.chapters:
        yield from ((kind, name, origin or chapter.origin) for kind, name, origin in links_in(chapter.title))
        for block in walk(chapter.blocks):
            yield from ((kind, name, origin or block.origin) for kind, name, origin in references(block))


def sources(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """The program has words for whose words a quotation is, or guide.toml has them."""
    known = words_of(book.guide)["speaker"]
    for _chapter, block in walk_book(book):
        if isinstance(block, Quotation) and block.source not in known:
            what = f"there is no source “{block.source}”"
            fix = nearest(
                block.source,
                known,
                otherwise=f'add a line “{block.source} = "in …"” under [sources] in guide.toml',
            )
            yield Diagnostic(block.origin, "unknown-source", what, fix)


def duplicate_names(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    return duplicates(book)


def addresses(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """All chapters share one id space: ch01-x-b1 is a place in ch01.rst, or one in ch01-x.rst."""
    seen: dict[str, Chapter] = {}
    for chapter in book.chapters:
        own = frozenset(ids(chapter))
        if shared := sorted(own & seen.keys()):
            what = f"“{shared[0]}” is an address in this file and in {seen[shared[0]].origin.file}"
            yield Diagnostic(chapter.origin, "address-twice", what, "rename one of the two files")
        seen |= dict.fromkeys(own, chapter)


def signals(book: Book, _targets: Targets) -> Iterator[Diagnostic]:
    """Themes differ in code and in mark."""
    seen: dict[str, Theme] = {}
    for _chapter, block in walk_book(book):
        if not isinstance(block, Theme):
            continue
        for sign, value in (("code", block.code), ("mark", block.mark)):
            if not value:
                continue  # the missing option has a diagnostic of its own
            if first := seen.get(f"{sign} {value}"):
                what = f"“{block.title}” and “{first.title}” have the same {sign} {value}"
                yield Diagnostic(block.origin, f"{sign}-twice", what, f"give one of the two another {sign}")
            seen.setdefault(f"{sign} {value}", block)


def pointers(book: Book, targets: Targets) -> Iterator[Diagnostic]:
    """See and see also point to entries of the index."""
    heads = {entry.head for entry in targets.index if entry.places or entry.entries}
    for _chapter, block in walk_book(book):
        if isinstance(block, IndexPointer) and block.to and block.to not in heads:
            what = f"the index has no entry “{block.to}”"
            yield Diagnostic(
                block.origin,
                "unknown-entry",
                what,
                nearest(block.to, heads, otherwise="mark a place with :index: first"),
            )
