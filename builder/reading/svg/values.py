"""What the attributes and properties of an SVG may say: one function a kind, from a value to whether it is
one. The engine takes numbers as they are, and fails, or never ends, where one is none or is huge.
"""

import re

from builder import limits

_HUGE = 1e7
_LARGEST = 1e4  # the engine keeps the size of letters in small integers
# Possessive quantifiers: whatever is written, each of these looks at a character once.
_NUMBER = r"(?>[+-]?+(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+)"
_UNIT = r"(?:em|ex|rem|px|in|cm|mm|pt|pc|%)?+"
_BETWEEN = r"(?>\s*+,?+\s*+)"
_find_number = re.compile(_NUMBER).findall
_NUMBERS = re.compile(rf"\s*+(?>{_NUMBER}{_BETWEEN})++")
_LENGTHS = re.compile(rf"\s*+(?>{_NUMBER}{_UNIT}{_BETWEEN})++")
_LENGTH = re.compile(rf"\s*{_NUMBER}{_UNIT}\s*")
_SHARE = re.compile(rf"\s*{_NUMBER}\s*%?\s*")
_WORDS = re.compile(r"[A-Za-z0-9 _,-]+")
_ASPECT = re.compile(r"\s*(none|x(Min|Mid|Max)Y(Min|Mid|Max))(\s+(meet|slice))?\s*")
_FONT = re.compile(rf"\s*{_NUMBER}(?:em|ex|rem|px|in|cm|mm|pt|pc|%)\s+\S.*", re.DOTALL)
_LOCAL = re.compile(r"url\(#([A-Za-z_][\w.-]*)\)", re.ASCII)
_FUNCTION = re.compile(r"(-?[A-Za-z_][\w-]*)\(", re.ASCII)
_HEXADECIMAL = re.compile(r"#[0-9A-Fa-f]+")
_COLORS = {"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color"}


def _moderate(text: str) -> bool:
    return all(abs(float(number)) <= _HUGE for number in _find_number(text))


def _list_of(shape: re.Pattern[str], text: str) -> bool:
    numbers = _find_number(text)
    return (
        len(numbers) <= limits.SVG_POINTS.value
        and shape.fullmatch(text) is not None
        and not text.rstrip().endswith(",")
        and _moderate(text)
    )


def anything(_text: str) -> bool:
    """Text that only a person reads, or names that are compared."""
    return True


def words(text: str) -> bool:
    """Key words."""
    return _WORDS.fullmatch(text) is not None


def number(text: str) -> bool:
    """One number without a unit."""
    return re.fullmatch(rf"\s*{_NUMBER}\s*", text) is not None and _moderate(text)


def numbers(text: str) -> bool:
    """One number or several, or a key word."""
    return _list_of(_NUMBERS, text) or text.isalpha()


def shift(text: str) -> bool:
    """A length or a key word."""
    return length(text) or words(text)


def points(text: str) -> bool:
    """Pairs of numbers."""
    return _list_of(_NUMBERS, text) and len(_find_number(text)) % 2 == 0


def length(text: str) -> bool:
    """A number that may have a unit."""
    return (_LENGTH.fullmatch(text) is not None and _moderate(text)) or text in ("normal", "inherit")


def slant(text: str) -> bool:
    """The slant of letters."""
    return text in ("normal", "italic", "oblique", "inherit")


def weight(text: str) -> bool:
    """The weight of letters."""
    return (
        text in ("normal", "bold", "bolder", "lighter", "inherit")
        or re.fullmatch("[1-9][0-9]{0,2}|1000", text) is not None
    )


def turns(text: str) -> bool:
    """Angles, one a letter."""
    return _list_of(_NUMBERS, text)


def size(text: str) -> bool:
    """The size of letters."""
    return length(text) and all(0 <= float(number) <= _LARGEST for number in _find_number(text))


def lengths(text: str) -> bool:
    """Lengths, one after the other."""
    return _list_of(_LENGTHS, text) or text in ("none", "inherit")


def share(text: str) -> bool:
    """A number or a percentage."""
    return _SHARE.fullmatch(text) is not None and _moderate(text)


