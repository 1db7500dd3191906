"""Running text: words in any letters, inline markup, links to addresses of any form."""

from typing import TypeVar

from hypothesis import strategies as st

from tests.random_guides import NAMES

T = TypeVar("T")
LETTERS = st.sampled_from(
    "abcxyzAZ019éßñøœłžçÅĐαωжЯ–—…„“”‘’«»‹›§¶†‡°±×÷½€£&<>'\"@#%+=/\\|~^{}[]()!?.,;:-_*` \u00a0\u00ad"
)


def mostly(times: int, usual: st.SearchStrategy[T], *seldom: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """The first strategy so many times as often as each of the others: `one_of` takes each once."""
    return st.sampled_from([usual] * times + list(seldom)).flatmap(lambda chosen: chosen)


SAFE = st.text(st.sampled_from("abcxyzAZ019éßñçÅ–—…“”‘’«»§×½€£&<>'#%+=/,;!?() "), min_size=1, max_size=30)
SAFE = SAFE.map(str.strip).filter(lambda text: text[:1].isalpha())
# One text in many holds what means something in reST; more of them would leave no chapter sound.
TEXTS = mostly(
    12,
    SAFE,
    st.sampled_from(["boat", "A b", "water " * 40, "x" * 90]),
    st.text(LETTERS, min_size=1, max_size=9),
)
HOSTS = st.sampled_from(
    ["a.example", "[::1]", "[::1", "127.0.0.1", "ü.example", "a..b", "-a.example", "", "a b", "%41"]
)
PORTS = st.sampled_from(["", "", ":80", ":0", ":99999", ":", ":x"])
PATHS = st.lists(
    st.sampled_from([*"/?#%&;:@!$()*,.~_-=|{}^ü[]<>\\'\"", "%zz", "%20", "a", "b9", ".."]), max_size=5
)
ADDRESSES = st.builds(
    "{}{}{}/{}".format,
    st.sampled_from(
        ["https://", "http://", "HTTPS://", "mailto:", "ftp://", "javascript:", "//", "", "urn:", "data:"]
    ),
    HOSTS,
    PORTS,
    PATHS.map("".join),
)
INLINE = st.one_of(
    TEXTS,
    st.builds("*{}*".format, TEXTS),
    st.builds("**{}**".format, TEXTS),
    st.builds("``{}``".format, TEXTS),
    st.builds("`{} <{}>`_".format, TEXTS, ADDRESSES),
    st.builds("`{} <{}>`__".format, TEXTS, ADDRESSES),
    ADDRESSES,
    st.builds(
        ":{}:`{}`".format,
        st.sampled_from(
            ["sub", "sup", "title-reference", "code", "math", "abbreviation", "ac", "strong", "literal"]
        ),
        TEXTS,
    ),
    st.builds(
        ":math:`{}`".format,
        st.sampled_from([r"\frac{1}{2}", "x^2_i", r"\sqrt[3]{x}", r"\text{a b}", r"\alpha", "{"]),
    ),
    st.builds(
        ":lang:`{} <{}>`".format, TEXTS, st.sampled_from(["de", "fr", "el", "x", "zh-Hant", "en-GB", ""])
    ),
    st.builds(":index:`{} <{}; {}>`".format, TEXTS, TEXTS, TEXTS),
    st.builds(":index:`{}`".format, TEXTS),
    st.sampled_from(
        [
            ":term:`chain`",
            ":beat:`ch01-ice`",
            ":theme:`water`",
            ":character:`anna`",
            ":ref:`fares`",
            ":ref:`a <words>`",
        ]
    ),
    st.builds(":ref:`{} <{}>`".format, TEXTS, NAMES),
    st.builds("{}_".format, NAMES),
    st.sampled_from(
        ["[#]_", "[*]_", "[1]_", "[#n1]_", "[CIT]_", "|sub|", "a_\\ b", "`anonymous`__", "\\*", "x\\ y"]
    ),
)
SENTENCE = st.builds(
    "{} {}{}.".format,
    st.sampled_from(["Water", "A boat", "„Wind“", "1", "A", "é"]),
    mostly(3, SAFE, INLINE),
    mostly(4, st.just(""), INLINE.map(" {}".format)),
)
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=3).map("\n".join)
