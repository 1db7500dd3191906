"""The keys of guide.toml: what stands under each in tables.py is what the README says of it, and is true."""

import ast
import re
import tomllib
import types
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import pytest
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from builder.settings import tables
from builder.settings.assumed import toml
from builder.settings.tables import ContentsTable, Settings, Table

README = Path(__file__).parent.parent / "README.md"
_MARKS = re.compile(r"(<!-- keys: .+ -->\n).*(<!-- end of keys -->)", re.DOTALL)
_NAMES = {str: "text", bool: "true or false", int: "a whole number", date: "a date"}


class Key(NamedTuple):
    """A key as its table declares it, and the words under it: what it is for, and an example."""

    table: type[Table]
    name: str
    field: FieldInfo
    words: str

    @property
    def toml_name(self) -> str:
        """What an author writes."""
        return self.field.alias or self.name

    @property
    def what(self) -> str:
        """The words without the example."""
        return self.words.partition("Example:")[0].strip()

    @property
    def example(self) -> str:
        """The example, a line of TOML."""
        return self.words.partition("Example:")[2].strip(" `.")

    @property
    def holds_tables(self) -> bool:
        """Whether it is a table, or a list of tables, with keys of its own."""
        return bool(_tables_in(self.field.annotation))


def every_table(holder: type[Table] = Settings) -> list[type[Table]]:
    """The tables of guide.toml in their order, each before those that it holds."""
    inner = (kind for field in holder.model_fields.values() for kind in _tables_in(field.annotation))
    return [found for kind in inner for found in (kind, *every_table(kind))]


def keys(table: type[Table]) -> list[Key]:
    """A table's keys, with what is written under each; "" where nothing is."""
    source = ast.parse(Path(tables.__file__).read_text(encoding="utf-8"))
    classes = (node for node in source.body if isinstance(node, ast.ClassDef))
    declared = next(node for node in classes if node.name == table.__name__)
    words = {
        one.target.id: " ".join(other.value.value.split())
        for one, other in zip(declared.body, declared.body[1:], strict=False)
        if isinstance(one, ast.AnnAssign)
        and isinstance(one.target, ast.Name)
        and isinstance(other, ast.Expr)
        and isinstance(other.value, ast.Constant)
        and isinstance(other.value.value, str)
    }
    return [Key(table, name, field, words.get(name, "")) for name, field in table.model_fields.items()]


def _tables_in(annotation: Any) -> set[type[Table]]:
    """The tables that a value of some type may hold."""
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return {annotation}
    return set().union(*map(_tables_in, get_args(annotation)))


def _kind(annotation: Any) -> str:
    """A type in an author's words."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(inner[0])
    if origin is Literal:
        return " or ".join(f"`{toml(value)}`" for value in inner)
    if origin in (Union, types.UnionType):
        return _kind(inner[0])
    if origin is list:
        return f"a list: {_kind(inner[0])}"
    return _NAMES.get(annotation, "tables")


def _default(key: Key) -> str:
    if key.field.is_required():
        # The chapters are assumed before tables are made.
        return "" if (key.table, key.name) == (ContentsTable, "chapters") else "**needed**"
    value = key.field.default
    if isinstance(value, bool | int):
        return f"`{value}`".lower()
    return f"`{toml(value)}`" if value else ""


def markdown() -> str:
    """All tables with their keys, as the README shows them."""
    parts = []
    for table in every_table():
        lines = ["| key | type | without it | for | example |", "|---|---|---|---|---|"]
        for key in keys(table):
            cells = (f"`{key.toml_name}`", _kind(key.field.annotation), _default(key), key.what)
            example = f"`{key.example}`" if key.example else ""
            lines.append(f"| {' | '.join((*cells, example))} |")
        head = " ".join((table.__doc__ or "").split())
        parts.append("\n".join([head, "", *lines]))
    return "\n\n".join(parts)


def test_the_readme_has_every_key(expect: Callable[[Path, str], None]) -> None:
    """Between its two marks the README says what the tables say of themselves."""
    written = README.read_text(encoding="utf-8")
    assert _MARKS.search(written)
    expect(README, _MARKS.sub(lambda found: f"{found[1]}\n{markdown()}\n\n{found[2]}", written))


def test_every_table_is_told() -> None:
    """The tables that are declared are those of the README, and no table is another's twice."""
    kinds = [kind for kind in vars(tables).values() if isinstance(kind, type) and issubclass(kind, Table)]
    declared = {kind for kind in kinds if kind.__name__.endswith("Table") and kind is not Table}
    assert set(every_table()) == declared
    assert len(every_table()) == len(declared)


@pytest.mark.parametrize("table", every_table(), ids=lambda table: table.__name__)
def test_every_key_has_its_words(table: type[Table]) -> None:
    """Under every key stands what it is for, in a sentence, and an example that is right."""
    assert (table.__doc__ or "").startswith("`[")
    for key in keys(table):
        assert re.match(r"[A-Z`].*[.”`)]$", key.what), f"{table.__name__}.{key.name} has no sentence"
        if not key.holds_tables:
            value = tomllib.loads(key.example)[key.toml_name]
            kind: Any = Annotated[key.field.annotation, *key.field.metadata, None]
            TypeAdapter(kind).validate_python(value, strict=True)
