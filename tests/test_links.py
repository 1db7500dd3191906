"""Addresses on the web: EPUBCheck accepts what we let in, and what can be put right is."""

import zipfile
from html import escape
from pathlib import Path
from random import Random

import pytest

from builder.__main__ import main
from builder.reading.links import web_address
from tests.epub_files import checked
from tests.guides import PLAIN, changed

HOSTS = ["a.example", "A.Example", "bücher.example", "日本.jp", "xn--bcher-kva.example", "xn--a.b", "1.2.3"]
HOSTS += ["256", "0x7f.1", "1.2.3.999", "[::1]", "[::1", "[v1.x]", "a_b.c", "-a.b", "a..b", ".a.b", "a.b."]
HOSTS += [
    "%41.b",
    "a,b.c",
    "a b",
    "",
    "a" * 64 + ".b",
    "user@a.b",
    "u:p@a.b",
    "a|b.c",
    "a。b",
    "٣.b",
    "☃.net",
]
PORTS = ["", "", "", ":", ":80", ":65535", ":65536", ":8a", ":٣"]
BITS = [*"azAZ019-._~!$&'()*+,;=:@/?#[]|{}^`\\<>\"% ", "%20", "%zz", "%4", "%C3%BC", "ü", "日", "👍"]
BITS += ["\u00ad", "\u200b", "\u202e", "\ue000", "\u0301", "/../", "/./", "%2e%2e", "&amp;", "\u2028"]
BEGINNINGS = ["https://", "https://", "http://", "HTTPS://", "https:", "https:///", "mailto:a@b.c", "mailto:"]


def addresses(count: int) -> list[str]:
    """Addresses of all shapes, the same in every run."""
    random = Random(1)
    return [
        random.choice(BEGINNINGS)
        + random.choice([random.choice(HOSTS), "a.example"])
        + random.choice(PORTS)
        + random.choice(["", "/", "?", "#"])
        + "".join(random.choices(BITS, k=random.randrange(8)))
        for _ in range(count)
    ]


def let_in(written: str) -> str:
    """The address as a book has it; empty where it is reported."""
    try:
        return web_address(written)
    except ValueError:
        return ""


def test_epubcheck_accepts_what_is_let_in(tmp_path: Path) -> None:
    """EPUBCheck has no message about any address that an author's link may have."""
    made = [found for written in addresses(3_000) if (found := let_in(written))]
    assert len(made) > 200
    guide = changed(tmp_path / "guide", PLAIN)
    assert main(["build", str(guide), "-o", str(tmp_path), "-f", "epub", "--no-page-list", "-j", "1"]) == 0
    links = "".join(f'<p><a href="{escape(address)}">a link</a></p>\n' for address in made)
    with (
        zipfile.ZipFile(tmp_path / "the-plain-ferry.epub") as book,
        zipfile.ZipFile(tmp_path / "links.epub", "w") as other,
    ):
        for info in book.infolist():
            content = book.read(info)
            if info.filename == "EPUB/chapter-01.xhtml":
                content = content.replace(b"</body>", links.encode() + b"</body>")
            other.writestr(info, content)
    assert checked(tmp_path / "links.epub", tmp_path) == []


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("https://example.org", "https://example.org"),
        ("https://de.example.org/wiki/Übung?a=ü#ö", "https://de.example.org/wiki/%C3%9Cbung?a=%C3%BC#%C3%B6"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ('https://a.example/"rope"|{}^', "https://a.example/%22rope%22%7C%7B%7D%5E"),
        ("mailto:ida@example.org?subject=a b", "mailto:ida@example.org?subject=a%20b"),
    ],
)
def test_an_address_is_put_right(written: str, found: str) -> None:
    """Letters that an address can't have are escaped; one that is right stays as it is."""
    assert web_address(written) == found
