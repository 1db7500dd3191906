"""Pictures that an author brings along: every SVG in svg/, and files of pixels in many modes.

Beside NAME.svg, NAME.txt has what becomes of it: the SVG as it is written anew, or, a line each, why it is
refused.
"""

import base64
import io
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from lxml import etree
from PIL import Image, ImageFile

from builder.build import build
from builder.checked import read_and_check
from builder.diagnostics import GuideError
from builder.reading.rasters import checked
from builder.reading.refusal import RefusedError
from builder.reading.svg.gate import let_in
from builder.reading.svg.vocabulary import ELEMENTS
from builder.typesetting import work
from builder.typesetting.decoding import can_decode
from builder.typesetting.fragment import unpacked
from builder.typesetting.sheets import Resource, Sheet
from builder.typesetting.trial import can_draw
from tests.fuzz.mutation import damaged
from tests.guides import PLAIN, changed

HERE = Path(__file__).parent
FILES = sorted((HERE / "svg").glob("*.svg"))
NAMESPACE = "http://www.w3.org/2000/svg"


def outcome(content: bytes) -> str:
    """An SVG written anew, or why it is refused."""
    try:
        return f"{let_in(content, checked).content.decode()}\n"
    except RefusedError as refused:
        return "".join(f"{fault.line}: {fault.what} — {fault.fix}\n" for fault in refused.faults)


def svg(inner: str) -> bytes:
    return f'<svg xmlns="{NAMESPACE}" viewBox="0 0 9 9">{inner}</svg>'.encode()


