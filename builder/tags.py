"""Tag expressions, in the syntax of Sphinx's `only`: names with and, or, not and brackets."""

import ast
import re

BOOK = frozenset({"html", "epub", "format_html", "builder_epub"})
"""Sphinx's tags that hold for every guide: those of an EPUB that Sphinx makes."""
_FORMATS = re.compile(
    r"(builder_|format_)\w+|(single|dir|json|pickle)?html|htmlhelp|qthelp|devhelp|applehelp|epub|latex|latexpdf|text|man|"
    r"texinfo|info|gettext|xml|pseudoxml|linkcheck|doctest|changes|coverage|dummy"
)


def names_formats_alone(expression: str) -> bool:
    """Whether an expression is about Sphinx's formats and nothing else: it says the same in every edition."""
    names = names_in(expression)
    return bool(names) and all(map(_FORMATS.fullmatch, names))


def wanted(expression: str) -> list[str]:
    """The tags that an expression asks for, without those that must not be there. Raises ValueError."""
    try:
        tree = ast.parse(expression, mode="eval")
    except (SyntaxError, RecursionError) as wrong:
        raise ValueError(str(wrong)) from None
    refused = [node.operand for node in ast.walk(tree) if isinstance(node, ast.UnaryOp)]
    left = {name for node in refused for name in ast.walk(node)}
    return [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in left]


def names_in(expression: str) -> list[str]:
    """The tags that an expression names."""
    return [name for name in re.findall(r"\w+", expression) if name not in ("and", "or", "not")]


def holds(expression: str, tags: frozenset[str]) -> bool:
    """Whether tags satisfy an expression. Raises ValueError where it is no tag expression."""
    try:
        return _holds(ast.parse(expression, mode="eval").body, tags | BOOK)
    except (SyntaxError, RecursionError) as wrong:
        raise ValueError(str(wrong)) from None


def _holds(node: ast.expr, tags: frozenset[str]) -> bool:
    match node:
        case ast.Name(id=name):
            return name in tags
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _holds(operand, tags)
        case ast.BoolOp(op=kind, values=values):
            held = [
                _holds(value, tags) for value in values
            ]  # all of them, so that an invalid one is always reported
            return all(held) if isinstance(kind, ast.And) else any(held)
        case _:
            raise ValueError("neither a tag nor and, or, not")
