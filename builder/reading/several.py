"""Options that hold several values: themes with weights, relations between people."""

import re

from builder.model.blocks import Relation, RelationKind, Weight
from builder.reading.study import WrongPartError, place, with_commas


def _parts(written: list[str], form: re.Pattern[str], fix: str) -> list[re.Match[str]]:
    """The parts of a value, each of one form. Raises WrongPartError for the first that is not."""
    found = []
    for part in written:
        match = form.fullmatch(part)
        if match is None:
            raise WrongPartError(part, fix)
        found.append(match)
    return found


def weights(raw: str) -> tuple[Weight, ...]:
    """Themes with weights, strongest first: memory 3, care 1."""
    form = re.compile(r"\s*([a-z0-9-]+)\s+([123])\s*")
    fix = "write themes with a weight from 1 to 3, as in “memory 3, care 1”"
    if meant := with_commas(raw):
        raise ValueError(meant)
    for item in raw.split(","):
        if form.fullmatch(item.casefold()) and not form.fullmatch(item):
            raise WrongPartError(item, f"write it in small letters: {item.strip().casefold()}")
    found = _parts(raw.split(","), form, fix)
    pairs = tuple(Weight(item[1], int(item[2])) for item in found)
    if len(pairs) > 3 or len({pair.theme for pair in pairs}) < len(pairs):
        raise ValueError("name three themes at most, each once")
    return tuple(sorted(pairs, key=lambda pair: -pair.weight))


def relations(raw: str) -> tuple[Relation, ...]:
    """Lines such as “ruth: close friend and rival (1)”."""
    lines = [" ".join(line.split()) for line in raw.splitlines() if line.strip()]
    fix = (
        "write one relation a line, as in “ruth: close friend and rival (1)”: name, words, chapter, and after"
        " that “, power” or “, rumour” for a line of another kind on the map"
    )
    found = _parts(lines or [""], _RELATION, fix)
    return tuple(Relation(item[1], item[2], place(item[3]), _kind(item[4])) for item in found)


_RELATION = re.compile(r"([a-z0-9-]+) ?: ?(.+?) ?\((\d{1,3}(?:\.\d{1,3})?)(?:, ?(power|rumour))?\)")


def _kind(written: str | None) -> RelationKind:
    return "power" if written == "power" else "rumour" if written == "rumour" else "bond"
