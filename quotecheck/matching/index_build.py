"""Brings the index in step with the claim files: what is new or changed is read, what is gone is taken out."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from quotecheck.errors import QuotecheckError
from quotecheck.matching import segments
from quotecheck.matching.adding import Adding
from quotecheck.matching.keeping import Reader
from quotecheck.matching.processes import Part, merge_runs, read_parts
from quotecheck.matching.runs import TEMPORARY, Run
from quotecheck.matching.tables import Known, doubtful, known, met, renew, state, take_out
from quotecheck.model import Claim, Problem
from quotecheck.records.paths import resolve
from quotecheck.records.stamps import NO_FILE, Stamp, current, looks, vouched
from quotecheck.records.walking import Entry, glance

if TYPE_CHECKING:
    import sqlite3

    from quotecheck.records.store import Store

MOST_SEGMENTS = 16
# Below this many bytes of claim files it takes longer to start processes than to read them.
MANY_BYTES = 4_000_000

Progress = Callable[[int, int], object]


class Change(NamedTuple):
    """A claim file to read: as it was met, and its number where the index had it."""

    entry: Entry
    file: int | None = None


class Changes(NamedTuple):
    """What is to be done: files to read, numbers of files that are gone, stamps to renew where bytes are the same.
    ``tree`` has all the files of the store as they were met, None when nothing was looked at."""

    read: tuple[Change, ...] = ()
    gone: tuple[int, ...] = ()
    renewed: tuple[Known, ...] = ()
    tree: Tree | None = None

    def __bool__(self) -> bool:
        return bool(self.read or self.gone or self.renewed)


class Tree(NamedTuple):
    """The claim files and the files among the sources, as they were met."""

    claims: list[Entry]
    sources: list[Entry]

    def digest(self, store: Store, elsewhere: Sequence[str]) -> str:
        """What stands for all of it, with the sources that lie elsewhere in the project: the same as long as no file
        comes, goes or changes."""
        other = "".join(f"{name}\0{looks(_source(store, name))}\n" for name in elsewhere)
        seen = (glance(self.claims), glance(self.sources), other.encode("utf-8", "surrogateescape"))
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in seen)).hexdigest()

    def by_name(self) -> dict[str, Entry]:
        """The sources by name, without those that are reached by links."""
        return {entry.name: entry for entry in self.sources if not entry.link}


def look(store: Store) -> Tree:
    """The files of a store."""
    return Tree(store.claim_entries(), store.source_entries())


def changes(connection: sqlite3.Connection, store: Store) -> Changes:
    """What differs between the index and the claim and source files now on disk."""
    if store.root is None:
        return Changes()
    tree = look(store)
    (before,) = connection.execute("SELECT value FROM state WHERE name = 'tree'").fetchone()
    if before is not None and before == tree.digest(store, _elsewhere(connection)):
        return Changes()
    return _compared(connection, store, tree)


def _compared(connection: sqlite3.Connection, store: Store, tree: Tree) -> Changes:
    new = {entry.name: entry for entry in tree.claims}
    sources = tree.by_name()
    again, gone, renewed = [], [], []
    for file, name, source, in_doubt, *sizes_and_times in met(connection):
        entry = new.pop(name, None)
        if entry is None:
            gone.append(file)
        elif in_doubt or [*entry[1:3], *_looked(sources, source)] != sizes_and_times:
            before = known(connection, file)
            now = _now(store, sources, entry, before)
            if (now.claims.sha256, now.document.sha256) != (before.claims.sha256, before.document.sha256):
                again.append(Change(entry, file))
            elif now != before:
                renewed.append(now)
    read = (*map(Change, new.values()), *again)
    return Changes(read=read, gone=tuple(gone), renewed=tuple(renewed), tree=tree)


def _looked(sources: Mapping[str, Entry], source: str) -> Sequence[int]:
    """Size and time of a source as it was met, those of no file for none; nothing where it was not met."""
    if not source:
        return NO_FILE[:2]
    return sources[source][1:3] if source in sources else ()


def _now(store: Store, sources: Mapping[str, Entry], entry: Entry, before: Known) -> Known:
    """What there is to know now of a claim file and its source; what is known of the source where the claim file is
    another one."""
    claims = before.claims if vouched(before.claims, entry.size, entry.changed) else _hashed(store, entry)
    same = claims.sha256 == before.claims.sha256
    return before._replace(claims=claims, document=_document(store, sources, before) if same else before.document)


def _hashed(store: Store, entry: Entry) -> Stamp:
    return current(_source(store, entry.name), NO_FILE)


def _document(store: Store, sources: Mapping[str, Entry], before: Known) -> Stamp:
    """The stamp of a file's source now; the one that is known where it is vouched for."""
    met = sources.get(before.source or "")
    if met is not None and vouched(before.document, met.size, met.changed):
        return before.document
    return current(_source(store, before.source), before.document)


