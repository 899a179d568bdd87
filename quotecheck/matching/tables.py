"""The tables of the index, and what is asked of them file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from quotecheck.matching.rows import BLOCK_BITS, SPEAKER, rows_of
from quotecheck.model import Origin
from quotecheck.records.remembered import Remembered
from quotecheck.records.stamps import DOUBT_NS, Stamp

if TYPE_CHECKING:
    import sqlite3

# Goes up whenever the tables, the terms, the normal form or the packing of rows change: an index of another number is
# built anew.
VERSION = 4
SCHEMA = """
CREATE TABLE files (id INTEGER PRIMARY KEY, name TEXT, source TEXT, title TEXT, url TEXT, published TEXT, claimed BLOB,
    stem TEXT, first INTEGER, claims INTEGER, sentences INTEGER, elsewhere INTEGER, drifted INTEGER,
    size INTEGER, changed INTEGER, sha256 BLOB, seen INTEGER,
    source_size INTEGER, source_changed INTEGER, source_sha256 BLOB, source_seen INTEGER);
CREATE INDEX by_first ON files (first);
CREATE TABLE blocks (id INTEGER PRIMARY KEY, data BLOB);
CREATE TABLE speakers (name TEXT PRIMARY KEY, claims INTEGER) WITHOUT ROWID;
CREATE TABLE postings (key INTEGER PRIMARY KEY, count INTEGER, rows BLOB);
CREATE TABLE segments (id INTEGER PRIMARY KEY, rows INTEGER);
CREATE TABLE state (name TEXT PRIMARY KEY, value);
INSERT INTO state VALUES ('next', 0), ('alive', 0), ('dead', 0), ('tree', NULL);
"""
FILE_COLUMNS = 21
_DOUBTFUL = (
    f"(abs(seen - changed) <= {DOUBT_NS} OR (source_size >= 0 AND abs(source_seen - source_changed) <= {DOUBT_NS}))"
)
# The blocks of a file: its number, whether they are of claims or of sentences, and their number.
FILE_BITS, PARITY_BITS = 24, 23


class Known(NamedTuple):
    """What the index holds of a claim file: its number, the source it names, and the stamps of both."""

    file: int
    source: str | None
    claims: Stamp
    document: Stamp


def block_id(file: int, parity: int, place: int) -> int:
    """The number of the block that holds the claim (``parity`` 0) or sentence (1) of a file at ``place``."""
    return file << FILE_BITS | parity << PARITY_BITS | place >> BLOCK_BITS


def block_id_of(file: str, parity: str, place: str) -> str:
    """:func:`block_id` in SQL, which knows no precedence among these operators."""
    return f"(({file} << {FILE_BITS}) | ({parity} << {PARITY_BITS}) | ({place} >> {BLOCK_BITS}))"


def state(connection: sqlite3.Connection) -> Mapping[str, int]:
    """The totals of the index: ``alive`` and ``dead`` passages, the ``next`` row number."""
    return dict(connection.execute("SELECT name, value FROM state WHERE name <> 'tree'"))


def add_to(connection: sqlite3.Connection, name: str, number: int) -> None:
    """Adds to one of the totals."""
    connection.execute("UPDATE state SET value = value + ? WHERE name = ?", (number, name))


def met(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str, bool, int, int, int, int]]:
    """Every claim file of the index: its number, name and source, whether either of them changed so shortly before it
    was read that it may have changed again, and sizes and times of both. Plain tuples, since an archive has many."""
    return connection.execute(
        f"SELECT id, name, coalesce(source, ''), {_DOUBTFUL}, size, changed, source_size, source_changed FROM files"
    )


def known(connection: sqlite3.Connection, file: int) -> Known:
    """What the index holds of a claim file that it has."""
    source, *stamps = connection.execute(
        "SELECT source, size, changed, sha256, seen, source_size, source_changed, source_sha256, source_seen"
        " FROM files WHERE id = ?",
        (file,),
    ).fetchone()
    return Known(file=file, source=source, claims=_stamp(*stamps[:4]), document=_stamp(*stamps[4:]))


def remembered(connection: sqlite3.Connection) -> Remembered:
    """What the index knows of the files of its project."""
    claims, sources = {}, {}
    for name, source, title, url, published, claimed, *stamps in connection.execute(
        "SELECT name, source, title, url, published, claimed, size, changed, sha256, seen,"
        " source_size, source_changed, source_sha256, source_seen FROM files"
    ):
        sha256 = claimed.hex() if claimed is not None else None
        origin = Origin(path=source, sha256=sha256, title=title, url=url, published=published)
        claims[name] = (_stamp(*stamps[:4]), origin)
        if source:
            sources[source] = _stamp(*stamps[4:])
    return Remembered(claims=claims, sources=sources)


def written(stamp: Stamp) -> tuple[int, int, bytes, int]:
    """A stamp as the tables hold it."""
    return stamp.size, stamp.changed, bytes.fromhex(stamp.sha256), stamp.seen


def renew(connection: sqlite3.Connection, one: Known) -> None:
    """Keeps new stamps of a claim file and its source."""
    connection.execute(
        "UPDATE files SET size = ?, changed = ?, sha256 = ?, seen = ?, source_size = ?, source_changed = ?,"
        " source_sha256 = ?, source_seen = ? WHERE id = ?",
        (*written(one.claims), *written(one.document), one.file),
    )


def take_out(connection: sqlite3.Connection, file: int) -> None:
    """Removes the passages of a file. Their numbers stay in the posting lists, dead, until lists are merged."""
    (rows,) = connection.execute("SELECT claims + sentences FROM files WHERE id = ?", (file,)).fetchone()
    gone = Counter(row[SPEAKER] for row in rows_of(claim_blocks(connection, file)) if row[SPEAKER] is not None)
    count_speakers(connection, Counter({name: -number for name, number in gone.items()}))
    connection.execute(
        "DELETE FROM blocks WHERE id BETWEEN ? AND ?", (block_id(file, 0, 0), block_id(file + 1, 0, 0) - 1)
    )
    connection.execute("DELETE FROM files WHERE id = ?", (file,))
    add_to(connection, "alive", -rows)
    add_to(connection, "dead", rows)


def count_speakers(connection: sqlite3.Connection, more: Counter[str]) -> None:
    """Adds to the number of claims of speakers; those without any are dropped."""
    connection.executemany(
        "INSERT INTO speakers VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET claims = claims + excluded.claims",
        more.items(),
    )
    if any(number < 0 for number in more.values()):
        connection.execute("DELETE FROM speakers WHERE claims <= 0")


def claim_blocks(connection: sqlite3.Connection, file: int) -> list[bytes]:
    """The blocks of a file's claims, in order."""
    found = connection.execute(
        "SELECT data FROM blocks WHERE id BETWEEN ? AND ? ORDER BY id",
        (block_id(file, 0, 0), block_id(file, 1, 0) - 1),
    )
    return [data for (data,) in found]


def doubtful(connection: sqlite3.Connection) -> bool:
    """Whether some file changed so shortly before it was read that it may have changed again."""
    return connection.execute(f"SELECT 1 FROM files WHERE {_DOUBTFUL} LIMIT 1").fetchone() is not None


def _stamp(size: int, changed: int, sha256: bytes, seen: int) -> Stamp:
    return Stamp(size=size, changed=changed, sha256=sha256.hex(), seen=seen)
