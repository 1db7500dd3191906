"""Source code → the diagnostic codes that can occur in it, found where a function or Diagnostic takes a
`code`.
"""

import ast
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path


def codes(package: Path) -> set[str]:
    """Every code that a package can give. For a part that is known only at run time it has a “*”."""
    modules = [ast.parse(file.read_text(encoding="utf-8")) for file in sorted(package.rglob("*.py"))]
    takers = dict(taker for module in modules for taker in _takers(module))
    tables = [
        tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(package.rglob("messages.toml"))
    ]
    told = {row["code"] for table in tables for row in table["message"]}
    return told | {code for module in modules for code in _given(module, takers)} - {"*"}


def _takers(module: ast.Module) -> Iterator[tuple[str, int]]:
    """The functions and classes that take a code, each with its position among the arguments."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if argument.arg != "self"]
        elif isinstance(node, ast.ClassDef):
            names = [
                line.target.id
                for line in node.body
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
            ]
        else:
            continue
        if "code" in names and "fix" in names:
            yield node.name, names.index("code")


def _given(module: ast.Module, takers: dict[str, int]) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in takers and len(node.args) > takers[name]:
                yield from _values(node.args[takers[name]], module)


def _values(node: ast.expr, module: ast.Module) -> list[str]:
    """What an expression can be: a string, a string with holes, or a name that a loop over literals fills."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join(chosen) for chosen in product(*(_values(part, module) for part in parts))]
        case ast.FormattedValue(value=inner):
            return _values(inner, module)
        case ast.IfExp(body=one, orelse=other):
            return _values(one, module) + _values(other, module)
        case ast.Name(id=name):
            return [
                value
                for loop in ast.walk(module)
                if isinstance(loop, ast.For)
                for value in _column(loop, name, module)
            ] or ["*"]
        case _:
            return ["*"]


def _column(loop: ast.For, name: str, module: ast.Module) -> list[str]:
    """The strings that a loop over rows of literals gives to one of its names."""
    rows = loop.iter
    if isinstance(rows, ast.Name):
        tables = (
            line
            for line in module.body
            if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == rows.id
        )
        rows = next((table.value for table in tables), rows)
    if not isinstance(loop.target, ast.Tuple) or not isinstance(rows, ast.Tuple):
        return []
    names = [ast.unparse(target) for target in loop.target.elts]
    cells = [row.elts[names.index(name)] for row in rows.elts if isinstance(row, ast.Tuple) and name in names]
    return [cell.value for cell in cells if isinstance(cell, ast.Constant) and isinstance(cell.value, str)]
