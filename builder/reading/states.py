"""docutils' parser with each of its states made when it is first entered.

For every list, directive and table docutils makes a parser with all fifteen states and their transitions, and
enters two or three of them: that was a fifth of the time in which a guide is read.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from docutils.statemachine import State, StateMachine


class _States(dict[str, State]):
    """The states of a parser by their names."""

    def __init__(self, machine: StateMachine, kinds: Iterable[type[State]]) -> None:
        super().__init__()
        self._machine = machine
        self._kinds = {kind.__name__: kind for kind in kinds}

    def __missing__(self, name: str) -> State:
        self[name] = made = self._kinds[name](self._machine, self._machine.debug)
        if getattr(self._machine, "memo", None):  # it runs; otherwise it will do this when it begins
            made.runtime_init()
        return made


def _add_states(machine: StateMachine, kinds: Iterable[type[State]]) -> None:
    machine.states = _States(machine, kinds)


@contextmanager
def states_when_entered() -> Iterator[None]:
    """Within this context, parsers make their states late."""
    docutils: Any = StateMachine
    before, docutils.add_states = docutils.add_states, _add_states
    try:
        yield
    finally:
        docutils.add_states = before
