"""What a command is given: documents by path or on standard input, and the project's store."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotecheck.cli.output import note
from quotecheck.errors import ReadingError, StoreError
from quotecheck.model import Document, Problem, Report
from quotecheck.reading import read, read_data, read_text
from quotecheck.reading.decoding import MAX_BYTES, decode
from quotecheck.reading.presence import is_there

if TYPE_CHECKING:
    from quotecheck.matching.index import Index
    from quotecheck.records.settings import Settings
    from quotecheck.records.store import Store

STDIN = "-"


def document(path: str, stdin_filename: str | None = None) -> Document:
    """The document at ``path``, or on standard input for ``-``, which then goes by ``stdin_filename``. What there is to
    remark on the reading goes to standard error. ReadingError, with the nearest file name where the path is missing."""
    found = _document(path, stdin_filename)
    for remark in found.remarks:
        note(f"{found.path}: {remark}")
    return found


def _document(path: str, stdin_filename: str | None) -> Document:
    if path == STDIN:
        name = stdin_filename or "<stdin>"
        data = _stdin(name)
        return read_data(data, path=name) if stdin_filename else read_text(decode(data, name), path=name)
    try:
        return read(Path(path), name=Path(path).as_posix())
    except ReadingError as error:
        close = None if is_there(Path(path)) else nearest_file(Path(path))
        if close is None:
            raise
        raise ReadingError(replace(error.problem, hint=f"did you mean {close}?")) from None


def _stdin(name: str) -> bytes:
    """All of standard input, within the bounds of a file: it may be a device that never ends."""
    if sys.stdin is None:
        raise ReadingError(Problem(path=name, message="cannot be read: standard input is closed"))
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadingError(Problem(path=name, message=f"cannot be read: {error.strerror or error}")) from error
    if len(data) > MAX_BYTES:
        message = f"is too large: at most {MAX_BYTES:,} bytes are read"
        raise ReadingError(Problem(path=name, message=message, hint="split it into parts"))
    return data


def checked(path: str, stdin_filename: str | None, store: Store, index: Index, settings: Settings) -> Report:
    """One draft, checked; a report of why not when it cannot be read, which goes to standard error too."""
    from quotecheck.checking import verify

    try:
        return verify(document(path, stdin_filename), store, settings=settings, index=index)
    except ReadingError as error:
        note(str(error))
        return Report(path=path, error=error.problem)


def refuse_overwriting(paths: Sequence[str], output: str | None) -> None:
    """A usage error where what is written would take the place of a draft."""
    for path in paths if output not in (None, "-") else ():
        if path != STDIN and _is_same(path, str(output)):
            raise click.UsageError(f"--output {output} would overwrite the draft.")


def _is_same(path: str, other: str) -> bool:
    """Whether two paths lead to one file, by links of either kind too."""
    try:
        return Path(path).samefile(other)
    except OSError:
        return os.path.realpath(path) == os.path.realpath(other)


def nearest_file(path: Path) -> str | None:
    """The path that is there and most like a missing one, in which folders may be misspelt too; None when none is
    near."""
    from difflib import get_close_matches

    folder = path.parent
    if not is_there(folder):
        nearer = nearest_file(folder) if folder.name else None
        if nearer is None:
            return None
        folder = Path(nearer)
    if is_there(folder / path.name):
        return (folder / path.name).as_posix()
    try:
        names = [entry.name for entry in folder.iterdir() if entry.name != path.name]
    except OSError:
        return None
    close = get_close_matches(path.name, names, n=1)
    return (folder / close[0]).as_posix() if close else None


def open_store(root: str | None) -> Store:
    """The store of ``--root``, else of the project folder that the working directory is in. StoreError, with the
    nearest name, when there is no such folder."""
    from quotecheck.records.store import Store, find_root

    try:
        return Store.open(root if root is not None else find_root(Path.cwd()))
    except StoreError as error:
        close = nearest_file(Path(root)) if root and not is_there(Path(root)) else None
        if close is None:
            raise
        raise StoreError(replace(error.problem, hint=f"did you mean {close}?")) from None


def with_nearest(problem: Problem, root: Path | None) -> Problem:
    """``problem``, with the nearest file name as its hint where its path (from ``root``) is missing."""
    path = (root or Path()) / problem.path
    close = None if is_there(path) else nearest_file(path)
    if close is None:
        return problem
    parts = Path(close).parts[-len(Path(problem.path).parts) :]
    return replace(problem, hint=f"did you mean {Path(*parts).as_posix()}?")
