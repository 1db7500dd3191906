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


SETTINGS_BYTES = Limit("guide.toml", 100_000, "bytes", "TOML with many dots takes time by the square")
SETTINGS_LINE = Limit("a line of guide.toml", 5_000, "letters", "as above")
WORDS = Limit(
    "a title, a name or any other short text of guide.toml", 500, "letters", "covers, running heads"
)
NAMES = Limit(
    "a slug, a tag, a label or a path in guide.toml", 100, "letters", "they become the names of files"
)
WORDING = Limit("description, rights and corrections", 5_000, "letters", "they are printed on one page")
ENTRIES = Limit("a list in guide.toml", 1_000, "entries", "every entry is checked against all")
LARGEST_FILE = Limit("any file that a chapter names", 100, "MB", "it is held in memory", 1_000_000)
CHAPTER_BYTES = Limit("a file of text", 500_000, "bytes", "300 printed pages, half a minute of layout")
CHAPTER_LETTERS = Limit(
    "a chapter with all that it includes", 500_000, "letters", "files that include others grow without end"
)
TEXT_LETTERS = Limit("all chapters together", 3_000_000, "letters", "2,000 printed pages")
LINE_LETTERS = Limit("a line of text", 10_000, "letters", "the end of markup is looked for again and again")
PARAGRAPH_LETTERS = Limit("a paragraph", 50_000, "letters", "as above")
WORD_LETTERS = Limit("a word, or whatever has no space in it", 2_500, "letters", "as above")
INCLUDES = Limit(
    "a chapter, all in all", 200, "included files", "two that each include two more grow without end"
)
TAB_WIDTH = Limit("a tab", 40, "spaces", "a tab becomes as many letters")
NUMBER = Limit("a number in an option", 100_000, "at most", "sizes, lines and columns beyond any page")
MISTAKES = Limit("a file", 300, "mistakes told at once", "docutils reads to the end of the text for each")
BLOCKS = Limit("a chapter", 6_000, "paragraphs, in lists and tables too", "half a minute of layout")
NOTES = Limit("a chapter", 300, "footnotes", "pages are laid out again for each")
NOTES_TOGETHER = Limit("a paragraph", 40, "calls of footnotes", "no page has room for more")
HEADS = Limit("a chapter", 1_000, "heads", "each is a line of the outline and a place in the contents")
LEVELS = Limit("lists, quotes and directives", 8, "levels deep", "deeper, a line is narrower than a word")
HEAD_LEVELS = Limit("heads", 12, "levels deep", "from the sixth on they look alike")
COLUMNS = Limit("a table", 100, "columns", "narrower columns than letters")
FORMULA_LETTERS = Limit("a formula", 1_000, "letters", "time grows by the square")
FORMULA_LEVELS = Limit("braces in a formula", 20, "levels deep", "XML readers stop at 256")
FORMULA_FENCES = Limit("environments and “\\left” in a formula", 3, "levels deep", "time doubles with each")
FORMULAS = Limit("all formulas of a chapter", 20_000, "letters of formulas", "each is drawn")
LINK_LETTERS = Limit("a web address", 2_000, "letters", "readers and browsers cut longer ones off")
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
    SETTINGS_BYTES,
    SETTINGS_LINE,
    WORDS,
    NAMES,
    WORDING,
    ENTRIES,
    LARGEST_FILE,
    CHAPTER_BYTES,
    CHAPTER_LETTERS,
    TEXT_LETTERS,
    LINE_LETTERS,
    PARAGRAPH_LETTERS,
    WORD_LETTERS,
    INCLUDES,
    TAB_WIDTH,
    NUMBER,
    MISTAKES,
    BLOCKS,
    NOTES,
    NOTES_TOGETHER,
    HEADS,
    LEVELS,
    HEAD_LEVELS,
    COLUMNS,
    FORMULA_LETTERS,
    FORMULA_LEVELS,
    FORMULA_FENCES,
    FORMULAS,
    LINK_LETTERS,
    PICTURE_FILE,
    PICTURE_FILES,
    PIXELS,
    SVG_FILE,
    SVG_NESTING,
    SVG_PARTS,
    SVG_POINTS,
    SVG_RULES,
)