def origin(text: str) -> bool:
    """The point around which one turns: the engine knows no percentages for it."""
    return _list_of(_LENGTHS, text) and "%" not in text


def view_box(text: str) -> bool:
    """Four numbers, and the picture has a size."""
    found = _find_number(text)
    return _list_of(_NUMBERS, text) and len(found) == 4 and float(found[2]) > 0 and float(found[3]) > 0


def aspect(text: str) -> bool:
    """How a picture is fitted into its place."""
    return _ASPECT.fullmatch(text) is not None


def orient(text: str) -> bool:
    """The direction of a marker."""
    return text in ("auto", "auto-start-reverse") or number(text)


def spread(text: str) -> bool:
    """How a gradient goes on: the engine draws one that repeats as often as it is small, without end."""
    return text == "pad"


# ---------------------------------------------------------------------------------------------------- of CSS


def _functions(text: str) -> set[str]:
    return {name.lower() for name in _FUNCTION.findall(text)}


def local(text: str) -> list[str]:
    """The ids that a value points at."""
    return _LOCAL.findall(text)


def color(text: str) -> bool:
    """A colour: one that nobody knows is drawn black."""
    return _functions(text) <= _COLORS and _moderate(_HEXADECIMAL.sub("", text))


def paint(text: str) -> bool:
    """A colour, or a gradient or pattern by its id."""
    return color(_LOCAL.sub("", text, count=1))


def target(text: str) -> bool:
    """Another element by its id."""
    return text in ("none", "inherit") or _LOCAL.fullmatch(text) is not None


def family(text: str) -> bool:
    """Names of fonts."""
    return not _functions(text)


def font(text: str) -> bool:
    """A size and names of fonts: the engine takes whatever comes first as the size."""
    return family(text) and _FONT.fullmatch(text) is not None and size(text.split()[0])


# ------------------------------------------------------------------------------------------- of several parts

_STEP = re.compile(r"\s*+,?+\s*+([A-Za-z]++)\s*+\(([^()]*+)\)")
_COUNTS = {
    "matrix": (6,),
    "translate": (1, 2),
    "translateX": (1,),
    "translateY": (1,),
    "scale": (1, 2),
    "scaleX": (1,),
    "scaleY": (1,),
    "rotate": (1, 3),
    "skew": (1, 2),
    "skewX": (1,),
    "skewY": (1,),
}
_ANGLES = ("rotate", "skew", "skewX", "skewY")
_TURN = re.compile(rf"\s*+(?>{_NUMBER}(?:deg|grad|rad|turn)?+{_BETWEEN})++")


def transform(text: str) -> bool:
    """Steps that move, turn and stretch."""
    steps = _STEP.findall(text)
    return text == "none" or (
        not _STEP.sub("", text).strip()
        and 0 < len(steps) <= 100
        and all(_is_step(name, given) for name, given in steps)
    )


def _is_step(name: str, given: str) -> bool:
    shape = _TURN if name in _ANGLES else _LENGTHS
    return _list_of(shape, given) and len(_find_number(given)) in _COUNTS.get(name, ()) and "%" not in given


_PER_COMMAND = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "z": 0}
_COMMAND = re.compile(r"\s*+([MmLlHhVvCcSsQqTtAaZz])([^MmLlHhVvCcSsQqTtAaZz]*+)")
_ARC = re.compile(
    rf"(?>(?>{_NUMBER}{_BETWEEN}){{3}}(?>[01]{_BETWEEN}){{2}}{_NUMBER}{_BETWEEN}{_NUMBER}{_BETWEEN})++"
)


def path(text: str) -> bool:
    """A line: commands, each with as many numbers as it needs."""
    commands = _COMMAND.findall(text)
    return (
        text.strip()[:1] in ("M", "m", "")
        and not _COMMAND.sub("", text).strip()
        and all(_is_command(command.lower(), given.strip()) for command, given in commands)
    )


def _is_command(command: str, given: str) -> bool:
    if command == "a":
        return _ARC.fullmatch(given) is not None and _list_of(_NUMBERS, given)
    needed = _PER_COMMAND[command]
    if needed == 0:
        return given == ""
    return _list_of(_NUMBERS, given) and len(_find_number(given)) % needed == 0
