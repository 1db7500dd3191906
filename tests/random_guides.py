"""Strategies for what writers type: chapters of sound blocks with names that may clash, and text that only
looks like reST.
"""

from pathlib import Path

from hypothesis import strategies as st

NAMES = st.sampled_from(
    [
        "rope",
        "oar",
        "b1",
        "x1",
        "prose-1",
        "beat-1",
        "question-1",
        "question-1-check",
        "intro",
        "fares",
        "ch01-ice",
    ]
)
WORDS = st.sampled_from(
    [
        "water",
        "Anna's *boat*",
        'a "quoted" word',
        "an ``oar`` -- or two",
        "a :term:`chain`",
        ":index:`rope <rope; wet>`",
        "2 < 3 & 4",
    ]
)
CALLS = st.sampled_from(["", "", " [#n1]_", " [#n2]_"])
NOTES = {"[#n1]": "A note.", "[#n2]": "Another, see :beat:`ch01-ice`."}

SENTENCES = st.builds("{} is {}{}.".format, WORDS, WORDS, CALLS)


def indented(text: str, by: str = "   ") -> str:
    """A text, moved to the right."""
    return "\n".join(f"{by}{line}" if line else "" for line in text.split("\n"))


def directive(name: str, options: str, body: str) -> str:
    """A directive with its options and its text."""
    return f".. {name}::{indented(options) if options.startswith(chr(10)) else options}\n\n{indented(body)}\n"


def _named(name: str | None) -> str:
    return f"\n:name: {name}" if name else ""


def beats() -> st.SearchStrategy[str]:
    """Beats, with or without a name."""
    return st.builds(
        lambda name, text, why: directive(
            "beat", f"{_named(name)}\n:themes: water 1", f"{text}\n\n{directive('analysis', '', why)}"
        ),
        st.none() | NAMES,
        SENTENCES,
        SENTENCES,
    )


def questions() -> st.SearchStrategy[str]:
    """Questions of every kind."""
    return st.builds(
        lambda name, kind, text, answer: directive(
            "question", f"{_named(name)}\n:kind: {kind}", f"{text}\n\n{directive('answer', '', answer)}"
        ),
        st.none() | NAMES,
        st.sampled_from(["recall", "discussion", "essay"]),
        SENTENCES,
        SENTENCES,
    )


def prose() -> st.SearchStrategy[str]:
    """Ordinary reST: paragraphs, lists, labels."""
    return st.one_of(
        st.builds("{}\n".format, SENTENCES),
        st.builds("- {}\n- {}\n".format, SENTENCES, SENTENCES),
        st.builds(".. _{}:\n\n{}\n".format, NAMES, SENTENCES),
        st.builds("word\n   {}\n".format, SENTENCES),
    )


def blocks() -> st.SearchStrategy[str]:
    """A block of a chapter, with blocks inside it."""
    plain = prose() | questions()
    return st.recursive(
        plain,
        lambda inner: st.one_of(
            st.builds(
                lambda texts: directive("reveal", "\n:from: 2", "\n".join(texts)),
                st.lists(inner, min_size=1, max_size=3),
            ),
            st.builds(
                lambda texts: directive("teacher", "", "\n".join(texts)),
                st.lists(inner, min_size=1, max_size=2),
            ),
            st.builds(
                lambda texts: directive("activity", " A task", "\n".join(texts)),
                st.lists(plain, min_size=1, max_size=2),
            ),
        ),
        max_leaves=4,
    )


def sections() -> st.SearchStrategy[str]:
    """A section with a heading that may also be a name."""
    return st.builds(
        lambda name, texts: f"{name}\n{'-' * 20}\n\n" + "\n".join(texts),
        NAMES,
        st.lists(blocks(), min_size=1, max_size=3),
    )


def chapters() -> st.SearchStrategy[str]:
    """The body of a chapter, with the notes that it calls."""
    return st.builds(
        lambda first, then: with_notes("\n".join([*first, *then])),
        st.lists(beats() | blocks(), min_size=1, max_size=5),
        st.lists(sections(), max_size=2),
    )


def with_notes(body: str) -> str:
    """A body, and below it the notes that it calls."""
    return body + "\n" + "".join(f".. {call} {note}\n" for call, note in NOTES.items() if call in body)


LINES = st.sampled_from((Path(__file__).parent / "scribbles.txt").read_text(encoding="utf-8").split("\n"))
ODD = st.sampled_from(
    [
        "\x00",
        "\x0b",
        "\x1f",
        "\x85",
        "\ufeff",
        "\ufffe",
        "\u2028",
        "\u202e",
        "\u200b",
        "日本",
        "🛶",
        "x" * 25_000,
    ]
)


def scribbles() -> st.SearchStrategy[str]:
    """Lines that look like reST, at any depth, with and without blank lines between them, and any text at
    all.
    """
    line = st.builds(
        lambda depth, text, gap: "   " * depth + text + gap,
        st.integers(0, 3),
        LINES | LINES | st.text(max_size=12) | ODD,
        st.sampled_from(["\n", "\n\n"]),
    )
    return st.lists(line, max_size=14).map("".join)


def deep() -> st.SearchStrategy[str]:
    """The same thing inside itself, up to a depth at which nothing but a machine would write."""
    forms = [
        ("- item", "  "),
        ("quoted", "  "),
        (".. note::", "   "),
        (".. reveal::\n{}   :from: 1", "   "),
        ("1. one", "   "),
        ("term", "   "),
    ]
    return st.builds(
        lambda form, depth: (
            "".join(f"{form[1] * level}{form[0].format(form[1] * level)}\n\n" for level in range(depth))
            + form[1] * depth
            + "end\n"
        ),
        st.sampled_from(forms),
        st.integers(1, 220),
    )
