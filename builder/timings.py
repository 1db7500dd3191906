"""How long the stages of a build took: kept, so that the next one can say how much time is left."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from builder.cache import Cache, key_of
from builder.progress import Stage


@dataclass(frozen=True, slots=True)
class Timings:
    """The seconds that a whole build took and those of its stages, some of which went on at once."""

    total: float = 0.0
    stages: Mapping[str, float] = field(default_factory=dict)

    def left(self, stages: Iterable[Stage], now: float) -> float | None:
        """How many seconds are left of a build that has come so far; None where nobody knows."""
        work = sum(self.stages.values())
        if not work:
            return None
        known = [(stage, stage.so_far(now), self.stages.get(stage.name, 0.0)) for stage in stages]
        done = sum(last if stage.wall is not None else min(took, last) for stage, took, last in known)
        # What was in the cache this time, or was the last time, makes it another pace.
        told = [(took, last) for stage, took, last in known if stage.wall is not None or took > last]
        due = sum(last for _took, last in told)
        pace = sum(took for took, last in told if last) / due if due else 1.0
        return self.total * (1 - done / work) * pace


def timings_of(stages: Sequence[Stage]) -> Timings:
    """The timings of a finished build."""
    took = {stage.name: stage.wall or 0.0 for stage in stages}
    ends = [stage.began + took[stage.name] for stage in stages]
    return Timings(max(ends) - min(stage.began for stage in stages), took) if stages else Timings()


def key_of_build(*asked: str) -> str:
    """The key of a build's timings: what was asked for, whatever the guide holds."""
    return key_of("timings", *asked)


def keep_timings(cache: Cache, key: str, timings: Timings) -> None:
    """Keep the timings of a finished build."""
    cache.put(key, json.dumps({"total": timings.total, "stages": dict(timings.stages)}).encode())


def last_timings(cache: Cache, key: str) -> Timings:
    """The timings of the last such build; without any, nothing is known."""
    try:
        kept = json.loads(cache.get(key) or b"")
        return Timings(float(kept["total"]), {name: float(took) for name, took in kept["stages"].items()})
    except (ValueError, TypeError, KeyError, AttributeError):  # whatever is wrong with it, it is none of ours
        return Timings()
