"""How much of anything a guide may hold: no honest guide comes near, and what is allowed is built in bounded
time and memory. The README has the same table; a test compares them.
"""

from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that is allowed of something, in a unit, and why it is not more. `size` is how much one of
    the unit is.
    """

    of: str
    most: int
    unit: str
    why: str
    size: int = 1

    @property
    def value(self) -> int:
        """The limit as a plain number: bytes, pixels, elements."""
        return self.most * self.size

    def __str__(self) -> str:
        return f"{self.most:,} {self.unit}"


PICTURE_FILE = Limit("a picture's file", 32, "MiB", "it is held in memory several times", _MIB)
PICTURE_FILES = Limit("all pictures of a guide", 200, "MiB", "Send to Kindle takes no larger book", _MIB)
PIXELS = Limit("a PNG or JPEG", 50, "million pixels", "undone, each takes ten bytes and more", 1_000_000)
SVG_FILE = Limit("an SVG's file", 4, "MiB", "it is drawn by a program that is made for small ones", _MIB)
SVG_NESTING = Limit("groups in groups in an SVG", 100, "levels", "drawing takes memory for every level")
SVG_PARTS = Limit(
    "an SVG's parts", 25_000, "elements, letters and tens of points", "what is drawn again counts again"
)
SVG_POINTS = Limit("a line in an SVG", 20_000, "numbers", "the time for it grows with their square")
SVG_RULES = Limit("the styles in an SVG", 2_000, "rules", "every rule is compared with every element")

LIMITS = (
    PICTURE_FILE,
    PICTURE_FILES,
    PIXELS,
    SVG_FILE,
    SVG_NESTING,
    SVG_PARTS,
    SVG_POINTS,
    SVG_RULES,
)
