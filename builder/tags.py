"""Tag expressions, in the syntax of Sphinx's `only`: names with and, or, not and brackets."""

import ast


def holds(expression: str, tags: frozenset[str]) -> bool:
    """Whether tags satisfy an expression. Raises ValueError where it is no tag expression."""
    try:
        return _holds(ast.parse(expression, mode="eval").body, tags)
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
