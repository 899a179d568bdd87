"""How far long work has come: one line on a terminal that rewrites itself, a plain line now and then in a log."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from quotecheck.cli.output import note

# Work that is done sooner needs no meter.
QUIET_SECONDS = 1.0
EVERY_SECONDS = 0.1
# In a log, where every line stays.
LOG_SECONDS = 10.0


class Meter:
    """Shows ``label: done of total, rate, time left`` when called with (done, total): on one line of a terminal, or
    (``plain``) on a line each time."""

    def __init__(self, label: str, *, plain: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self._label, self._plain, self._clock = label, plain, clock
        self._start = self._last = 0.0
        self._width = 0
        self._first: int | None = None

    def __call__(self, done: int, total: int) -> None:
        """Shows the line: on a terminal once the work has taken a second and at most ten times a second, in a log
        every ten seconds. A ``total`` of 0 is one that is not known."""
        now = self._clock()
        if self._first is None:  # what was done before the first call is no part of the rate
            self._first = done
            self._start = self._last = now
        spent = now - self._start
        if self._plain:
            if now - self._last < LOG_SECONDS:
                return
        elif spent < QUIET_SECONDS or (now - self._last < EVERY_SECONDS and done < total):
            return
        self._last = now
        rate = (done - self._first) / spent
        left = f", {_minutes(round((total - done) / rate))} left" if rate and done < total else ""
        line = f"{self._label}: {done:,}{f' of {total:,}' if total else ''}, {rate:,.0f} a second{left}"
        line = line if self._plain else line[: _columns() - 1]
        sys.stderr.write(f"{line}\n" if self._plain else f"\r{line:<{self._width}}")
        sys.stderr.flush()
        self._width = len(line)

    def clear(self) -> None:
        """Wipes the line of a terminal."""
        if self._width and not self._plain:
            sys.stderr.write(f"\r{'':<{self._width}}\r")
            sys.stderr.flush()
            self._width = 0


def unless_shown(label: str, output: str | None) -> AbstractContextManager[Meter | None]:
    """A meter for work whose output comes bit by bit, where that goes to a file; on a terminal, or through a pager, the
    output itself is the sign of life, and a meter would stand in the middle of it."""
    if output not in (None, "-"):
        return meter(label)
    try:
        to_file = stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):
        to_file = False
    return meter(label) if to_file else nullcontext()


@contextmanager
def meter(label: str) -> Iterator[Meter]:
    """A meter on standard error while the block runs."""
    shown = Meter(label, plain=not sys.stderr.isatty())
    try:
        yield shown
    finally:
        shown.clear()


@contextmanager
def told_how_far(what: str, come: list[int]) -> Iterator[None]:
    """When Ctrl-C ends the block, says how far it came: ``come`` holds how many are done, and how many there are, 0 as
    long as nothing has been written."""
    try:
        yield
    except KeyboardInterrupt:
        done, total = come
        far = f"{done:,} of {total:,} {what} were done and are kept" if total else "nothing has been written"
        note(f"{far}; run it again to go on")
        raise


def _columns() -> int:
    """The width of the terminal on standard error: a line that is longer could not be written over."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
