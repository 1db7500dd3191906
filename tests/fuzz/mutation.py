"""Slips of the hand and damaged files: lines lost, doubled and moved, signs put in, extreme numbers, flipped
bytes.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

HERE = Path(__file__).parent.parent
LINES = (HERE / "scribbles.txt").read_bytes().split(b"\n")
SIGNS = [
    "`",
    "*",
    "_",
    "|",
    ":",
    "::",
    "..",
    "<",
    "&",
    "[1]_",
    "[#]_",
    "§",
    "",
    "é",
    "日",
    "🛶",
    "\x00",
    "\x0b",
    "\x85",
    "\ufeff",
    "\u2028",
    "\u202e",
    "\xad",
    "99",
    "0",
    "\\",
    "\t",
]
NUMBERS = [
    b"0",
    b"-1",
    b"99999999999999999999",
    b"2147483648",
    b"1e400",
    b"nan",
    b"0x10",
    b"7" * 5000,
    b"007",
]
VALUES = [b"[]", b"{}", b"true", b'""', b"1", b"-1.5", b"1979-05-27", b'["a", "a"]', b'"\\u0000"', b"[[1]]"]
VALUES += [b'"' + '日本語 𝔄 é <&> "'.replace('"', "'").encode() + b'"', b"inf", b"9" * 30, b"07:32:00"]

Lines = list[bytes]
Change = Callable[[Random, Lines, int], None]


def damaged(random: Random, data: bytes, *, is_text: bool = True) -> bytes:
    """A file's bytes with one to three mistakes in them."""
    for _count in range(random.choice([1, 1, 1, 2, 3])):
        data = _slipped(random, data) if is_text and random.random() < 0.9 else _flipped(random, data)
    return data


def _slipped(random: Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    random.choice(CHANGES)(random, lines, random.randrange(len(lines)))
    return b"\n".join(lines)


def _flipped(random: Random, data: bytes) -> bytes:
    """Bytes with some of them changed, a run of them lost or doubled, or the end cut off."""
    at, size = random.randrange(len(data) + 1), random.choice([1, 1, 2, 4, 40])
    match random.randrange(5):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + data[at + size :]
        case 2:
            return data[:at] + data[at : at + size] * 2 + data[at + size :]
        case 3:
            return data[:at] + random.randbytes(min(size, 4)) + data[at + size :]
        case _:
            return (
                data[:at]
                + bytes(byte ^ 1 << random.randrange(8) for byte in data[at : at + 1])
                + data[at + 1 :]
            )


def _lose(random: Random, lines: Lines, at: int) -> None:
    del lines[at]


def _lose_some(random: Random, lines: Lines, at: int) -> None:
    del lines[at : at + random.randint(2, 6)]


def _double(random: Random, lines: Lines, at: int) -> None:
    lines[at:at] = lines[at : at + random.randint(1, 5)]


def _move(random: Random, lines: Lines, at: int) -> None:
    lines.insert(random.randrange(len(lines)), lines.pop(at))


def _indent(random: Random, lines: Lines, at: int) -> None:
    for place in range(at, min(len(lines), at + random.randint(1, 4))):
        lines[place] = random.choice([b"   ", b" ", b"\t", b"      "]) + lines[place]


def _dedent(random: Random, lines: Lines, at: int) -> None:
    for place in range(at, min(len(lines), at + random.randint(1, 4))):
        lines[place] = lines[place].removeprefix(random.choice([b"   ", b" "]))


def _scribble(random: Random, lines: Lines, at: int) -> None:
    depth = re.match(rb" *", lines[at])
    lines[at:at] = [(depth[0] if depth else b"") + random.choice(LINES), b""][: random.randint(1, 2)]


def _sign(random: Random, lines: Lines, at: int) -> None:
    place = random.randint(0, len(lines[at]))
    lines[at] = lines[at][:place] + random.choice(SIGNS).encode() + lines[at][place:]


def _take_out(random: Random, lines: Lines, at: int) -> None:
    place = random.randint(0, len(lines[at]))
    lines[at] = lines[at][:place] + lines[at][place + 1 :]


def _colon(random: Random, lines: Lines, at: int) -> None:
    lines[at] = lines[at].replace(b"::", b":")


def _number(random: Random, lines: Lines, at: int) -> None:
    """The next number from a line on, made extreme."""
    for place in range(at, len(lines)):
        if re.search(rb"\d+", lines[place]):
            lines[place] = re.sub(rb"\d+", lambda _found: random.choice(NUMBERS), lines[place], count=1)
            return


def _value(random: Random, lines: Lines, at: int) -> None:
    """The next value of a key or of an option from a line on, in another type."""
    for place in range(at, len(lines)):
        if found := re.match(rb"(\s*[\w-]+ = |\s*:[\w-]+: )", lines[place]):
            lines[place] = found[1] + random.choice(VALUES)
            return


def _long(random: Random, lines: Lines, at: int) -> None:
    lines[at] = lines[at] * random.choice([2, 30, 400])


CHANGES: Sequence[Change] = [
    *(
        _lose,
        _lose_some,
        _double,
        _move,
        _indent,
        _dedent,
        _scribble,
        _scribble,
        _sign,
        _sign,
        _take_out,
        _colon,
    ),
    *(_number, _value, _long),
]
