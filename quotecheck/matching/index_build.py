"""Brings the index in step with the claim files: what is new or changed is read, what is gone is taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from quotecheck.errors import QuotecheckError
from quotecheck.matching.normal import norms
from quotecheck.matching.postings import Writer, merge
from quotecheck.matching.stamps import NO_FILE, Stamp, current
from quotecheck.model import Claim, Evidence, Origin, Problem
from quotecheck.reading import read
from quotecheck.records.paths import resolve

if TYPE_CHECKING:
    import sqlite3

    from quotecheck.records.store import Store

# Goes up whenever the tables, the terms or the normal form change: an index of another number is built anew.
VERSION = 1
SCHEMA = """
CREATE TABLE files (id INTEGER PRIMARY KEY, name TEXT UNIQUE, source TEXT, title TEXT, published TEXT,
    first INTEGER, last INTEGER,
    size INTEGER, changed INTEGER, sha256 TEXT, seen INTEGER,
    source_size INTEGER, source_changed INTEGER, source_sha256 TEXT, source_seen INTEGER);
CREATE TABLE rows (id INTEGER PRIMARY KEY, file INTEGER, claim TEXT, kind TEXT, speaker TEXT, source TEXT, cue TEXT,
    exact TEXT, prefix TEXT, suffix TEXT, start INTEGER, end INTEGER, line INTEGER, locator TEXT, status TEXT);
