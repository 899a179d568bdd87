"""How far long work has come: one line on a terminal that rewrites itself, nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Work that is done sooner needs no meter.
QUIET_SECONDS = 1.0
EVERY_SECONDS = 0.1


class Meter:
    """Shows ``label: done of total, rate, time left`` when called with (done, total)."""

    def __init__(self, label: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._label, self._clock = label, clock
        self._start = clock()
        self._last = 0.0
        self._width = 0

    def __call__(self, done: int, total: int) -> None:
        """Rewrites the line, at most ten times a second, once the work has taken a second."""
        now = self._clock()
        spent = now - self._start
        if spent < QUIET_SECONDS or (now - self._last < EVERY_SECONDS and done < total):
            return
        self._last = now
        rate = done / spent
        left = f", {_minutes(round((total - done) / rate))} left" if rate and done < total else ""
        line = f"{self._label}: {done:,} of {total:,}, {rate:,.0f} a second{left}"
        sys.stderr.write(f"\r{line:<{self._width}}")
        sys.stderr.flush()
        self._width = len(line)

    def clear(self) -> None:
        """Wipes the line."""
        if self._width:
            sys.stderr.write(f"\r{'':<{self._width}}\r")
            sys.stderr.flush()


@contextmanager
def meter(label: str) -> Iterator[Meter | None]:
    """A meter while the block runs; None when standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    shown = Meter(label)
    try:
        yield shown
    finally:
        shown.clear()


def _minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
