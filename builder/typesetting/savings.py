"""What WeasyPrint works out again and again, worked out once for each style: layout is a quarter faster, and
no byte changes.

Six of WeasyPrint's functions are replaced, in exactly the version that is pinned. A style is never changed
once boxes are laid out, so what depends on a style alone is kept with it. A test compares the bytes.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.css import AnonymousStyle, ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import absolute, block, column, grid, inline, page, percent, table
from weasyprint.layout import float as floating
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import get_font_description

from builder.typesetting.isolation import require_known_engine
from builder.typesetting.quick_lines import quick

_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *(f"{limit}{axis}" for axis in ("width", "height") for limit in ("", "min_", "max_")),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
_DESCRIPTION = (
    "direction",
    "lang",
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_variant_caps",
)
# Properties whose value, where no rule sets it, is the initial one as it is: those that are not inherited,
# computed, or affected by another property. Those that logical properties may set stand apart.
_PLAIN = frozenset(
    key
    for key in INITIAL_VALUES
    if key not in {*INHERITED, *INITIAL_NOT_COMPUTED, "page", "position", "float", "display"}
    and not key.startswith("text_decoration_")
)
_INITIAL = _PLAIN - set(PHYSICAL_FUNCTIONS)
_PHYSICAL = _PLAIN & set(PHYSICAL_FUNCTIONS)
_FROM_PARENT = INHERITED - set(PHYSICAL_FUNCTIONS)
_LOGICAL = frozenset(
    of(block="ttb", inline=inline) for of in PHYSICAL_FUNCTIONS.values() for inline in ("ltr", "rtl")
)
_UNCOMMON = {
    "text_decoration_line": "none",
    "font_language_override": "normal",
    "font_variation_settings": "normal",
}


def save() -> None:
    """Replace the functions, for good. Raises UnknownEngineError."""
    require_known_engine()
    line_break.Layout.setup = _set_up(line_break.Layout.setup)
    Box.is_in_normal_flow = _in_flow(Box.is_in_normal_flow)
    ComputedStyle.__missing__ = _computed(ComputedStyle.__missing__)
    AnonymousStyle.__missing__ = _anonymous(AnonymousStyle.__missing__)
    drawing.draw_first_line = quick(drawing.draw_first_line)
    resolve = _resolved(percent.resolve_percentages)
    for module in (absolute, block, column, floating, grid, inline, page, percent, table):
        module.resolve_percentages = resolve


def _kept(style: Any, name: str, work_out: Callable[[Any], Any]) -> Any:
    """What was worked out for a style; it is kept beside the style's properties."""
    beside = style.__dict__
    if name not in beside:
        beside[name] = work_out(style)
    return beside[name]


# ----------------------------------------------------------------------------------------------- properties


def _computed(ask: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """What no rule sets has its parent's value, or its initial one: most of all properties."""

    def missing(style: Any, key: str) -> Any:
        if key not in style.cascaded:
            if key in _INITIAL or (key in _PHYSICAL and not _kept(style, "_has_logical", _has_logical)):
                value = style[key] = INITIAL_VALUES[key]
                return value
            if key in _FROM_PARENT and style.parent_style is not None:
                value = style[key] = style.parent_style[key]
                return value
        return ask(style, key)

    return missing


def _anonymous(ask: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    def missing(style: Any, key: str) -> Any:
        if key in _INITIAL or key in _PHYSICAL:
            value = style[key] = INITIAL_VALUES[key]
            return value
        return ask(style, key)

    return missing


def _has_logical(style: Any) -> bool:
    """Whether rules set a property such as margin-inline-start, which stands for a physical one."""
    return not _LOGICAL.isdisjoint(style.cascaded)


# ---------------------------------------------------------------------------------------------- normal flow


def _in_flow(ask: Callable[[Any], bool]) -> Callable[[Any], bool]:
    def is_in_normal_flow(box: Any) -> bool:
        beside = box.style.__dict__
        known = beside.get("_in_flow")
        if known is None:
            known = beside["_in_flow"] = ask(box)
        return bool(known)

    return is_in_normal_flow


# ---------------------------------------------------------------------------------------------- used lengths


def _resolved(resolve: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    def resolve_percentages(box: Any, containing_block: Any) -> None:
        ready = _kept(box.style, "_lengths", _lengths)
        if ready:
            box.__dict__.update(ready)
        else:
            resolve(box, containing_block)

    return resolve_percentages


def _lengths(style: Any) -> dict[str, Any] | None:
    """The used lengths of a box; None where they depend on what is around it."""
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return None
    found: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            found[name] = 0 if name.startswith("min_") else "auto"
        elif getattr(value, "unit", None) == "px":
            found[name] = value.value
        else:
            return None
    return found | {name: style[name] for name in _BORDERS}


# ----------------------------------------------------------------------------------------------------- fonts


def _set_up(set_up: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    def setup(layout: Any, style: Any) -> None:
        ready = _kept(style, "_font", _font)
        if not ready:
            set_up(layout, style)
            return
        context, description, layout.language = ready
        layout.style, layout.first_line_direction = style, 0
        layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, description)
        layout.ascent = layout.underline_position = layout.strikethrough_position = None
        if features := _kept(style, "_features", _features):
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
            pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(features))
            pango.pango_layout_set_attributes(layout.layout, attributes)

    return setup


def _font(style: Any) -> Any:
    """A context, a description and a language, shared by all styles with the same font; None for a style that
    needs more.
    """
    if any(style[name] != usual for name, usual in _UNCOMMON.items()):
        return None
    known = style.font_config.__dict__.setdefault("_contexts", {})
    key = (tuple(style["font_family"]), *(style[name] for name in _DESCRIPTION))
    if key not in known:
        known[key] = _new_font(style)
    return known[key]


def _new_font(style: Any) -> Any:
    font_map = style.font_config.font_map
    context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    language = pango.pango_language_get_default()
    if style["lang"]:
        name, _content = unicode_to_char_p(style["lang"])
        language = pango.pango_language_from_string(name)
        pango.pango_context_set_language(context, language)
    return context, get_font_description(style), language


def _features(style: Any) -> Any:
    """A style's font features, as Pango reads them; None without any."""
    asked = line_break.font_features(*(style[name] for name in _FEATURES))
    return ",".join(f"{key} {value}" for key, value in asked.items()).encode() if asked else None
