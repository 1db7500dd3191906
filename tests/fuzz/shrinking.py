"""The smallest guide that still shows a fault: without the pieces and the lines that do not matter."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from tests.fuzz.guide import FuzzedGuide, Piece

T = TypeVar("T")
Fails = Callable[[FuzzedGuide], bool]


def fewest(items: Sequence[T], fails: Callable[[Sequence[T]], bool]) -> list[T]:
    """As few of some items as still fail: halves are left out, then quarters, down to single items."""
    left, size = list(items), max(1, len(items) // 2)
    while left:
        for start in range(len(left) - size, -1 - size, -size):
            fewer = left[: max(start, 0)] + left[max(start, 0) + size :]
            if len(fewer) < len(left) and fails(fewer):
                left = fewer
        if size == 1:
            break
        size //= 2
    return left


def shrunk(guide: FuzzedGuide, fails: Fails) -> FuzzedGuide:
    """A guide that fails, made smaller for as long as it does. `fails` may say no when it has had enough."""
    guide = replace(guide, settings=_fewest_settings(guide, fails))
    for place, piece in enumerate(guide.pieces):
        for name in piece.files:
            guide = _with_fewest_lines(guide, place, name, fails)
    return guide


def culprits(guide: FuzzedGuide, fails: Fails, words: str = "") -> FuzzedGuide:
    """The guide with as few of its pieces as still fail, and with the stock guide's settings if it then does.
    The pieces that a fault's words name are tried first.
    """
    named = set(re.findall(r"\bc\d+(?!\d)", words))
    others = {piece.name for piece in guide.pieces} - named
    plain = FuzzedGuide(guide.pieces)
    hinted = [guide.without(others), plain.without(others)] if named else [plain]
    bare = replace(guide, pieces=())
    for smaller in [bare, *hinted]:
        guide = smaller if len(str(smaller)) < len(str(guide)) and fails(smaller) else guide
    return _with_fewest_pieces(guide, fails)


def _with_fewest_pieces(guide: FuzzedGuide, fails: Fails) -> FuzzedGuide:
    return replace(
        guide, pieces=tuple(fewest(guide.pieces, lambda left: fails(replace(guide, pieces=tuple(left)))))
    )


def _fewest_settings(guide: FuzzedGuide, fails: Fails) -> tuple[str, str]:
    head, further = guide.settings
    lines = fewest(further.split("\n"), lambda left: fails(replace(guide, settings=(head, "\n".join(left)))))
    return head, "\n".join(lines)


def _with_fewest_lines(guide: FuzzedGuide, place: int, name: str, fails: Fails) -> FuzzedGuide:
    def with_lines(lines: Sequence[bytes]) -> FuzzedGuide:
        piece = guide.pieces[place]
        changed = Piece(piece.name, {**piece.files, name: b"\n".join(lines)}, piece.place)
        return replace(guide, pieces=(*guide.pieces[:place], changed, *guide.pieces[place + 1 :]))

    lines = guide.pieces[place].files[name].split(b"\n")
    return with_lines(fewest(lines, lambda left: fails(with_lines(left))))
