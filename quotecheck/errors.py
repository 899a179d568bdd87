"""Exceptions: raised only when an input cannot be used at all, each with its exit code."""

from __future__ import annotations

from quotecheck.model import Problem


class QuotecheckError(Exception):
    """The root of all errors of this package. ``problem`` says where and what; ``exit_code`` is what
    a command ends with."""

    exit_code = 2

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class ReadingError(QuotecheckError):
    """A document that cannot be read: missing, undecodable, of an unknown format."""


class RecordError(QuotecheckError):
    """A claim file, an import file or a settings file that does not say what it must."""


class StoreError(QuotecheckError):
    """The project folder cannot be used: locked, not writable."""
