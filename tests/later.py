"""Run the program as if it were some years later: every clock that Python code can read is set forward."""

import datetime
import runpy
import time

YEARS = 12
_AHEAD = YEARS * 365 * 86_400
_TIME, _LOCAL, _UTC, _FORMAT = time.time, time.localtime, time.gmtime, time.strftime


class LaterDate(datetime.date):
    """A date whose `today` is set forward."""

    @classmethod
    def today(cls) -> "LaterDate":
        return cls.fromtimestamp(time.time())


class LaterTime(datetime.datetime):
    """A time whose `now` is set forward."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> "LaterTime":
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls) -> "LaterTime":
        return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)

    @classmethod
    def today(cls) -> "LaterTime":
        return cls.now()


def set_forward() -> None:
    """Set every clock forward."""
    time.time = lambda: _TIME() + _AHEAD
    time.time_ns = lambda: int(time.time() * 1e9)
    time.localtime = lambda seconds=None: _LOCAL(time.time() if seconds is None else seconds)
    time.gmtime = lambda seconds=None: _UTC(time.time() if seconds is None else seconds)
    time.strftime = lambda form, moment=None: _FORMAT(form, time.localtime() if moment is None else moment)
    datetime.date, datetime.datetime = LaterDate, LaterTime  # type: ignore[misc]


def run() -> None:
    """Run `python -m builder` with the arguments of this process."""
    set_forward()
    runpy.run_module("builder", run_name="__main__", alter_sys=True)
