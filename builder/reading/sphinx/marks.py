"""Roles that say what some words are: keys, menus, files, code, abbreviations."""

import re
from collections.abc import Callable, Iterable, Mapping

from docutils import nodes

from builder.reading.doctree import Role
from builder.reading.roles import split

Made = Callable[[str, nodes.document], nodes.Node]


def _role(make: Made) -> Role:
    """A role that makes a node of its text, in which a backslash makes signs plain."""

    def role(name, rawtext, text, lineno, inliner, options=None, content=None):  # type: ignore[no-untyped-def]
        node = make(nodes.unescape(text), inliner.document)
        node.source, node.line = inliner.reporter.get_source_and_line(lineno)
        return [node], []

    return role


def _literal(words: str, kind: str) -> nodes.literal:
    return nodes.literal(words, words, classes=["code", kind])


def _marked(kind: str) -> Made:
    """Words that are set as code."""
    return lambda text, _document: _literal(text, kind)


def _styled(element: type[nodes.TextElement], kind: str) -> Made:
    return lambda text, _document: element(text, text, classes=[kind])


# --------------------------------------------------------------------------------------------- code and files

_PLACE = re.compile(r"\{([^{}]+)\}")


def _with_places(kind: str) -> Made:
    """Code in which what is in braces is to be filled in: `/usr/{version}/lib`."""

    def make(text: str, _document: nodes.document) -> nodes.Node:
        node = nodes.literal(text, "", classes=["code", kind])
        for odd, words in enumerate(_PLACE.split(text)):
            if words:
                node += nodes.emphasis(words, words) if odd % 2 else nodes.Text(words)
        return node

    return make


def _object(call: str = "") -> Made:
    """The name of something in a program: a book has no place that it could link to. `~a.b` shows only its
    last part; `call` are the brackets that follow what can be called.
    """

    def make(text: str, _document: nodes.document) -> nodes.Node:
        words, target = split(text)
        plain = target.lstrip("!")
        short = plain.startswith("~")
        name = plain.lstrip("~.")
        if short:
            name = re.split(r"\.|::", name)[-1]
        return _literal(words or name + ("" if name.endswith(")") else call), "object")

    return make


def _option(text: str, _document: nodes.document) -> nodes.Node:
    """An option or a variable, with words of its own or without."""
    words, target = split(text)
    return _literal(words or target, "object")


def _download(text: str, _document: nodes.document) -> nodes.Node:
    """A file that a book can't bring along: its words, or its name."""
    words, target = split(text)
    return nodes.inline(words, words) if words else _literal(target.rpartition("/")[2], "file")


# --------------------------------------------------------------------------------------------- menus and keys


def _without_accelerator(text: str) -> str:
    """A label without the “&” before the letter that is its key; “&&” is the sign itself."""
    return re.sub(r"&(.?)", r"\1", text)


def _label(text: str, _document: nodes.document) -> nodes.Node:
    shown = _without_accelerator(text)
    return nodes.inline(text, shown, classes=["guilabel"])


def _menu(text: str, _document: nodes.document) -> nodes.Node:
    """The way through a menu, with an arrowhead for “-->”."""
    shown = re.sub(r"\s*-->\s*", " › ", _without_accelerator(text))
    return nodes.inline(text, shown, classes=["menuselection"])


_EXPLAINED = re.compile(r"(.*\S)\s*\((.*)\)", re.DOTALL)


def _abbreviation(text: str, document: nodes.document) -> nodes.Node:
    """“LIFO (last in, first out)”. A page of paper shows no title, nor do most readers, so the meaning stands
    in the text too, at the first place in the file.
    """
    found = _EXPLAINED.fullmatch(text)
    if not found:
        return nodes.abbreviation(text, text)
    short, meaning = found[1], " ".join(found[2].split())
    node = nodes.abbreviation(text, short, title=meaning)
    if (short, meaning) in document.settings.explained:
        return node
    document.settings.explained.add((short, meaning))
    return nodes.inline(text, "", node, nodes.Text(f" ({meaning})"))


# ---------------------------------------------------------------------------------------------- what is where


def _web(form: str, address: str) -> Made:
    """A number that leads to a page on the web, by a form for its words and one for the address; a part of
    that page may follow a #.
    """

    def make(text: str, _document: nodes.document) -> nodes.Node:
        words, target = split(text)
        number, _, part = target.partition("#")
        shown = words or form.format(number)
        uri = address.format(int(number) if number.isdecimal() else number) + (f"#{part}" if part else "")
        return nodes.reference(text, shown, refuri=uri)

    return make


_UNKNOWN = re.compile(r":[\w:.+-]+:`(.+)`|`(.+)`:[\w:.+-]+:", re.DOTALL)


def place_words(document: nodes.document) -> None:
    """Put its words in the place of a role that nobody knows, which has been reported."""
    for node in list(document.findall(nodes.problematic)):
        if found := _UNKNOWN.fullmatch(node.astext()):
            words, target = split(found[1] or found[2])
            node.parent.replace(node, nodes.inline("", words or target))


def _each(names: str, make: Made) -> dict[str, Role]:
    return dict.fromkeys(names.split(), _role(make))


def _of_domains(domains: Iterable[str], names: str, call: str = "") -> dict[str, Role]:
    """The roles of programming languages: with the language before the name, and without."""
    role = _role(_object(call))
    return {
        full: role for name in names.split() for full in (name, *(f"{domain}:{name}" for domain in domains))
    }


_LANGUAGES = ("py", "c", "cpp", "js", "rst", "std", "php", "rb", "go", "java", "rust")
_CALLED = "func meth function method"
_OBJECTS = (
    "attr class concept const data deco dir directive enum enumerator exc expr field global "
    "interface macro member mod module namespace ns obj prop property role struct texpr "
    "trait type typedef union var"
)
_OPTIONS = "option envvar keyword token cmdoption confval event setting"

ROLES: Mapping[str, Role] = {
    **_of_domains(_LANGUAGES, _CALLED, "()"),
    **_of_domains(_LANGUAGES, _OBJECTS),
    **_each(_OPTIONS, _option),
    **{f"std:{name}": _role(_option) for name in _OPTIONS.split()},
    **_each("file", _with_places("file")),
    **_each("samp", _with_places("sample")),
    **_each("makevar mimetype regexp mailheader newsgroup ctype cfunc cdata cmacro", _marked("object")),
    **_each("command program", _styled(nodes.strong, "command")),
    **_each("manpage", _styled(nodes.emphasis, "manpage")),
    **_each("dfn", _styled(nodes.inline, "dfn")),
    **_each("kbd", lambda text, _document: nodes.literal(text, text, classes=["kbd"])),
    **_each("guilabel", _label),
    **_each("menuselection", _menu),
    **_each("abbr", _abbreviation),
    **_each("download", _download),
    **_each("pep", _web("PEP {}", "https://peps.python.org/pep-{:04}/")),
    **_each("rfc", _web("RFC {}", "https://datatracker.ietf.org/doc/html/rfc{}")),
    **_each("cve", _web("CVE {}", "https://www.cve.org/CVERecord?id=CVE-{}")),
    **_each("cwe", _web("CWE {}", "https://cwe.mitre.org/data/definitions/{}.html")),
}
