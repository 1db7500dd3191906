"""Chapters with all that reST and the study directives know, sound or nearly so.

Every name of a file or place in a chapter begins with OWN, in place of which the name of its piece is put.
"""

from hypothesis import strategies as st

from tests.fuzz.pictures import pictures
from tests.fuzz.words import ADDRESSES, PARAGRAPH, TEXTS, mostly
from tests.random_guides import NAMES, blocks, chapters, deep, directive, indented, scribbles

OWN = "c000"
Files = dict[str, bytes]

NUMBERS = mostly(
    4, st.sampled_from(["1", "2", "3", "4"]), st.sampled_from(["0", "999", "1000", "-1", "x", ""])
)
NOTES = {
    "[#]_": ".. [#] An auto note.",
    "[*]_": ".. [*] A sign.",
    "[1]_": ".. [1] One.",
    "[#n1]_": ".. [#n1] Named.",
    "[CIT]_": ".. [CIT] A book.",
    "|sub|": ".. |sub| replace:: *put in*",
    "`anonymous`__": "__ https://a.example/",
}


def _of_lines(form: str) -> st.SearchStrategy[str]:
    return st.lists(PARAGRAPH, min_size=1, max_size=4).map(
        lambda texts: "\n".join(form + indented(text, " " * len(form)).lstrip() for text in texts) + "\n"
    )


LISTS = st.sampled_from(["- ", "* ", "1. ", "#. ", "a) ", "(i) ", "C. ", "| ", "+ ", "7. "]).flatmap(
    _of_lines
)
PAIRS = st.sampled_from(["{0}\n   {1}\n", ":{0}: {1}\n", "-a, --all={0}  {1}\n", "{0} : {1}\n   {1}\n"])
TABLES = st.sampled_from(
    [
        "=== ===\nA   B\n=== ===\n1   {0}\n=== ===\n",
        "+---+---+\n| A | B |\n+===+===+\n| {1} | 2 |\n+---+---+\n",
        "+---+---+\n| A | B |\n|   +---+\n|   | C |\n+---+---+\n",
        ".. list-table:: {0}\n   :header-rows: 1\n   :stub-columns: 1\n   :widths: 1 2\n   :align: center\n"
        "\n   * - A\n     - B\n   * - {0}\n     -\n",
        ".. list-table::\n   :header-rows: 2\n\n   * - A\n   * - {0}\n   * -\n",
        ".. table:: {0}\n   :widths: auto\n\n   === ===\n   A   B\n   === ===\n   1   2\n   === ===\n",
    ]
)
ADMONITIONS = ["note", "warning", "tip", "danger", "hint", "important", "attention", "caution", "error"]
HOLDERS = [*ADMONITIONS, "epigraph", "highlights", "pull-quote", "compound", "container:: a", "class:: a"]
HOLDERS += [
    "topic:: T",
    "sidebar:: S",
    "rubric:: R",
    "admonition:: {}",
    "line-block",
    "parsed-literal",
    "math",
    "code:: python",
]
HOLDERS += [
    "code:: x\n   :number-lines: 3",
    "look-back",
    "look-ahead",
    "objectives",
    "index:: see: {}; a",
    "reveal\n   :from: 2",
]
HOLDERS += [
    "teacher",
    "activity:: {}\n   :minutes: 5",
    "only:: exam and not draft",
    "role:: mine(strong)",
    "default-role:: strong",
]


def _held(holder: str, title: str, body: str) -> str:
    name, _, rest = holder.format(title).partition("\n")
    head = name if "::" in name else f"{name}::"
    return f".. {head}{chr(10) if rest else ''}{rest}\n\n{indented(body)}\n"


PLAIN = mostly(
    3,
    PARAGRAPH.map("{}\n".format),
    LISTS,
    st.builds(lambda form, one, two: form.format(one, two.split("\n")[0]), PAIRS, TEXTS, PARAGRAPH),
    st.builds(lambda form, one: form.format(one, one[:1]), TABLES, TEXTS),
    st.builds("    {}\n\n    -- {}\n".format, TEXTS, TEXTS),
    st.builds("::\n\n   {}\n".format, TEXTS),
    st.builds(">>> {}\n1\n".format, TEXTS),
    st.builds(".. _{}:\n\n{}\n".format, NAMES, PARAGRAPH),
    st.builds(".. _{}: {}\n".format, NAMES, mostly(3, st.just("https://a.example/"), ADDRESSES)),
    st.builds(".. {}\n".format, TEXTS),
    st.just("----\n"),
    st.builds(
        ".. |{}| unicode:: {}\n".format, NAMES, st.sampled_from(["0xA9", "U+2014", "U+0000", "U+D800", "x"])
    ),
)


def _question(kind: str, level: str, text: str, options: list[str], answer: str) -> str:
    letters = "ABCDEFGH"[: len(options)]
    body = text
    if kind == "choice":
        body += "\n\n" + "\n".join(
            f"{letter}. {option}" for letter, option in zip(letters, options, strict=True)
        )
        reasons = "\n".join(f"{letter}. Why {letter}." for letter in letters)
        return directive(
            "question", f"\n:kind: choice\n:level: {level}", f"{body}\n\n{directive('answer', ' A', reasons)}"
        )
    return directive(
        "question", f"\n:kind: {kind}\n:level: {level}", f"{body}\n\n{directive('answer', '', answer)}"
    )


