"""Lines of text in a picture, as wide as the book's font makes them. Lengths are in points."""

from collections.abc import Sequence
from dataclasses import dataclass

from builder.material.fonts import width


@dataclass(frozen=True, slots=True)
class Lettering:
    """Lines of text in one size and weight."""

    lines: tuple[str, ...]
    size: float
    weight: int

    @property
    def width(self) -> float:
        """Of the longest line."""
        return widest(self.lines, self.size, self.weight)

    @property
    def leading(self) -> float:
        """From line to line."""
        return self.size * 1.13

    @property
    def height(self) -> float:
        """Of all lines."""
        return len(self.lines) * self.leading


def widest(lines: Sequence[str], size: float, weight: int = 400) -> float:
    return max((width(line, size, weight) for line in lines), default=0.0)


def broken_evenly(text: str, size: float, weight: int, most: float) -> tuple[str, ...]:
    """A text in as few lines as there must be at a width, all about as long."""
    lines = _broken(text, size, weight, most)
    while most > 0 and len(narrower := _broken(text, size, weight, most - 2)) == len(lines):
        lines, most = narrower, most - 2
    return lines


def _broken(text: str, size: float, weight: int, most: float) -> tuple[str, ...]:
    first, *words = text.split() or [""]
    lines = [first]
    for word in words:
        if width(f"{lines[-1]} {word}", size, weight) > most:
            lines.append(word)
        else:
            lines[-1] += f" {word}"
    return tuple(lines)
