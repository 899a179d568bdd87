"""What hostile tests share: the command line in this process, and what no output of it may hold."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from quotecheck.cli.main import main

# Controls, marks that turn the direction of writing, and separators of lines that terminals and editors obey.
SPACES = frozenset("\u00a0\u2003\u3000\n\t")
VISIBLE_JOINERS = frozenset("\u200c\u200d")
"""They hold letters and emoji together, and hide nothing."""


class Ran(NamedTuple):
    """What one command line gave."""

    code: int
    out: bytes
    err: str


def run(*arguments: str, given: bytes = b"") -> Ran:
    """Runs a command line in this process, ``given`` on its standard input; its own errors are raised."""
    with streams(given) as (out, err):
        code = main(list(arguments))
    ran = Ran(code, out.getvalue(), err.getvalue().decode("utf-8"))
    assert ran.code in (0, 1, 2), (arguments, ran)
    assert "Traceback" not in ran.err and "an error of its own" not in ran.err, (arguments, ran)
    assert not controls(ran.err), (arguments, ran)
    return ran


@contextmanager
def streams(given: bytes) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Other standard streams for a while."""
    out, err = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8", write_through=True))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8", write_through=True))
        yield out, err
        sys.stdout.detach()
        sys.stderr.detach()


def controls(text: str) -> set[str]:
    """What may do something to a terminal."""
    return {one for one in text if not one.isprintable()} - SPACES - VISIBLE_JOINERS


def write(path: str, data: bytes | str) -> None:
    """Writes a file of the working directory, and the folders it is in."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
