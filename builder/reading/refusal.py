"""Why a file can't be used: what is wrong in it, as values."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

_MOST = 10  # faults of one picture that are reported: nobody reads more


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a picture, to follow its name (“has a <script>”), how to fix it, and the line of its
    own file; 0 means the file as a whole.
    """

    what: str
    fix: str
    line: int = 0

    def about(self, name: str) -> Self:
        """The fault as a whole sentence about the picture of a name."""
        place = f" in its line {self.line}" if self.line else ""
        return type(self)(f"the image {name} {self.what}{place}", self.fix)


class RefusedError(Exception):
    """A file can't be used: every reason, each once."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = tuple(dict.fromkeys(faults))[:_MOST]
        super().__init__("; ".join(f"{fault.what} — {fault.fix}" for fault in self.faults))

    @classmethod
    def of(cls, name: str, faults: Iterable[Fault]) -> Self:
        """All that is wrong with the picture of a name."""
        return cls(*(fault.about(name) for fault in faults))