def packed(picture: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_svg_is_written_anew_or_refused(file: Path, expect: Callable[[Path, str], None]) -> None:
    """What an SVG would load or run is reported with its line, and what is harmless is left out."""
    expect(file.with_suffix(".txt"), outcome(file.read_bytes()))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_let_in_is_inert_and_stays_as_it_is(file: Path) -> None:
    """Nothing in an SVG that was let in leads anywhere, and it would be let in again, unchanged."""
    found = outcome(file.read_bytes())
    if not found.startswith("<?xml"):
        return
    assert outcome(found.encode()) == found
    for element in etree.fromstring(found.encode()).iter():
        assert etree.QName(element).namespace == NAMESPACE
        assert etree.QName(element).localname in ELEMENTS
    assert re.findall(r"href=\"(?!#|data:image/png;)|url\((?!#)|[ :]on\w+=|@|<!|<\?(?!xml )", found) == []


def test_what_is_let_in_can_be_drawn() -> None:
    """The engine draws every SVG of these that was let in."""
    found = {file.stem: outcome(file.read_bytes()) for file in FILES}
    let = {name: text.encode() for name, text in found.items() if text.startswith("<?xml")}
    assert len(let) > 8
    assert [
        name for name, text in let.items() if not can_draw(Resource("a.svg", text, "image/svg+xml"))
    ] == []


def test_text_in_a_picture_is_set_in_the_books_fonts() -> None:
    """Whatever a drawing asks for, and also where it asks for nothing: no font of the system is used."""
    asked = ("", "Georgia, serif", "'Courier New'", "Comic Sans MS", "Fira Mono")
    lines = "".join(f'<text y="9" font-family="{family}">A word</text>' for family in asked)
    drawing = Resource("a.svg", svg(lines + "<text>A</text>"), "image/svg+xml")
    page = '<html lang="en"><head><title>A</title></head><body><img src="a.svg" alt="A"/></body></html>'
    made = unpacked(work.fragment(Sheet("page", page, ("fonts.css",), (drawing,))))
    assert {use.family for use in made.fonts.values()} == {"Source Serif Pro", "Source Sans Pro", "Fira Mono"}


def test_a_picture_in_a_picture() -> None:
    """A PNG inside an SVG is looked at like any other, and drawn."""
    inside = base64.b64encode(packed(Image.new("I;16", (3, 3)), "PNG")).decode()
    found = outcome(svg(f'<image href="data:image/png;base64,{inside}" width="9" height="9"/>'))
    shown = re.search(r"base64,([^\"]+)", found)
    assert shown is not None
    assert Image.open(io.BytesIO(base64.b64decode(shown[1]))).mode == "L"
    assert can_draw(Resource("a.svg", found.encode(), "image/svg+xml"))
    large = base64.b64encode(blank(8_000)).decode()
    assert "holds a picture that has 8,000 × 8,000 pixels" in outcome(
        svg(f'<image href="data:image/png;base64,{large}"/>')
    )


def blank(side: int) -> bytes:
    """A PNG of many pixels and few bytes."""
    rows = zlib.compress(bytes(1 + (side + 7) // 8) * side, 9)
    head = side.to_bytes(4) * 2 + bytes([1, 0, 0, 0, 0])
    return png((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of some chunks."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4) for kind, data in chunks
    )


RASTERS = {
    **{
        f"PNG {mode}": packed(Image.new(mode, (3, 2)), "PNG") for mode in ("1", "L", "LA", "P", "RGB", "RGBA")
    },
    "PNG I;16": packed(Image.new("I;16", (3, 2)), "PNG"),
    "PNG I;16 transparent": packed(Image.new("I;16", (3, 2)), "PNG", transparency=0),
    "PNG P transparent": packed(Image.new("P", (3, 2)), "PNG", transparency=0),
    "PNG RGB transparent": packed(Image.new("RGB", (3, 2)), "PNG", transparency=(0, 0, 0)),
    **{f"JPEG {mode}": packed(Image.new(mode, (9, 9)), "JPEG") for mode in ("L", "RGB", "CMYK")},
    "JPEG progressive": packed(Image.new("RGB", (9, 9)), "JPEG", progressive=True),
}


@pytest.mark.parametrize("name", RASTERS)
def test_pictures_of_every_mode_are_let_in(name: str) -> None:
    """What Pillow alone says of a picture is what the engine says."""
    media_type = f"image/{name.split()[0].lower()}"
    content = checked(RASTERS[name], media_type)
    assert can_decode(content)
    assert can_draw(Resource("a.png", content, media_type))


def test_sixteen_bits_become_eight() -> None:
    """Black stays black, white stays white, and what is between stays between."""
    deep = Image.new("I;16", (3, 1))
    for place, value in enumerate((0, 32768, 65535)):
        deep.putpixel((place, 0), value)
    shown = Image.open(io.BytesIO(checked(packed(deep, "PNG"), "image/png")))
    assert [shown.getpixel((place, 0)) for place in range(3)] == [0, 128, 255]


REFUSED = {
    "cut off before its end": (RASTERS["PNG RGB"][:-30], "is damaged"),
    "too many pixels": (blank(13_000), "has 13,000 × 13,000 pixels"),
    "far too many pixels": (blank(60_000), "has more than 50 million pixels"),
    "really a JPEG": (RASTERS["JPEG RGB"], "is really image/jpeg"),
    "really a GIF": (packed(Image.new("L", (3, 2)), "GIF"), "is really image/gif"),
    "empty": (b"", "is damaged"),
    "without pixels": (
        png((b"IHDR", bytes([0, 0, 0, 9] * 2 + [8, 0, 0, 0, 0])), (b"IEND", b"")),
        "is damaged",
    ),
    "with a short head": (png((b"IHDR", b"\0"), (b"IEND", b"")), "is damaged"),
    "moving": (
        packed(Image.new("L", (3, 2)), "PNG", save_all=True, append_images=[Image.new("L", (3, 2), 9)]),
        "moves",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_picture_is_refused(name: str) -> None:
    """A picture that some reader would not show is reported."""
    content, what = REFUSED[name]
    with pytest.raises(RefusedError) as refused:
        checked(content, "image/png")
    assert refused.value.faults[0].what.startswith(what)


@pytest.mark.parametrize("name", ["JPEG RGB", "JPEG progressive", "PNG RGB"])
def test_a_picture_that_is_cut_off(name: str) -> None:
    """A picture that ends too early is found, also where its beginning says nothing of it."""
    large = Image.effect_noise((200, 200), 50).convert("RGB")
    content = packed(large, name.split()[0], **({"progressive": True} if "progressive" in name else {}))
    assert can_decode(content)
    assert not can_decode(content[: len(content) // 2])


@pytest.mark.parametrize("name", ["PNG P transparent", "PNG I;16", "JPEG progressive"])
def test_a_damaged_picture_is_let_in_or_refused(name: str) -> None:
    """Whatever a file holds, nothing else comes of it."""
    whole, random, refused = RASTERS[name], Random(name), 0
    for _time in range(300):
        try:
            content = checked(damaged(random, whole, is_text=False), f"image/{name.split()[0].lower()}")
        except RefusedError:
            refused += 1
        else:
            can_decode(content)
    assert 0 < refused < 300


def test_a_verdict_does_not_depend_on_the_engine() -> None:
    """Pillow is as strict where the layout engine was loaded, which tells it not to be."""
    assert can_draw(Resource("a.png", RASTERS["PNG RGB"], "image/png"))
    assert ImageFile.LOAD_TRUNCATED_IMAGES
    for content, _what in REFUSED.values():
        with pytest.raises(RefusedError):
            checked(content, "image/png")
    assert not can_decode(packed(Image.effect_noise((90, 90), 50), "PNG")[:4_000])


def shown(guide: Path, *names: str) -> Path:
    """A guide whose last chapter shows pictures of some names."""
    picture = (guide / "images" / "ferry.png").read_bytes()
    for name in names:
        file = guide / name.replace("b/../", "")
        if len(name) < 200 and not file.is_symlink():
            file.write_bytes(picture)
    lines = "\n\n".join(f".. image:: {name}\n   :alt: A picture." for name in names)
    text = (guide / "people.rst").read_text(encoding="utf-8")
    (guide / "people.rst").write_text(f"{text}\n{lines}\n", encoding="utf-8")
    return guide


NAMES = {
    ("images/a.png", "images/A.png"): "are one to many programs",
    ("images/stra\u00dfe.png", "images/strasse.png"): "are one to many programs",
    ("images/e\u0301.png",): "has characters in its name that break on some readers",
    ("images/cover.png",): "images/cover.png (made by the program)",
    ("images/loop.png",): "the image images/loop.png can't be read",
    (f"images/{'a' * 300}.png",): "has a name that is too long",
}


@pytest.mark.parametrize("names", NAMES, ids=range(len(NAMES)))
def test_names_that_no_book_can_hold(names: tuple[str, ...], tmp_path: Path) -> None:
    """Names that a book's container can't hold beside each other, or no disk, are told with their line."""
    guide = changed(tmp_path / "guide")
    (guide / "images" / "loop.png").symlink_to("loop.png")
    with pytest.raises(GuideError) as wrong:
        read_and_check(shown(guide, *names))
    assert [NAMES[names] in problem.what for problem in wrong.value.diagnostics] == [True]
    assert wrong.value.diagnostics[0].origin.line > 1


def test_names_that_lead_to_one_file(tmp_path: Path) -> None:
    """A picture may be named in several ways, and with letters of any language."""
    names = ("images/a.png", "./images/a.png", "images/b/../a.png", "images/\u00fcnknown.png")
    found = {image.name for image in read_and_check(shown(changed(tmp_path / "guide"), *names)).images}
    assert {"images/a.png", "images/\u00fcnknown.png"} <= found
    assert not [name for name in found if ".." in name or name.startswith("./")]


def test_an_edition_holds_the_pictures_that_it_shows(tmp_path: Path) -> None:
    """What an edition leaves out takes its pictures with it: they may be an answer, or what comes later."""
    guide = changed(tmp_path / "guide", PLAIN)
    for file, name in (("teachers.rst", "key.png"), ("chapter-02.rst", "later.png")):
        shutil.copy(guide / "images" / "ferry.png", guide / name)
        with (guide / file).open("a", encoding="utf-8") as text:
            text.write(f"\n.. image:: {name}\n   :alt: A picture.\n")
    editions = ["student", "teacher", "through-1"]
    made = build(guide, tmp_path / "dist", formats=["epub"], editions=editions, page_list=False)
    held = {path.stem: set(zipfile.ZipFile(path).namelist()) for path in made.paths if path.suffix == ".epub"}
    assert {
        stem: {name for name in ("key.png", "later.png") if f"EPUB/{name}" in names}
        for stem, names in held.items()
    } == {
        "the-plain-ferry": {"later.png"},
        "the-plain-ferry-teacher": {"key.png", "later.png"},
        "the-plain-ferry-through-1": set(),
    }
