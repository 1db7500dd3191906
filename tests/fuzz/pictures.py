"""Pictures of every kind that a guide may show: sound ones, odd ones, and drawings in SVG."""

import io
from random import Random

from hypothesis import strategies as st
from PIL import Image as Raster

MODES = ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16"]
SHAPES = ["rect", "circle", "ellipse", "path", "line", "polyline", "polygon", "text", "tspan", "image"]
HOLDERS = ["g", "defs", "symbol", "a", "switch", "mask", "clipPath", "marker", "pattern", "linearGradient"]
HOLDERS += ["radialGradient", "stop", "filter", "feGaussianBlur", "style", "title", "desc", "metadata", "svg"]
LENGTHS = [
    "0",
    "1",
    "9",
    "-5",
    "50%",
    "1e3",
    "2em",
    "3mm",
    "",
    "a",
    "1e99",
    "NaN",
    "0.0001",
    "calc(1px + 2px)",
]
NUMBERS = ["0 0 20 10", "0,0,20,10", "0 0 0 0", "-1 -1 9 9", "0 0 20", "a b c d", "1e9 0 1 1", "0 0 1e-9 1e9"]
PAINTS = ["#000", "red", "none", "url(#a)", "url(#none)", "rgb(1,2,3)", "currentColor", "hsl(9 9% 9%)", "#12"]
TRANSFORMS = [
    "rotate(45)",
    "rotate(a)",
    "scale(0)",
    "scale(1e9)",
    "matrix(1 0 0 1 0 0)",
    "matrix(1)",
    "skewX(90)",
]
ATTRIBUTES = {
    **dict.fromkeys(["x", "y", "width", "height", "r", "rx", "cx", "x1", "y2", "dx", "font-size"], LENGTHS),
    **dict.fromkeys(["stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "offset"], LENGTHS),
    **dict.fromkeys(["viewBox", "points"], NUMBERS),
    **dict.fromkeys(["fill", "stroke", "clip-path", "mask", "marker-end", "filter", "stop-color"], PAINTS),
    **dict.fromkeys(["transform", "gradientTransform", "patternTransform"], TRANSFORMS),
    "d": ["M0 0h9v9z", "M0 0 L", "M 1e9 1e9 a1 1 0 0 0 1 1", "", "m0 0c1 2 3", "M0,0Q1 1 2 2T9 9S1 1 2 2"],
    "id": ["a", "b", "ä", "a b", "1"],
    "href": ["#a", "#b", "#", "#none", "data:image/png;base64,AAAA", "https://example.org/"],
    "style": ["fill:red", "fill:url(#a)", "font: 9px serif", "x", "--a: 1; fill: var(--a)", "fill:"],
    "preserveAspectRatio": ["none", "xMidYMid slice", "x"],
    "class": ["a"],
    "lang": ["de", "x"],
    "role": ["img", "x"],
    "aria-label": ["A boat"],
    "font-family": ["serif", "Arial, sans-serif", "'", "x"],
    "text-anchor": ["middle", "x"],
    "display": ["none", "x"],
    "font-weight": ["bold", "1000", "x"],
    "spreadMethod": ["reflect", "x"],
    "orient": ["auto", "1turn"],
    "patternUnits": ["userSpaceOnUse", "x"],
    "{http://www.w3.org/XML/1998/namespace}space": ["preserve"],
}
WORDS = st.sampled_from(
    ["", "A boat", "漢", "é", "a{fill:red}", "@media print{a{fill:red}}", "<!-- c -->", "<?x y?>"]
)
TOPS = [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10"{}>{}</svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"{}>{}</svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"{}>{}</svg>',
    '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"{}>{}</svg>',
    '<s:svg xmlns:s="http://www.w3.org/2000/svg" xmlns="http://www.w3.org/2000/svg" width="9"{}>{}</s:svg>',
]


def rasters() -> st.SearchStrategy[tuple[str, bytes]]:
    """PNG and JPEG of every mode, with the endings of their names."""
    return st.builds(_raster, st.integers(0, 2**32), st.sampled_from([*MODES, "JPEG", "CMYK", "JPEG-L"]))


def _raster(seed: int, mode: str) -> tuple[str, bytes]:
    random = Random(seed)
    size = (random.choice([1, 2, 9, 300]), random.choice([1, 3, 40, 200]))
    kind = {"JPEG": "RGB", "CMYK": "CMYK", "JPEG-L": "L"}.get(mode, mode)
    # Pillow writes no PNG of PA: one of P with a transparent colour has as much
    picture = Raster.new("P" if kind == "PA" else kind, size)
    clear = {"P": 0, "PA": 0, "L": 0, "RGB": (0, 0, 0)}
    chosen = {"transparency": clear[kind]} if kind in clear and random.random() < 0.4 else {}
    out = io.BytesIO()
    if mode in ("JPEG", "CMYK", "JPEG-L"):
        exif = Raster.Exif()
        exif[0x0112] = random.randint(0, 9)
        picture.save(
            out, "JPEG", exif=exif, progressive=random.random() < 0.5, dpi=(random.choice([0, 72]), 1)
        )
        return random.choice([".jpg", ".jpeg"]), out.getvalue()
    picture.save(out, "PNG", dpi=(random.choice([1, 72, 9999]), 72), optimize=random.random() < 0.5, **chosen)
    return ".png", out.getvalue()


def _attributes() -> st.SearchStrategy[str]:
    one = st.sampled_from(sorted(ATTRIBUTES)).flatmap(
        lambda name: st.builds(_attribute, st.just(name), st.sampled_from(ATTRIBUTES[name]))
    )
    return st.lists(one, max_size=4, unique_by=lambda text: text.partition("=")[0]).map("".join)


def _attribute(name: str, value: str) -> str:
    return f' {name.replace("{http://www.w3.org/XML/1998/namespace}", "xml:")}="{value}"'


def _element(name: str, attributes: str, text: str, inner: list[str]) -> str:
    return f"<{name}{attributes}>{text}{''.join(inner)}</{name}>"


def drawings() -> st.SearchStrategy[tuple[str, bytes]]:
    """SVG with any of its elements in any other, and with values that mean nothing."""
    shape = st.builds(_element, st.sampled_from([*SHAPES, "use"]), _attributes(), WORDS, st.just([]))
    inner = st.recursive(
        shape,
        lambda below: st.builds(
            _element, st.sampled_from(HOLDERS), _attributes(), WORDS, st.lists(below, max_size=3)
        ),
        max_leaves=6,
    )
    whole = st.builds(
        lambda top, attributes, below: top.format(attributes, "".join(below)),
        st.sampled_from(TOPS),
        st.just("") | st.sampled_from([' role="img"', ' id="a"', ' class="a"', ' fill="red"', ' x="1"']),
        st.lists(inner, max_size=4),
    )
    return whole.map(lambda text: (".svg", text.encode()))


def pictures() -> st.SearchStrategy[tuple[str, bytes]]:
    """Any of them: the ending of its name, and its bytes."""
    return drawings() | rasters()
