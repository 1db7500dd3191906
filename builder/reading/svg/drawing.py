"""How an SVG's elements point at each other: nothing draws itself, and all that is drawn, as often as it is,
can be counted before it is drawn.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

import cssselect2
from lxml import etree

from builder import limits
from builder.reading.refusal import Fault
from builder.reading.svg.styles import Rule, effort
from builder.reading.svg.values import local
from builder.reading.svg.vocabulary import HREF, SHAPES, SVG, TARGETS, TEXTS

Element = etree._Element
_SPREADING = ("fill", "stroke")  # what an element gives on to all in it, which is drawn with it
_POINTS = 10  # as many points take as long as an element
_RULES = 40  # and as many rules that an element is compared with,
_MEASURED = 10  # or elements whose size is measured,
_LOOKS = 100  # or at which one looks for an id


@dataclass(frozen=True, slots=True)
class _Cost:
    """What drawing an element takes with all in it and all that it points at: parts (elements, letters, tens
    of points), what is measured (for every group, all parts in it), the shapes and the points among them, and
    levels.
    """

    parts: int = 0
    measured: int = 0
    shapes: int = 0
    points: int = 0
    levels: int = 0


def kind(element: Element) -> str:
    """An element's name without its namespace."""
    return etree.QName(element).localname


def line_of(element: Element) -> int:
    """The line of the author's file on which an element begins."""
    untyped: Any = element
    line: int = untyped.sourceline or 0
    return line


def faults(root: Element, rules: list[Rule]) -> list[Fault]:
    """What is wrong with how elements point at each other; what leads nowhere is reported first, alone."""
    known = {str(element.get("id")): element for element in root.iter() if element.get("id")}
    links = {element: list(_links(element)) for element in root.iter()}
    for element, (name, there) in _by_rules(root, rules):
        links[element].append((name, there))
    lost = [fault for element, own in links.items() for fault in _lost(element, own, known)]
    return lost or list(_too_much(root, links, known, rules))


def _links(element: Element) -> Iterator[tuple[str, str]]:
    """What an element points at by its own attributes: the attribute, or for “href” the element, and the
    id.
    """
    for attribute, said in element.attrib.items():
        if attribute == HREF and str(said).startswith("#"):
            yield kind(element), str(said)[1:]
        elif attribute == "style":
            for declaration in str(said).split(";"):
                name, _, value = declaration.partition(":")
                yield from ((name.strip(), there) for there in local(value))
        elif attribute in TARGETS:
            yield from ((str(attribute), there) for there in local(str(said)))


def _by_rules(root: Element, rules: list[Rule]) -> Iterator[tuple[Element, tuple[str, str]]]:
    """What elements point at by style sheets."""
    matcher = cssselect2.Matcher()
    for rule in rules:
        for selector in rule.selectors if rule.targets else ():
            if not selector.never_matches:
                matcher.add_selector(selector, rule.targets)
    for wrapper in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree() if rules else ():
        for _specificity, _order, _pseudo, found in matcher.match(wrapper):
            yield from ((wrapper.etree_element, target) for target in found)


def _lost(element: Element, links: list[tuple[str, str]], known: Mapping[str, Element]) -> Iterator[Fault]:
    for name, there in links:
        wanted = TARGETS.get(name)
        if there not in known:
            fix = "correct the id, or take the reference out"
            yield Fault(f"refers to #{there[:40]}, which is not there", fix, line_of(element))
        elif wanted and kind(known[there]) not in wanted:
            fix = "refer to another element, or take the reference out"
            what = f"refers to #{there[:40]} as {name}, but that is a <{kind(known[there])}>"
            yield Fault(what, fix, line_of(element))


def _too_much(
    root: Element,
    links: Mapping[Element, list[tuple[str, str]]],
    known: Mapping[str, Element],
    rules: list[Rule],
) -> Iterator[Fault]:
    needs = {
        element: [*element, *(known[there] for name, there in own if name in TARGETS)]
        for element, own in links.items()
    }
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as circle:
        around = [element for element in circle.args[1] if element.get("id")]
        named = ", ".join(dict.fromkeys(f"#{element.get('id')}" for element in around))
        fix = "take one of its references out"
        yield Fault(f"draws {named[:80]} in itself", fix, min(line_of(element) for element in around))
        return
    costs: dict[Element, _Cost] = {}
    for element in order:
        costs[element] = _cost(element, links[element], known, costs)
    depth = max(sum(1 for _above in element.iterancestors()) for element in root.iter())
    compared = len(links) * effort(rules, depth) // _RULES
    looked_for = len({there for own in links.values() for _name, there in own}) * len(links) // _LOOKS
    all_parts = costs[root].parts + costs[root].measured // _MEASURED + compared + looked_for
    fix = "make it simpler, or save it as PNG"
    if all_parts > limits.SVG_PARTS.value:
        yield Fault(f"has more than {limits.SVG_PARTS}, each counted as often as it is drawn", fix)
    if costs[root].levels > limits.SVG_NESTING.value:
        yield Fault(f"is nested more than {limits.SVG_NESTING} deep", fix)


def _cost(
    element: Element,
    links: list[tuple[str, str]],
    known: Mapping[str, Element],
    costs: Mapping[Element, _Cost],
) -> _Cost:
    shown = [costs[known[there]] for name, there in links if name in ("use", "textPath")]
    inner = [*(costs[child] for child in element), *shown]
    shapes = sum(cost.shapes for cost in inner) + (kind(element) in SHAPES | TEXTS)
    own = _own_points(element)
    points = sum(cost.points for cost in inner) + own
    below = sum(cost.parts for cost in inner)
    parts = 1 + own // _POINTS + _letters(element) + below
    measured = below + sum(cost.measured for cost in inner)
    levels = max((cost.levels for cost in inner), default=0)
    for name, there in links:
        if name in TARGETS and name not in ("use", "textPath"):
            times = shapes if name in _SPREADING else points if name.startswith("marker") else 1
            parts += max(times, 1) * costs[known[there]].parts
            measured += max(times, 1) * costs[known[there]].measured
            levels = max(levels, costs[known[there]].levels)
    return _Cost(parts, measured, shapes, points, levels + 1)


def _own_points(element: Element) -> int:
    """About how many points a shape has, rather more than less."""
    said = f"{element.get('d', '')} {element.get('points', '')}"
    return len(re.findall(r"[0-9.]+", said)) + len(re.findall("[A-Za-z]", said)) + 2 if said.strip() else 0


def _letters(element: Element) -> int:
    if kind(element) not in TEXTS:
        return 0
    return len(element.text or "") + sum(len(child.tail or "") for child in element)


def texts(root: Element) -> Iterator[tuple[int, str]]:
    """The text that is drawn, each piece with its line."""
    for element in root.iter(*(f"{{{SVG}}}{name}" for name in TEXTS)):
        for text in (element.text, *(child.tail for child in element)):
            if text and not text.isspace():
                yield line_of(element), text
