"""Names of directives and roles that Sphinx has and guides have not, each with the way out: no similar name
of ours means the same.
"""

from collections.abc import Mapping


def _all(*groups: tuple[str, str]) -> Mapping[str, str]:
    return {name: way for names, way in groups for name in names.split()}


_OUT = "leave it out: it documents programs, and a guide is about a work"
_NOTE = "write it as “.. note::”"
_LINK = "write a link, as in :ref:`label`, or the words alone"

DIRECTIVES_ELSEWHERE = _all(
    ("seealso", "write “.. note::” with the links in it, or “.. admonition:: See also”"),
    ("versionadded versionchanged versionremoved deprecated deprecated-removed", f"{_NOTE}, or leave it out"),
    ("todo todolist", "write a comment, “.. TODO: …”: it is not printed"),
    ("toctree", "leave it out: guide.toml lists the files, and the book makes its contents"),
    ("centered hlist", "write the text as a paragraph, or as a list"),
    ("code-block sourcecode highlight", "write “.. code::” with the language behind it"),
    ("literalinclude", "write “.. include::” with “:literal:” under it"),
    ("productionlist", "write it as “.. parsed-literal::”"),
    ("tabularcolumns", "leave it out, or give the table “:widths:”"),
    ("sectionauthor codeauthor", "write the author into guide.toml"),
    ("acks", "write the names as a list"),
    (
        "graphviz graph digraph inheritance-diagram mermaid uml plantuml",
        "save the drawing as SVG, and show it with “.. figure::”",
    ),
    (
        "tab tabs tab-set tab-item grid grid-item grid-item-card card dropdown details button-ref "
        "button-link",
        "write the text one after another: a page has nothing to click on",
    ),
    ("youtube video audio iframe", "write a link to it: a printed page can't play it"),
    ("bibliography", "write the works as a list, and cite them as [Name2020]_"),
    (
        "plot ipython jupyter-execute doctest testcode testsetup testcleanup testoutput",
        "write what it prints, or show a picture of it",
    ),
    (
        "module currentmodule function class method attribute data exception "
        "decorator program option envvar describe object confval cmdoption "
        "automodule autoclass autofunction automethod autoattribute autodata "
        "autoexception autosummary default-domain",
        _OUT,
    ),
)
ROLES_ELSEWHERE = _all(
    ("doc numref any download", _LINK),
    ("abbr", "write the abbreviation, and its meaning in parentheses"),
    (
        "kbd samp command program option envvar file guilabel menuselection makevar regexp mimetype "
        "newsgroup manpage",
        "write ``the words`` between two backquotes",
    ),
    ("dfn", "write *the word* between asterisks"),
    ("mod func class meth attr exc obj const data py cpp c js", "write ``the name`` between two backquotes"),
    ("token keyword cite eq", "write the words alone"),
    ("cve cwe", "write a link to it, `words <https://…>`__"),
)
