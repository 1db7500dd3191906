"""guide.toml's tables, sound or nearly so, and overlays."""

from hypothesis import strategies as st

from tests.fuzz.strategies import STUDY, Files, bodies
from tests.fuzz.words import TEXTS, mostly
from tests.random_guides import blocks

WORDS = TEXTS.map(str.strip).filter(bool).map(lambda text: text.replace("\\", "\\\\").replace('"', '\\"'))
UUID = "urn:uuid:6f1b6f0e-8a51-4c1c-9d3f-0b7c8e2a4d15"
HEAD = """[guide]
slug = "{}"
title = "{}"
subtitle = "{}"
authors = ["{}", "{}"]
language = "{}"
identifier = "{}"
version = "{}"
date = {}
rights = "{}"
description = "{}"
subjects = ["{}"]
corrections = "{}"
"""
HEADS = st.builds(
    HEAD.format,
    st.sampled_from(["the-ferry", "a", "x" * 60, "1-2"]),
    *[WORDS] * 4,
    st.sampled_from(["en", "en-GB", "de", "fr", "pt-BR", "zh-Hant", "xx"]),
    st.sampled_from(
        [UUID, UUID, "urn:isbn:9783161484100", "https://a.example/b", "https://[::1", "https://a b"]
    ),
    WORDS,
    st.sampled_from(["2021-03-04", "1900-01-01", "2999-12-31", "0001-01-01", "9999-12-31"]),
    *[WORDS] * 4,
)
FURTHER = st.lists(
    st.sampled_from(
        [
            "[epub]\nfonts = false\n",
            "[epub]\nfonts = true\npage-list = false\n",
            '[print]\npapers = ["letter", "a4"]\nforms = true\nhandouts = true\n',
            "[print]\nlarge-print = true\nink-saver = true\n",
            '[print]\npapers = ["a4"]\ncrop-marks = true\n',
            "[class]\nseed = 7\nquiz-groups = [[1, 2]]\n",
            "[class]\nseed = 99999999999999999999\nquiz-groups = [[1, 9], [3, 3]]\n",
            '[calendar]\nstart = 2021-03-04\ndays = ["mon"]\nper-meeting = 9\n',
            '[calendar]\nstart = 2999-12-31\ndays = ["mon", "sun"]\n',
            '[[editions]]\nname = "exam"\ntitle = "For <the> exam"\ntags = ["exam"]\n',
            '[[editions]]\nname = "teacher"\n',
            '[[editions]]\nname = "through-1"\n',
        ]
    ),
    max_size=3,
    unique_by=lambda text: text.partition("\n")[0] if "editions" not in text else text,
).map("".join)
OVERLAYS = st.builds(
    lambda body: {"chapter-01.rst": f"Ours\n====\n\n{body}".encode()}, blocks() | STUDY | bodies()
)


def settings_tables() -> st.SearchStrategy[tuple[str, str]]:
    """guide.toml before and after what the guide consists of."""
    return st.tuples(HEADS, mostly(2, st.just("[epub]\nfonts = false\n"), FURTHER))


def overlays() -> st.SearchStrategy[Files]:
    """An overlay's files; most guides have none."""
    return mostly(2, st.just({}), OVERLAYS)