STUDY = st.one_of(
    st.builds(
        _question,
        st.sampled_from(["recall", "choice", "choice", "discussion", "essay"]),
        st.sampled_from(["1", "2", "3"]),
        PARAGRAPH,
        st.lists(TEXTS, min_size=4, max_size=4),
        PARAGRAPH,
    ),
    st.builds(
        lambda speaker, source, chapter, text, why: directive(
            "quotation",
            f"\n:speaker: {speaker}\n:source: {source}{chapter}",
            f"{text}\n\n{directive('analysis', '', why)}",
        ),
        TEXTS,
        st.sampled_from(["novel", "film", "critic"]),
        st.just("") | NUMBERS.map("\n:chapter: {}".format),
        PARAGRAPH,
        PARAGRAPH,
    ),
    st.builds(
        lambda name, weights, text, why: directive(
            "beat",
            f"\n:name: {name}\n:themes: {weights}\n:people: anna",
            f"{text}\n\n{directive('analysis', '', why)}",
        ),
        NAMES,
        st.sampled_from(["water 1", "water 3, change 1", "change 2"]),
        PARAGRAPH,
        PARAGRAPH,
    ),
    st.builds(
        lambda kind, term, number, text: directive(kind, "", f"{term}{number}\n   {indented(text).lstrip()}"),
        st.sampled_from(["vocabulary", "glossary", "timeline:: T"]).map(lambda kind: kind.removesuffix("::")),
        TEXTS,
        st.just("") | NUMBERS.map(" : {}".format),
        PARAGRAPH,
    ),
    st.sampled_from(
        [
            ".. theme-map::\n",
            ".. character-map::\n",
            ".. clock-map::\n",
            ".. genindex::\n",
            ".. index:: seealso: a; b\n",
        ]
    ),
)
CARDS = st.builds(
    lambda kind, title, name, number, text: (
        f".. {kind}:: {title}\n   :name: {name}\n   :introduced: {number}\n\n{indented(text)}\n"
    ),
    st.sampled_from(["symbol", "place"]),
    TEXTS,
    NAMES,
    NUMBERS,
    PARAGRAPH,
)


def bodies() -> st.SearchStrategy[str]:
    """Blocks in blocks, and sections with headings of any letters."""
    plain = PLAIN | STUDY | blocks()
    held = st.recursive(
        plain,
        lambda inner: st.builds(
            lambda holder, title, texts: _held(holder, title, "\n".join(texts)),
            st.sampled_from(HOLDERS),
            TEXTS,
            st.lists(inner, min_size=1, max_size=2),
        ),
        max_leaves=4,
    )
    heads = st.builds("\n{}\n{}\n".format, TEXTS, st.sampled_from(["-" * 90, "~" * 90]))
    return st.lists(mostly(4, held, heads, CARDS), min_size=1, max_size=5).map("\n".join)


def _with_title(title: str, fields: str, body: str) -> str:
    notes = [
        note
        for call, note in NOTES.items()
        for _each in range(body.count(call) if "#]" in call else call in body)
    ]
    return "\n\n".join([f"{'=' * 90}\n{title}\n{'=' * 90}", f"{fields}{body}", *notes]) + "\n"


TITLES = st.sampled_from(["A chapter", "A"]) | TEXTS
FIELDS = st.sampled_from(["", "", "", "", ":reading-time: 7\n\n", ":spoils: 2\n\n"])


def texts() -> st.SearchStrategy[Files]:
    """A chapter of words, most of them sound."""
    whole = st.builds(_with_title, TITLES, FIELDS, mostly(6, bodies(), chapters(), scribbles(), deep()))
    return whole.map(lambda text: {f"{OWN}.rst": text.encode(errors="surrogatepass")})


SAID = ["width: 50%", "width: 20px", "width: 1e9", "height: 9", "height: 3em", "scale: 50", "scale: 0"]
SAID += ["align: left", "class: a", "target: https://a.example/", "loading: lazy", "name: rope"]
OPTIONS = mostly(
    3,
    st.just([]),
    st.lists(st.sampled_from(SAID), max_size=2, unique=True),
)
FOLDERS = st.sampled_from(["", "pictures/", "./pictures/", "a/../", "Ä/"])


def _shown(kind: str, folder: str, picture: tuple[str, bytes], options: list[str], caption: str) -> Files:
    ending, data = picture
    path = f"{folder}{OWN}{ending}"
    said = "".join(f"\n   :{option}" for option in [f"alt: {caption[:20].strip() or 'A boat'}", *options])
    below = f"\n\n   {caption.strip()}" if kind == "figure" else ""
    body = f".. {kind}:: {path}{said}{below}\n"
    real = path.removeprefix("./").replace("a/../", "")
    return {f"{OWN}.rst": _with_title("A picture", "", body).encode(), real: data}


def shown() -> st.SearchStrategy[Files]:
    """A chapter with a picture."""
    return st.builds(_shown, st.sampled_from(["image", "figure"]), FOLDERS, pictures(), OPTIONS, TEXTS)


def _included(folder: str, options: str, inner: str, again: str) -> Files:
    path = f"{folder}{OWN}-in.txt"
    body = f".. include:: {path}{options}\n\n{again}"
    return {f"{OWN}.rst": _with_title("Included", "", body).encode(), path.removeprefix("./"): inner.encode()}


def included() -> st.SearchStrategy[Files]:
    """A chapter that includes a file."""
    ways = [
        "",
        "\n   :literal:",
        "\n   :start-line: 1",
        "\n   :end-line: -1",
        "\n   :start-after: a",
        "\n   :end-before: b",
    ]
    ways += [
        "\n   :literal:\n   :number-lines:",
        "\n   :literal:\n   :tab-width: 4",
        "\n   :literal:\n   :class: x",
    ]
    return st.builds(
        _included,
        st.sampled_from(["", "in/", "./in/", "in/deep/"]),
        st.sampled_from(ways),
        bodies(),
        PARAGRAPH,
    )


def whole_chapters() -> st.SearchStrategy[Files]:
    """A chapter with its files."""
    return mostly(3, texts(), shown(), shown(), included())
