"""What happens in a build → a list on a terminal, which goes when the build has ended."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from builder.model.book import Artifact
from builder.progress import Stage, Tell
from builder.report import duration, rest
from builder.timings import Timings

_ROUND = 3  # lines of a terminal that are not the list's: the last one of it, the prompt's and a free one
_A_SECOND = 4  # looks


@contextmanager
def live_list(
    last: Timings, clock: Callable[[], float], otherwise: Tell, console: Console | None = None
) -> Iterator[Tell]:
    """Somebody to tell what happens: whoever watches sees what is being made, for how long, and how much time
    is left if the build goes like the last one. For a terminal that can't go back it is `otherwise`.
    """
    console = console or Console()
    if console.is_dumb_terminal:
        yield otherwise
        return
    shown = _List(last, clock, console)
    with Live(get_renderable=shown.table, console=console, transient=True, refresh_per_second=_A_SECOND):
        yield shown.tell


class _List:
    """The stages so far."""

    def __init__(self, last: Timings, clock: Callable[[], float], console: Console) -> None:
        self._last, self._clock, self._console = last, clock, console
        self._began = clock()
        self._stages: list[Stage] = []

    def tell(self, what: Stage | Artifact | str) -> None:
        """Add a stage that has begun, or print a line above the list."""
        if isinstance(what, str):
            self._console.print(Text(what))
        elif isinstance(what, Stage) and what.wall is None:
            self._stages.append(what)

    def table(self) -> Table:
        """What there is to see right now: what is done, what is being done, and the time."""
        now = self._clock()
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True, overflow="ellipsis")
        table.add_column(no_wrap=True, justify="right")
        stages = sorted(self._stages, key=lambda stage: stage.wall is None)
        for stage in stages[-max(1, self._console.height - _ROUND) :]:
            _add(table, stage, now)
        table.add_row(self._time(now), "")
        return table

    def _time(self, now: float) -> Text:
        left = self._last.left(list(self._stages), now)
        words = [f"{duration(now - self._began)} so far", *([] if left is None else [rest(left)])]
        return Text(", ".join(words))


def _add(table: Table, stage: Stage, now: float) -> None:
    """Add a line for a stage, pale if it is over."""
    style = "bold" if stage.wall is None else "dim"
    table.add_row(Text(stage.name), Text(duration(stage.so_far(now))), style=style)
