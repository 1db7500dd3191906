"""`|version|` and `|release|`, which are the guide's version, and `|today|`, which is another every day."""

from docutils import nodes

from builder.diagnostics import Diagnostic
from builder.reading.doctree import origin

_VERSION = ("version", "release")


def place_versions(document: nodes.document, version: str) -> None:
    """Put the guide's version where it is named, and tell of a date of today's."""
    for use in list(document.findall(nodes.substitution_reference)):
        name = use["refname"].lower()
        if name in document.substitution_names:
            continue
        if name in _VERSION and version:
            use.replace_self(nodes.Text(version))
        elif name in _VERSION:
            _tell(
                document,
                use,
                f"|{name}| is the guide's version, and it has none",
                "set “version” in guide.toml",
            )
        elif name == "today":
            fix = "write the date, so that the same guide gives the same book"
            _tell(document, use, "|today| would be another date every day", fix)


def _tell(document: nodes.document, use: nodes.Element, what: str, fix: str) -> None:
    document.settings.problems.append(Diagnostic(origin(use, document), "target", what, fix))
    use.replace_self(nodes.Text(use.astext()))
