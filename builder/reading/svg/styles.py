"""The CSS in an SVG, read with a tokenizer: refused where it would load something, else written anew with the
properties that are known.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cssselect2
import tinycss2

from builder import limits
from builder.reading.refusal import Fault
from builder.reading.svg.values import local
from builder.reading.svg.vocabulary import PROPERTIES

_LOADING = {"url", "src", "image", "image-set", "cross-fade", "element", "paint", "expression", "attr"}
_LOADING_RULES = {"import", "font-face", "color-profile"}
_PREFIXES = ("-webkit-", "-moz-", "-ms-", "-o-")
_SIMPLE = ("ident", "hash", "whitespace", "[] block")
_SIGNS = (".", ",", ">", "*", ":")
_MOST_STEPS = 4
_CONTROL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # written as an escape
_PLAIN = re.compile(r"[\w\s.,%#+-]*", re.ASCII)  # no function, string, comment or escape can be in these
_DEEPEST = 10  # blocks and functions in each other
INLINE = "write what is needed into the SVG itself, or save it as PNG"

Nodes = Iterable[Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a style sheet: its compiled selectors, what its declarations point at, how many elements in
    each other its selectors name, and the whole of it written anew.
    """

    selectors: tuple[Any, ...]
    targets: tuple[tuple[str, str], ...]
    steps: int
    text: str


def loading(nodes: Nodes, line: int) -> Iterator[Fault]:
    """Whatever in some tokens would load something, however it is written. `line` is that on which they
    begin.
    """
    for node, depth in _all(nodes):
        at = line + node.source_line - 1
        if depth > _DEEPEST:
            yield Fault(f"has styles that are nested more than {_DEEPEST} deep", INLINE, at)
            return
        if _CONTROL.search("".join(str(getattr(node, part, "")) for part in ("name", "value", "unit"))):
            yield Fault("has a character in its styles that XML does not know", INLINE, at)
        if node.type == "url" and not local(_address(node)):
            yield Fault(f"loads “{node.value[:40]}”", INLINE, at)
        elif node.type == "error" and node.kind in ("bad-url", "eof-in-url"):
            yield Fault("has an address in its styles that can't be read", INLINE, at)
        elif node.type == "function" and _loads(node):
            yield Fault(f"has {node.lower_name}(…) in its styles", INLINE, at)
        elif node.type == "at-keyword" and node.lower_value in _LOADING_RULES:
            yield Fault(f"has @{node.lower_value} in its styles", INLINE, at)


def _all(nodes: Nodes) -> Iterator[tuple[Any, int]]:
    """All tokens, with those in blocks and functions, and how deep they are."""
    waiting = [(node, 0) for node in nodes][::-1]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        inner = [part for name in ("content", "arguments") for part in getattr(node, name, None) or ()]
        waiting += [(part, depth + 1) for part in reversed(inner)]


def _loads(function: Any) -> bool:
    name = function.lower_name
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name in _LOADING and not local(_address(function))


def _address(node: Any) -> str:
    """A url as “url(#id)”, whether the address stands in quotation marks or not."""
    if node.type == "url":
        return f"url({node.value})"
    strings = [part.value for part in node.arguments if part.type != "whitespace" and part.type == "string"]
    others = [part for part in node.arguments if part.type not in ("whitespace", "string")]
    return f"url({strings[0]})" if node.lower_name == "url" and len(strings) == 1 and not others else ""


def written(nodes: Nodes) -> str:
    """Tokens as text, without escapes in addresses."""
    return "".join(
        _address(node) if node.type == "url" or (node.type == "function" and node.lower_name == "url")
        else node.serialize()
        for node in nodes
    ).strip()  # fmt: skip


def value(text: str, line: int) -> tuple[str, list[Fault]]:
    """The value of an attribute that is a property of CSS too, written anew."""
    if _PLAIN.fullmatch(text):
        return text.strip(), []
    nodes = tinycss2.parse_component_value_list(text, skip_comments=True)
    faults = list(loading(nodes, line))
    return ("" if faults else written(nodes)), faults


