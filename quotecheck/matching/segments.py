"""Posting lists in the index: written as segments, joined when there are many."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from quotecheck.matching.postings import LAST_SEGMENT, SEGMENT_BITS, decode, encode
from quotecheck.matching.runs import Listed, merged

if TYPE_CHECKING:
    import sqlite3


Encoded = tuple[int, int, bytes]
"""A term, the number of rows that hold it, and its list as it is stored."""


def encoded(lists: Iterable[Listed]) -> Iterator[Encoded]:
    """Lists as they are stored."""
    return ((term, count, encode(rows)) for term, count, rows in lists)


def write(connection: sqlite3.Connection, lists: Iterable[Encoded], rows: int) -> None:
    """Writes lists, by term, as a new segment that holds ``rows`` passages; nothing for no passages."""
    if not rows:
        return
    (segment,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM segments").fetchone()
    connection.execute("INSERT INTO segments VALUES (?, ?)", (segment, rows))
    connection.executemany("INSERT INTO postings VALUES (?, ?, ?)", _keyed(lists, segment))


def merge(connection: sqlite3.Connection, segments: Sequence[int], alive: Callable[[int], bool] | None) -> None:
    """Joins ``segments`` into the first of them; with ``alive``, rows for which it is False are dropped."""
    target = segments[0]
    connection.execute("CREATE TABLE merged (key INTEGER PRIMARY KEY, count INTEGER, rows BLOB)")
    marks = ",".join("?" * len(segments))
    (total,) = connection.execute(f"SELECT sum(rows) FROM segments WHERE id IN ({marks})", tuple(segments)).fetchone()
    joined = merged([_stored(connection, set(segments))], total, alive)
    connection.executemany("INSERT INTO merged VALUES (?, ?, ?)", _keyed(encoded(joined), target))
    everything = connection.execute("SELECT count(*) FROM segments").fetchone()[0] == len(segments)
    if everything:
        connection.execute("DROP TABLE postings")
        connection.execute("ALTER TABLE merged RENAME TO postings")
    else:
        connection.execute(f"DELETE FROM postings WHERE key & {LAST_SEGMENT} IN ({marks})", tuple(segments))
        connection.execute("INSERT INTO postings SELECT key, count, rows FROM merged")
        connection.execute("DROP TABLE merged")
    connection.execute(f"DELETE FROM segments WHERE id IN ({marks})", tuple(segments))
    connection.execute("INSERT INTO segments VALUES (?, ?)", (target, total))


def _keyed(lists: Iterable[Encoded], segment: int) -> Iterator[tuple[int, int, bytes]]:
    return ((term << SEGMENT_BITS | segment, count, blob) for term, count, blob in lists)


def _stored(connection: sqlite3.Connection, segments: set[int]) -> Iterator[Listed]:
    """The lists of some segments, by term and then by segment."""
    for key, count, blob in connection.execute("SELECT key, count, rows FROM postings ORDER BY key"):
        if key & LAST_SEGMENT in segments:
            yield key >> SEGMENT_BITS, count, array("I", decode(blob))
