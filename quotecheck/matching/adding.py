"""What was read of claim files, written into the tables of the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from typing import TYPE_CHECKING

from quotecheck.matching import segments
from quotecheck.matching.keeping import Passages
from quotecheck.matching.tables import FILE_COLUMNS, add_to, block_id, count_speakers, state, written
from quotecheck.model import Problem

if TYPE_CHECKING:
    import sqlite3


class Adding:
    """Writes the passages of claim files, in the order of their row numbers, into the open transaction. ``next`` is the
    first number that is free; ``sources`` are the files that are known to lie in the folder of sources."""

    def __init__(self, connection: sqlite3.Connection, sources: Container[str] = ()) -> None:
        self.next = state(connection)["next"]
        self._connection = connection
        self._sources = sources
        self._speakers: Counter[str] = Counter()
        (self._file,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM files").fetchone()

    def put(self, passages: Passages | Problem, base: int = 0) -> list[Problem]:
        """Writes the passages of one claim file, whose row numbers count from ``base``; or gives its problem back."""
        if isinstance(passages, Problem):
            return [passages]
        origin = passages.origin
        values = (
            self._file, passages.name, origin.path, origin.title, origin.url, origin.published,
            bytes.fromhex(origin.sha256) if origin.sha256 else None, passages.stem, base + passages.first,
            passages.claims, passages.sentences, bool(origin.path) and origin.path not in self._sources,
            passages.drifted,
            *written(passages.stamps[0]), *written(passages.stamps[1]),
        )  # fmt: skip
        self._connection.execute(f"INSERT INTO files VALUES ({','.join('?' * FILE_COLUMNS)})", values)
        for parity in (0, 1):
            start = block_id(self._file, parity, 0)
            self._connection.executemany("INSERT INTO blocks VALUES (?, ?)", enumerate(passages.blocks[parity], start))
        self._speakers.update(passages.speakers)
        self._file += 1
        return []

    def finish(self, lists: Iterable[segments.Encoded], rows: int, next_row: int) -> None:
        """Writes the posting lists of the ``rows`` passages that were put, by term, and the totals."""
        segments.write(self._connection, lists, rows)
        count_speakers(self._connection, self._speakers)
        self._connection.execute("UPDATE state SET value = ? WHERE name = 'next'", (next_row,))
        add_to(self._connection, "alive", rows)
