"""What an SVG may be made of: its elements, its attributes and properties with what each may say, and what
each may point at. All else is left out, or refused where it would draw, load or run something.
"""

from collections.abc import Callable, Mapping

from builder.reading.svg import values

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
HREF = f"{{{XLINK}}}href"
# Facts about the picture in RDF, for catalogues. No other vocabulary of the W3C is let in, or left out in
# silence: HTML, XML events, XInclude and SMIL load and run things. Those of editors do neither.
W3C = "http://www.w3.org/"
RDF = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#")

SHAPES = frozenset(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"])
TEXTS = frozenset(["text", "tspan", "textPath", "a"])
WRITTEN = TEXTS | {"title", "desc", "style"}  # the elements whose own text counts
IN_TEXT = TEXTS - {"text"} | {"title", "desc"}  # all that may be in a text
_USED = SHAPES | {"svg", "g", "symbol", "use", "image", "text", "a"}
_GRADIENTS = frozenset({"linearGradient", "radialGradient"})
_FILTERS = """
    filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
    feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur
    feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
"""
ELEMENTS = (
    _USED
    | _GRADIENTS
    | WRITTEN
    | frozenset(["defs", "clipPath", "mask", "marker", "pattern", "stop"])
    | frozenset(_FILTERS.split())
)

Check = Callable[[str], bool]


def _table(*rows: tuple[Check, str]) -> Mapping[str, Check]:
    return {name: check for check, names in rows for name in names.split()}


# What can be an attribute and a property of CSS alike.
PROPERTIES = _table(
    (values.lengths, "x y dx dy stroke-dasharray"),
    (values.length, "width height cx cy r rx ry stroke-width stroke-dashoffset letter-spacing"),
    (values.size, "font-size"),
    (values.slant, "font-style"),
    (values.weight, "font-weight"),
    (values.shift, "word-spacing baseline-shift"),
    (values.share, "opacity fill-opacity stroke-opacity stop-opacity flood-opacity"),
    (values.number, "stroke-miterlimit"),
    (values.transform, "transform"),
    (values.origin, "transform-origin"),
    (values.paint, "fill stroke"),
    (values.color, "color stop-color flood-color lighting-color"),
    (values.target, "clip-path mask filter marker marker-start marker-mid marker-end"),
    (values.family, "font-family"),
    (values.font, "font"),
    (
        values.words,
        "fill-rule clip-rule stroke-linecap stroke-linejoin text-anchor dominant-baseline display overflow "
        "alignment-baseline font-variant font-stretch text-decoration visibility "
        "image-rendering shape-rendering text-rendering color-rendering color-interpolation direction "
        "color-interpolation-filters isolation mix-blend-mode mask-type vector-effect paint-order "
        "unicode-bidi writing-mode font-kerning text-align",
    ),
)
ATTRIBUTES = {
    **PROPERTIES,
    **_table(
        (values.length, "x1 y1 x2 y2 fx fy fr refX refY markerWidth markerHeight startOffset textLength"),
        (values.turns, "rotate"),
        (values.numbers, "values stdDeviation radius baseFrequency tableValues kernelMatrix"),
        (values.numbers, "k1 k2 k3 k4 scale seed numOctaves surfaceScale slope intercept amplitude exponent"),
        (values.numbers, "order divisor bias targetX targetY azimuth elevation z pointsAtX pointsAtY"),
        (values.numbers, "pointsAtZ specularExponent specularConstant diffuseConstant limitingConeAngle"),
        (values.share, "offset"),
        (values.transform, "gradientTransform patternTransform"),
        (values.points, "points"),
        (values.path, "d"),
        (values.view_box, "viewBox"),
        (values.aspect, "preserveAspectRatio"),
        (values.orient, "orient"),
        (values.spread, "spreadMethod"),
        (
            values.words,
            "gradientUnits clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits "
            "markerUnits filterUnits primitiveUnits lengthAdjust method spacing side type mode operator in "
            "in2 result edgeMode preserveAlpha xChannelSelector yChannelSelector stitchTiles role lang "
            "aria-hidden aria-labelledby aria-describedby",
        ),
        (values.anything, "class aria-label"),
        (values.words, f"{{{XML}}}lang {{{XML}}}space"),
    ),
}
# What each may point at. “href” goes by the element that has it.
TARGETS: Mapping[str, frozenset[str]] = {
    "clip-path": frozenset({"clipPath"}),
    "mask": frozenset({"mask"}),
    "filter": frozenset({"filter"}),
    **dict.fromkeys(("marker", "marker-start", "marker-mid", "marker-end"), frozenset({"marker"})),
    **dict.fromkeys(("fill", "stroke"), _GRADIENTS | {"pattern"}),
    "use": _USED,
    "textPath": SHAPES,
    **dict.fromkeys(_GRADIENTS, _GRADIENTS),
    "pattern": frozenset({"pattern"}),
}
