"""Single keys and typed lines from a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType

import click

ARROWS = {"\x1b[C": " ", "\x1bOC": " ", "\x1b[D": "b", "\x1bOD": "b", "\r": " ", "\n": " "}
"""Keys that mean the same as another: right and Enter go on, left goes back."""


class Keys:
    """The keyboard, key by key as long as the block runs; Ctrl-C interrupts. Where a system has no such mode of the
    terminal, click reads the key."""

    def __init__(self) -> None:
        self._before: list[object] | None = None

    def __enter__(self) -> Keys:
        with suppress(ImportError, OSError):
            import termios
            import tty

            self._before = termios.tcgetattr(sys.stdin.fileno())
            tty.setcbreak(sys.stdin.fileno(), termios.TCSANOW)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._restore()

    def forget(self) -> None:
        """Drops what was typed ahead: a decision is about what the person has seen."""
        if self._before is not None:
            import termios

            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)

    def read(self) -> str:
        """The next key, "" at the end of input."""
        if self._before is None:
            try:
                return ARROWS.get(found := click.getchar(), found[:1])
            except EOFError:
                return ""
        typed = os.read(sys.stdin.fileno(), 32).decode("utf-8", "replace")
        return ARROWS.get(typed, "" if typed[:1] == "\x04" else typed[:1] if typed else "")

    @contextmanager
    def typing(self) -> Iterator[None]:
        """Lines can be typed and corrected as usual as long as the block runs."""
        self._restore()
        try:
            yield
        finally:
            self.__enter__()

    def _restore(self) -> None:
        if self._before is not None:
            import termios

            termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, self._before)  # type: ignore[arg-type]