CREATE INDEX by_claim ON rows (claim) WHERE claim IS NOT NULL;
CREATE TABLE postings (key INTEGER PRIMARY KEY, count INTEGER, rows BLOB);
CREATE TABLE segments (id INTEGER PRIMARY KEY, rows INTEGER);
CREATE TABLE counts (name TEXT PRIMARY KEY, value INTEGER);
INSERT INTO counts VALUES ('next', 0), ('alive', 0), ('dead', 0);
"""
MOST_SEGMENTS = 16

Progress = Callable[[int, int], None]


class Known(NamedTuple):
    """What the index holds of a claim file: its number, the source it names, and the stamps of both."""

    file: int
    source: str | None
    claims: Stamp
    document: Stamp


class Change(NamedTuple):
    """A claim file to read again: ``name`` in the index, its path, its stamp now, and what was known of it."""

    name: str
    path: Path
    claims: Stamp
    known: Known | None


class Changes(NamedTuple):
    """What is to be done: files to read, files that are gone, stamps to renew for files whose bytes are the same."""

    read: tuple[Change, ...]
    gone: tuple[Known, ...]
    renewed: tuple[Known, ...]

    def __bool__(self) -> bool:
        return bool(self.read or self.gone or self.renewed)


def changes(connection: sqlite3.Connection, store: Store) -> Changes:
    """What differs between the index and the claim and source files now on disk."""
    known = dict(_known(connection))
    read, renewed = [], []
    if store.root is None:
        return Changes(read=(), gone=(), renewed=())
    for path in store.claim_files():
        name = path.relative_to(store.root).as_posix()
        before = known.pop(name, None)
        claims = current(path, before.claims if before else NO_FILE)
        if before is None or claims.sha256 != before.claims.sha256:
            read.append(Change(name=name, path=path, claims=claims, known=before))
            continue
        document = _current(_source(store, before.source), before.document)
        if document.sha256 != before.document.sha256:
            read.append(Change(name=name, path=path, claims=claims, known=before))
        elif claims is not before.claims or document is not before.document:
            renewed.append(Known(file=before.file, source=before.source, claims=claims, document=document))
    return Changes(read=tuple(read), gone=tuple(known.values()), renewed=tuple(renewed))


def apply(
    connection: sqlite3.Connection, store: Store, found: Changes, progress: Progress | None = None
) -> tuple[Problem, ...]:
    """Writes the changes in the open transaction. Claim files that cannot be used are left out and returned as
    problems; they are tried again the next time."""
    problems = []
    writer = Writer(connection)
    for known in found.gone:
        _take_out(connection, known)
    for known in found.renewed:
        _renew(connection, known)
    for number, change in enumerate(found.read):
        if progress:
            progress(number, len(found.read))
        if change.known:
            _take_out(connection, change.known)
        try:
            loaded = store.load(change.path)
        except QuotecheckError as error:
            problems.append(error.problem)
            continue
        path = _source(store, loaded.origin.path)
        document = _current(path, NO_FILE)
        told = _sentences(path, loaded.origin) if path else ()
        stamps = (change.claims, document)
        add_file(connection, writer, change.name, loaded.origin, claims=loaded.claims, sentences=told, stamps=stamps)
    writer.flush()
    _tidy(connection)
    return tuple(problems)


def add_file(
    connection: sqlite3.Connection,
    writer: Writer,
    name: str,
    origin: Origin,
    *,
    claims: Iterable[Claim],
    sentences: Iterable[Evidence] = (),
    stamps: tuple[Stamp, Stamp] = (NO_FILE, NO_FILE),
) -> None:
    """Adds the claims of one source and its sentences. Claims get even row numbers, sentences odd ones."""
    (first,) = connection.execute("SELECT value FROM counts WHERE name = 'next'").fetchone()
    from quotecheck.matching.passages import claim_passage

    passages = [claim_passage(claim) for claim in claims]
    numbered = [(first + 2 * place, passage) for place, passage in enumerate(passages)]
    numbered += [(first + 2 * place + 1, passage) for place, passage in enumerate(sentences)]
    numbered.sort(key=lambda pair: pair[0])
    last = numbered[-1][0] + 1 if numbered else first
    values = (None, name, origin.path, origin.title or origin.url or "", origin.published, first, last)
    cursor = connection.execute(f"INSERT INTO files VALUES ({','.join('?' * 15)})", (*values, *stamps[0], *stamps[1]))
    connection.executemany(
        f"INSERT INTO rows VALUES ({','.join('?' * 15)})",
        (_row(number, cursor.lastrowid, passage) for number, passage in numbered),
    )
    for number, passage in numbered:
        writer.add(number, norms(passage.exact))
    connection.execute("UPDATE counts SET value = ? WHERE name = 'next'", (last + last % 2,))
    connection.execute("UPDATE counts SET value = value + ? WHERE name = 'alive'", (len(numbered),))


def _row(number: int, file: int | None, passage: Evidence) -> tuple[str | int | None, ...]:
    return (
        number, file, passage.claim, passage.kind, passage.speaker, passage.source, passage.cue, passage.exact,
        passage.prefix, passage.suffix, passage.start, passage.end, passage.line, passage.locator, passage.status,
    )  # fmt: skip


def _known(connection: sqlite3.Connection) -> Iterator[tuple[str, Known]]:
    for name, file, source, *stamps in connection.execute(
        "SELECT name, id, source, size, changed, sha256, seen,"
        " source_size, source_changed, source_sha256, source_seen FROM files"
    ):
        yield name, Known(file=file, source=source, claims=_stamp(*stamps[:4]), document=_stamp(*stamps[4:]))


def _stamp(size: int, changed: int, sha256: str, seen: int) -> Stamp:
    return Stamp(size=size, changed=changed, sha256=sha256, seen=seen)


def _source(store: Store, path: str | None) -> Path | None:
    """The source file of a claim file; None for claims typed in by hand, and for a path that leaves the project."""
    try:
        return resolve(store.root, path) if store.root and path else None
    except QuotecheckError:
        return None


def _current(path: Path | None, known: Stamp) -> Stamp:
    return current(path, known) if path else NO_FILE


def _sentences(path: Path, origin: Origin) -> Iterable[Evidence]:
    """The sentences of a source; none where it cannot be read (``doctor`` and ``ingest`` say why)."""
    # Needed only when something is read anew, which most runs do not.
    from quotecheck.matching.passages import sentence_passages

    try:
        document = read(path, name=origin.path)
    except QuotecheckError:
        return ()
    return sentence_passages(document, origin.path, origin.published)


def _take_out(connection: sqlite3.Connection, known: Known) -> None:
    """Removes the rows of a file. Their numbers stay in the posting lists, dead, until lists are merged."""
    first, last = connection.execute("SELECT first, last FROM files WHERE id = ?", (known.file,)).fetchone()
    gone = connection.execute(
        "DELETE FROM rows WHERE id BETWEEN ? AND ? AND file = ?", (first, last, known.file)
    ).rowcount
    connection.execute("DELETE FROM files WHERE id = ?", (known.file,))
    connection.execute("UPDATE counts SET value = value - ? WHERE name = 'alive'", (gone,))
    connection.execute("UPDATE counts SET value = value + ? WHERE name = 'dead'", (gone,))


def _renew(connection: sqlite3.Connection, known: Known) -> None:
    connection.execute(
        "UPDATE files SET size = ?, changed = ?, sha256 = ?, seen = ?, source_size = ?, source_changed = ?,"
        " source_sha256 = ?, source_seen = ? WHERE id = ?",
        (*known.claims, *known.document, known.file),
    )


def _tidy(connection: sqlite3.Connection) -> None:
    """Joins posting lists when they lie in many segments, and drops dead rows when they are a quarter of all."""
    totals = dict(connection.execute("SELECT name, value FROM counts"))
    segments = list(connection.execute("SELECT id, rows FROM segments ORDER BY id"))
    if totals["dead"] * 3 > totals["alive"] + 1000:
        alive = {row for (row,) in connection.execute("SELECT id FROM rows")}
        if segments:
            merge(connection, [number for number, _ in segments], alive.__contains__)
        connection.execute("UPDATE counts SET value = 0 WHERE name = 'dead'")
    elif len(segments) > MOST_SEGMENTS:
        largest = max(range(len(segments)), key=lambda place: segments[place][1])
        newer = segments[largest + 1 :]
        small = sum(rows for _, rows in newer) * 2 < segments[largest][1]
        merge(connection, [number for number, _ in (newer if small and len(newer) > 1 else segments)], None)
