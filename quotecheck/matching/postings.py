"""Posting lists: for each word and each pair of neighbouring words, the rows that hold it.

A row number is even for a claim and odd for a sentence of a source. Lists are written in segments:
an update adds a segment and touches no older one; :func:`merge` joins segments and drops dead rows.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from operator import sub
from sys import byteorder
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import sqlite3

# Pairs share this many buckets. At a million claims a bucket holds some eighty rows, which is little noise to a
# vote over a dozen pairs, and the table of lists stays small: most pairs of a language occur only once.
PAIR_BUCKETS = 1 << 18
PAIR_MASK = PAIR_BUCKETS - 1
# Two odd numbers of well mixed bits, and the middle bits of the products, which depend on both words and their order.
FIRST_STEP, SECOND_STEP, PAIR_SHIFT = 0x9E3779B1, 0x85EBCA6B, 20
SEGMENT_BITS = 16
LAST_SEGMENT = (1 << SEGMENT_BITS) - 1
# Postings kept in memory before they are written: some 100 MB with their dictionary.
FLUSH_AFTER = 2_000_000
WIDTHS = {array(code).itemsize: code for code in "BHI"}


@lru_cache(maxsize=1 << 17)
def word_term(word: str) -> int:
    """The number under which the rows of a normalised word are listed."""
    return PAIR_BUCKETS + crc32(word.encode("utf-8", "replace"))


def terms(words: Sequence[str]) -> set[int]:
    """The numbers of all words of a passage and of all pairs of neighbours; empty for no words. A pair shares its
    number with other pairs: it is made of those of its words, the order of which counts."""
    singles = [word_term(word) for word in words]
    found = {
        (first * FIRST_STEP + second * SECOND_STEP) >> PAIR_SHIFT & PAIR_MASK for first, second in pairwise(singles)
    }
    found.update(singles)
    return found


def encode(rows: Sequence[int]) -> bytes:
    """Rising row numbers as the steps between them, in the narrowest of 1, 2 or 4 bytes."""
    if len(rows) == 1:
        return rows[0].to_bytes(4, byteorder)
    steps = array("I", [rows[0]])
    steps.extend(map(sub, rows[1:], rows))
    widest = max(steps)
    code = "B" if widest < 1 << 8 else "H" if widest < 1 << 16 else "I"
    return (steps if code == "I" else array(code, steps)).tobytes()


def decode(blob: bytes, count: int) -> Iterable[int]:
    """The ``count`` row numbers of an encoded list; ValueError when the list is not whole."""
    width = len(blob) // count if count else 0
    if width not in WIDTHS or width * count != len(blob):
        raise ValueError("a posting list of the index is damaged")
    return accumulate(array(WIDTHS[width], blob))


class Writer:
    """Collects the terms of new rows, in rising order of row numbers, and writes them segment by segment."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lists: defaultdict[int, array[int]] = defaultdict(_no_rows)
        self._pending = 0
        self._rows = 0

    def add(self, row: int, words: Sequence[str]) -> None:
        """Lists ``row`` under every word and pair of ``words``."""
        lists = self._lists
        found = terms(words)
        for term in found:
            lists[term].append(row)
        self._pending += len(found)
        self._rows += 1
        if self._pending >= FLUSH_AFTER:
            self.flush()

    def flush(self) -> None:
        """Writes what is in memory as one segment; nothing when there is nothing."""
        if not self._lists:
            return
        (segment,) = self._connection.execute("SELECT coalesce(max(id), 0) + 1 FROM segments").fetchone()
        self._connection.execute("INSERT INTO segments VALUES (?, ?)", (segment, self._rows))
        lists = self._lists
        self._connection.executemany(
            "INSERT INTO postings VALUES (?, ?, ?)",
            ((term << SEGMENT_BITS | segment, len(lists[term]), encode(lists[term])) for term in sorted(lists)),
        )
        self._lists, self._pending, self._rows = defaultdict(_no_rows), 0, 0


def _no_rows() -> array[int]:
    return array("I")


def count(connection: sqlite3.Connection, term: int) -> int:
    """How many rows are listed under ``term``, dead ones included."""
    found = connection.execute(
        "SELECT sum(count) FROM postings WHERE key BETWEEN ? AND ?",
        (term << SEGMENT_BITS, term << SEGMENT_BITS | LAST_SEGMENT),
    ).fetchone()
    return found[0] or 0


def rows_of(connection: sqlite3.Connection, term: int) -> Iterable[int]:
    """The rows listed under ``term``, rising within a segment."""
    found = connection.execute(
        "SELECT count, rows FROM postings WHERE key BETWEEN ? AND ?",
        (term << SEGMENT_BITS, term << SEGMENT_BITS | LAST_SEGMENT),
    )
    return chain.from_iterable(decode(blob, size) for size, blob in found)


def merge(connection: sqlite3.Connection, segments: Sequence[int], alive: Callable[[int], bool] | None) -> None:
    """Joins ``segments`` into the first of them; with ``alive``, rows for which it is False are dropped."""
    target, wanted = segments[0], set(segments)
    connection.execute("CREATE TABLE merged (key INTEGER PRIMARY KEY, count INTEGER, rows BLOB)")
    connection.executemany(
        "INSERT INTO merged VALUES (?, ?, ?)",
        (
            (term << SEGMENT_BITS | target, len(rows), encode(rows))
            for term, rows in _joined(connection, wanted, alive)
            if rows
        ),
    )
    marks = ",".join("?" * len(segments))
    total = connection.execute(f"SELECT sum(rows) FROM segments WHERE id IN ({marks})", tuple(segments)).fetchone()
    everything = connection.execute("SELECT count(*) FROM segments").fetchone()[0] == len(segments)
    if everything:
        connection.execute("DROP TABLE postings")
        connection.execute("ALTER TABLE merged RENAME TO postings")
    else:
        connection.execute(f"DELETE FROM postings WHERE key & {LAST_SEGMENT} IN ({marks})", tuple(segments))
        connection.execute("INSERT INTO postings SELECT key, count, rows FROM merged")
        connection.execute("DROP TABLE merged")
    connection.execute(f"DELETE FROM segments WHERE id IN ({marks})", tuple(segments))
    connection.execute("INSERT INTO segments VALUES (?, ?)", (target, total[0]))


def _joined(
    connection: sqlite3.Connection, segments: set[int], alive: Callable[[int], bool] | None
) -> Iterable[tuple[int, array[int]]]:
    """Each term of the segments with its rows, rising."""
    current, rows = -1, array("I")
    for key, size, blob in connection.execute("SELECT key, count, rows FROM postings ORDER BY key"):
        if key & LAST_SEGMENT not in segments:
            continue
        if key >> SEGMENT_BITS != current:
            if current >= 0:
                yield current, rows
            current, rows = key >> SEGMENT_BITS, array("I")
        found = decode(blob, size)
        rows.extend(filter(alive, found) if alive else found)
    if current >= 0:
        yield current, rows