def _source(store: Store, path: str | None) -> Path | None:
    """The source file of a claim file; None for claims typed in by hand, and for a path that leaves the project."""
    try:
        return resolve(store.root, path) if store.root and path else None
    except QuotecheckError:
        return None


def _elsewhere(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT DISTINCT source FROM files WHERE elsewhere ORDER BY source")
    return [source for (source,) in found]


def apply(
    connection: sqlite3.Connection, store: Store, found: Changes, progress: Progress | None = None, jobs: int = 1
) -> tuple[Problem, ...]:
    """Writes the changes in the open transaction, read by ``jobs`` processes where there is much to read. Claim files
    that cannot be used are left out and returned as problems; they are tried again the next time."""
    for file in chain(found.gone, (change.file for change in found.read if change.file is not None)):
        take_out(connection, file)
    for one in found.renewed:
        renew(connection, one)
    problems: list[Problem] = []
    if found.read and store.root is not None:
        problems = _read(connection, store.root, found, progress, jobs)
    _tidy(connection)
    if found.tree is not None:
        remember(connection, store, found.tree, whole=not problems)
    return tuple(problems)


def hold(connection: sqlite3.Connection, store: Store) -> None:
    """Writes the claims of a store in memory in the open transaction."""
    adding = Adding(connection)
    reader = Reader(Path(), Path(tempfile.gettempdir()))
    for path, claims in groupby(sorted(store.claims(), key=_path), key=_path):
        same = tuple(claims)
        adding.put(reader.add(path, same[0].origin, same))
    adding.finish(reader.encoded(), reader.rows, reader.next)
    reader.drop()


def _path(claim: Claim) -> str:
    return claim.origin.path


def remember(connection: sqlite3.Connection, store: Store, tree: Tree, *, whole: bool = True) -> None:
    """Keeps what stands for all files, by which the next run knows that nothing has changed; nothing unless they are
    all in the index (``whole``) and none may have changed since."""
    digest = tree.digest(store, _elsewhere(connection)) if whole and not doubtful(connection) else None
    connection.execute("UPDATE state SET value = ? WHERE name = 'tree'", (digest,))


def _read(
    connection: sqlite3.Connection, root: Path, found: Changes, progress: Progress | None, jobs: int
) -> list[Problem]:
    entries = [change.entry for change in found.read]
    # Beside the index, where room for it is needed anyway; an index in memory has no place of its own.
    file = connection.execute("PRAGMA database_list").fetchone()[2]
    folder = Path(file).parent if file else Path(tempfile.gettempdir())
    adding = Adding(connection, found.tree.by_name() if found.tree else {})
    many = sum(entry.size for entry in entries) >= MANY_BYTES
    if jobs > 1 and many:
        return _read_in_processes(adding, root, folder, entries, progress, jobs)
    reader = Reader(root, folder, adding.next, many=many)
    problems = []
    try:
        for done, entry in enumerate(entries):
            problems += adding.put(reader.read(entry))
            if progress:
                progress(done, len(entries))
        adding.finish(reader.encoded(), reader.rows, reader.next)
    finally:
        reader.drop()
    return problems


def _read_in_processes(
    adding: Adding, root: Path, folder: Path, entries: Sequence[Entry], progress: Progress | None, jobs: int
) -> list[Problem]:
    problems: list[Problem] = []
    runs: list[Run] = []
    rows = 0
    with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=folder, ignore_cleanup_errors=True) as place:
        parts: list[Part] = []
        for news in read_parts(root, Path(place), entries, jobs):
            if isinstance(news, list):
                parts = news
            elif progress:
                progress(news, len(entries))
        base = adding.next
        for part in parts:
            for passages in part.passages():
                problems += adding.put(passages, base)
            part.spool.unlink()
            runs += [Run(path, base) for path in part.runs]
            rows, base = rows + part.rows, base + part.next
        adding.finish(merge_runs(Path(place), runs, rows, jobs), rows, base)
    return problems


def _tidy(connection: sqlite3.Connection) -> None:
    """Joins posting lists when they lie in many segments, and drops dead rows when they are a quarter of all."""
    totals = state(connection)
    found = list(connection.execute("SELECT id, rows FROM segments ORDER BY id"))
    if totals["dead"] * 3 > totals["alive"] + 1000:
        alive: set[int] = set()
        for first, claims, sentences in connection.execute("SELECT first, claims, sentences FROM files"):
            alive.update(range(first, first + 2 * claims, 2))
            alive.update(range(first + 1, first + 1 + 2 * sentences, 2))
        if found:
            segments.merge(connection, [number for number, _ in found], alive.__contains__)
        connection.execute("UPDATE state SET value = 0 WHERE name = 'dead'")
    elif len(found) > MOST_SEGMENTS:
        largest = max(range(len(found)), key=lambda place: found[place][1])
        newer = found[largest + 1 :]
        small = sum(rows for _, rows in newer) * 2 < found[largest][1]
        segments.merge(connection, [number for number, _ in (newer if small and len(newer) > 1 else found)], None)
