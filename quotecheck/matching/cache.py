"""Where the index lives: a file in ``.quotecheck/`` that is trusted only when it is ours, whole and of this version."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from quotecheck.errors import StoreError
from quotecheck.matching import index_build, tables
from quotecheck.matching.runs import TEMPORARY
from quotecheck.model import Problem
from quotecheck.reading.presence import is_file, is_there
from quotecheck.records.atomic import make_cache
from quotecheck.records.paths import resolve
from quotecheck.records.remembered import Remembered

if TYPE_CHECKING:
    import sqlite3

    from quotecheck.matching.index_build import Progress
    from quotecheck.records.store import Store

FOLDER = ".quotecheck"
NAME = "index.sqlite"
# "qchk": the mark by which a file is known as ours.
APPLICATION = 0x7163686B
FULL = "the disk is full: the index is not kept"
# What is made beside the index and has not been written to for so long belongs to nobody.
ABANDONED_SECONDS = 3600
# Row numbers are of 32 bits; those of passages that are gone are not given again.
MOST_ROWS = 1 << 31
# Another process may be bringing the index up to date.
PATIENCE_SECONDS = 60


class Unusable(Exception):
    """The file is no index of ours, of another version, or damaged; the text says which."""


class Opened(NamedTuple):
    """An index that is in step with its store, lines for the user about it, and claim files left out."""

    connection: sqlite3.Connection
    notices: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def database_error() -> type[Exception]:
    """The exception of a database that cannot be used (a function, so that sqlite3 is imported late)."""
    import sqlite3

    return sqlite3.DatabaseError


def damage() -> tuple[type[Exception], ...]:
    """What reading a damaged file may raise: where a number or a text was spoilt, SQLite sees nothing wrong, and
    something else stands in a row than what was written."""
    return (Unusable, database_error(), ValueError, TypeError, LookupError, AttributeError, OverflowError)


def open_cache(store: Store, progress: Progress | None = None, jobs: int = 1) -> Opened:
    """The index of the store's root, in step with its files; in memory where there is no root, nothing to index, or
    the folder cannot be written."""
    path = _place(store)
    there = path is not None and is_there(path)
    if path is None or not (there or store.claim_entries()):
        return in_memory(store, None, progress)
    notices: tuple[str, ...] = ()
    if there:
        try:
            return _updated(path, store, progress, jobs)
        except damage() as error:
            if _is_busy(error):
                return in_memory(store, "the index is in use by another process: working without it", progress)
            if _is_full(error):
                return in_memory(store, FULL, progress)
            notices = (f"{FOLDER}/{NAME}: {_reason(error)}; building it anew",)
    try:
        return _built(path, store, notices, progress, jobs)
    except (OSError, database_error()) as error:
        notice = notices[0] if notices else FULL if _is_full(error) else None
        return in_memory(store, notice, progress)


def _place(store: Store) -> Path | None:
    """Where the index of a store is kept; None for a store without a root, or where that would be outside of it."""
    try:
        return resolve(store.root, FOLDER) / NAME if store.root is not None else None
    except StoreError:
        return None


def remembered(store: Store) -> Remembered:
    """What the index of the store's root knows of its files; nothing where there is no index that can be trusted.
    Nothing is written."""
    path = _place(store)
    if path is None or not is_file(path):
        return Remembered()
    try:
        connection = _connect(path, "ro")
        with contextlib.closing(connection):
            _check(connection)
            return tables.remembered(connection)
    except damage():
        return Remembered()


def in_memory(store: Store, notice: str | None = None, progress: Progress | None = None) -> Opened:
    """An index that no file holds."""
    import sqlite3

    connection = sqlite3.connect(":memory:", check_same_thread=False)
    problems = _fill(connection, store, progress)
    return Opened(connection=connection, notices=(notice,) if notice else (), problems=problems)


def _updated(path: Path, store: Store, progress: Progress | None, jobs: int) -> Opened:
    """The index at ``path``, brought in step. Raises Unusable, or the errors of sqlite3, where it cannot be."""
    writable = os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)
    connection = _connect(path, "rw" if writable else "ro")
    try:
        _check(connection)
        version = _version(connection)
        found = index_build.changes(connection, store)
        if not found:
            if found.tree is not None and writable:
                index_build.remember(connection, store, found.tree)
            return Opened(connection=connection)
        if not writable:
            connection.close()
            return in_memory(store, None, progress)
        with _transaction(connection):
            if _version(connection) != version:  # another process has written meanwhile
                found = index_build.changes(connection, store)
            problems = index_build.apply(connection, store, found, progress, jobs)
        return Opened(connection=connection, problems=problems)
    except BaseException:
        connection.close()
        raise


def _built(path: Path, store: Store, notices: tuple[str, ...], progress: Progress | None, jobs: int) -> Opened:
    """A new index, built beside its place and then put there, so that nobody meets half of one."""
    make_cache(path.parent.parent)
    _sweep(path.parent)
    draft = path.with_name(f"{TEMPORARY}{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        connection = _connect(draft, "rwc")
        # Blocks of a kilobyte or two leave a quarter of the usual pages of 4,096 bytes empty.
        connection.execute("PRAGMA page_size = 16384")
        connection.execute("PRAGMA journal_mode = OFF")
        problems = _fill(connection, store, progress, jobs)
        connection.close()
        draft.replace(path)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    return Opened(connection=_connect(path, "rw"), notices=notices, problems=problems)


def _sweep(folder: Path) -> None:
    """Deletes what runs that were killed have left behind of an index."""
    for left in folder.glob(f"{TEMPORARY}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime < ABANDONED_SECONDS:
                continue
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink()


def _fill(
    connection: sqlite3.Connection, store: Store, progress: Progress | None, jobs: int = 1
) -> tuple[Problem, ...]:
    """Makes the tables and writes the whole store into them."""
    connection.isolation_level = None
    with _transaction(connection):
        for statement in tables.SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {tables.VERSION}")
        if store.root is not None:
            return index_build.apply(connection, store, index_build.changes(connection, store), progress, jobs)
        index_build.hold(connection, store)
    return ()


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    import sqlite3

    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def _version(connection: sqlite3.Connection) -> int:
    """A number that is another one when another process has written to the index."""
    (found,) = connection.execute("PRAGMA data_version").fetchone()
    return int(found)


def _check(connection: sqlite3.Connection) -> None:
    """Raises Unusable unless the file is an index of this version."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise Unusable("this file is not an index")
    if connection.execute("PRAGMA user_version").fetchone()[0] != tables.VERSION:
        raise Unusable("the index is of another version")
    if connection.execute("SELECT count(*) FROM state").fetchone()[0] != 4:
        raise Unusable("the index is damaged")
    if tables.state(connection)["next"] > MOST_ROWS:
        raise Unusable("the index has been changed so often that it is out of numbers")


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. The garbage collector is called seldom meanwhile: by default it walks the growing posting lists
    again and again, which took 40 % of the time of indexing 100,000 claims."""
    connection.execute("BEGIN IMMEDIATE")
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 20, 1000)
    try:
        yield
    except BaseException:
        with contextlib.suppress(database_error()):
            connection.execute("ROLLBACK")
        raise
    finally:
        gc.set_threshold(*usual)
    connection.execute("COMMIT")


def _is_busy(error: Exception) -> bool:
    return "locked" in str(error) or "busy" in str(error)


def _is_full(error: Exception) -> bool:
    return "disk is full" in str(error) or (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT))


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, Unusable) else "the index is damaged"