def declarations(nodes: str | Nodes, line: int) -> tuple[dict[str, str], list[Fault]]:
    """The known properties in a `style`, by name, written anew; and those whose value is none."""
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for node in tinycss2.parse_blocks_contents(nodes, skip_comments=True, skip_whitespace=True):
        if node.type != "declaration" or node.lower_name not in PROPERTIES:
            continue
        said = written(node.value)
        if PROPERTIES[node.lower_name](said):
            found[node.lower_name] = f"{said} !important" if node.important else said
        else:
            faults.append(no_value(node.lower_name, said, line + node.source_line - 1))
    return found, faults


def no_value(name: str, said: str, line: int) -> Fault:
    """A value that is none of its kind."""
    return Fault(f"has {name}=“{said[:40]}”", f"take {name} out there, or write another value", line)


def style(text: str, line: int) -> tuple[str, list[Fault]]:
    """A `style` attribute, written anew."""
    nodes = tinycss2.parse_component_value_list(text, skip_comments=True)
    if faults := list(loading(nodes, line)):
        return "", faults
    found, faults = declarations(nodes, line)
    return _block(found), faults


def sheet(text: str, line: int) -> tuple[str, list[Rule], list[Fault]]:
    """A style sheet, written anew with the rules that every program applies; those for some media only are
    left out.
    """
    nodes = tinycss2.parse_component_value_list(text, skip_comments=True)
    if faults := list(loading(_without_namespaces(nodes), line)):
        return "", [], faults
    rules: list[Rule] = []
    for node in tinycss2.parse_stylesheet(nodes, skip_comments=True, skip_whitespace=True):
        if node.type == "qualified-rule":
            found, wrong = declarations(node.content, line)
            rule = _rule(node, found)
            faults += wrong if rule else [*wrong, _no_selector(node, line)]
            rules += [rule] if rule else []
    if len(rules) > limits.SVG_RULES.value:
        faults.append(Fault(f"has more than {limits.SVG_RULES} in a style sheet", "save it as PNG", line))
    return "\n".join(rule.text for rule in rules), rules, faults


def _rule(node: Any, found: dict[str, str]) -> Rule | None:
    """A rule, unless there is more in its selectors than elements, classes, ids and attributes, one in the
    other: with siblings and functions, the engine may take for ever to find out what they mean.
    """
    known = all(part.type in _SIMPLE or part in _SIGNS for part in node.prelude)
    chosen = tinycss2.serialize(node.prelude).strip()
    steps = max(len(one.replace(">", " ").split()) for one in chosen.split(","))
    if not known or steps > _MOST_STEPS:
        return None
    try:
        selectors = tuple(cssselect2.compile_selector_list(node.prelude))
    except cssselect2.SelectorError:
        return None
    return Rule(selectors, tuple(targets(found)), steps, f"{chosen} {{ {_block(found)} }}")


def _no_selector(node: Any, line: int) -> Fault:
    chosen = tinycss2.serialize(node.prelude).strip()[:40]
    fix = "write it with names of elements, classes and ids"
    return Fault(f"has the selector “{chosen}” in its styles", fix, line + node.source_line - 1)


def effort(rules: Sequence[Rule], depth: int) -> int:
    """How often, at most, an element in a picture of some depth is compared, to find the rules for it."""
    crowds: Counter[tuple[str | None, ...]] = Counter()
    for rule in rules:
        for selector in rule.selectors:
            key = (selector.id, selector.class_name, selector.local_name)
            crowds[key] += depth ** (rule.steps - 1)
    return max(crowds.values(), default=0)


def _without_namespaces(nodes: Sequence[Any]) -> Iterator[Any]:
    """All tokens but those of `@namespace`: its address is a name, from which nothing is loaded."""
    naming = False
    for node in nodes:
        naming = naming or (node.type == "at-keyword" and node.lower_value == "namespace")
        if not naming:
            yield node
        naming = naming and node != ";"


def targets(found: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What declarations point at: the property and the id."""
    for name, said in found.items():
        for there in local(said):
            yield name, there


def _block(found: dict[str, str]) -> str:
    return "; ".join(f"{name}: {said}" for name, said in found.items())
