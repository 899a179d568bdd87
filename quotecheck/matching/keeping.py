"""Claim files → what the index keeps of them."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from quotecheck.errors import QuotecheckError, ReadingError, RecordError
from quotecheck.matching.rows import DRIFT, SPEAKER, Row, blocks, claim_row
from quotecheck.matching.runs import Lists, Run, merged
from quotecheck.matching.segments import Encoded, encoded
from quotecheck.model import Claim, Document, Drift, Origin, Problem
from quotecheck.reading.decoding import decode, read_bytes
from quotecheck.records.canonical import read_claims
from quotecheck.records.drift import drifts, source_now
from quotecheck.records.paths import resolve
from quotecheck.records.stamps import NO_FILE, Stamp, stamp
from quotecheck.records.walking import Entry


class Passages(NamedTuple):
    """What is kept of one claim file. ``first`` is the number of its first row; claims have even numbers, sentences
    odd ones. ``stem`` is what all its ids begin with; ``drifted`` claims have a source that is not what it was."""

    name: str
    origin: Origin
    stamps: tuple[Stamp, Stamp]
    first: int
    claims: int
    sentences: int
    stem: str
    speakers: Counter[str]
    drifted: int
    blocks: tuple[tuple[bytes, ...], tuple[bytes, ...]]


class Reader:
    """Reads claim files one after the other, numbers their passages from ``first``, and lists their words. What does
    not fit in memory goes to files in ``folder``; ``many`` as for ``Lists``."""

    def __init__(self, root: Path, folder: Path, first: int = 0, *, many: bool = False) -> None:
        self.lists = Lists(folder, many=many)
        self.next = first
        self.rows = 0
        self._root = root

    def read(self, entry: Entry) -> Passages | Problem:
        """The passages of one claim file and its source; the problem with it when it cannot be used."""
        seen = time.time_ns()
        try:
            # A link may point anywhere.
            path = resolve(self._root, entry.name) if entry.link else self._root / entry.name
            data = read_bytes(path, entry.name)
            file = read_claims(decode(data, entry.name), entry.name)
        except ReadingError as error:
            return RecordError(error.problem).problem
        except QuotecheckError as error:
            return error.problem
        claims = Stamp(entry.size, entry.changed, hashlib.sha256(data).hexdigest(), seen)
        source, document = _source(self._root, file.origin)
        # Needed only when something is read anew, which most runs do not.
        from quotecheck.matching.passages import sentence_rows

        told = list(sentence_rows(source)) if isinstance(source, Document) else []
        now = drifts(file.claims, source) if source else {}
        return self.add(entry.name, file.origin, file.claims, told, (claims, document), now)

    def encoded(self) -> Iterator[Encoded]:
        """The lists of all that was read, by term, as they are stored."""
        runs = [*(Run(path).lists() for path in self.lists.files), self.lists.in_memory()]
        return encoded(merged(runs, self.rows))

    def drop(self) -> None:
        """Deletes what was set aside."""
        for path in self.lists.files:
            path.unlink(missing_ok=True)

    def add(
        self,
        name: str,
        origin: Origin,
        claims: Iterable[Claim],
        sentences: Sequence[Row] = (),
        stamps: tuple[Stamp, Stamp] = (NO_FILE, NO_FILE),
        drifted: Mapping[str, Drift] | None = None,
    ) -> Passages:
        """Numbers and lists the passages of one source. ``drifted`` says by id which claims' source is not what it
        was."""
        first = self.next
        now = drifted or {}
        rows = [claim_row(claim, now.get(claim.id)) for claim in claims]
        ids = [row[1] for row in rows]
        numbered = [(first + 2 * place, row[0]) for place, row in enumerate(rows)]
        numbered += [(first + 2 * place + 1, row[0]) for place, row in enumerate(sentences)]
        if sentences:
            numbered.sort()
        for number, exact in numbered:
            self.lists.add(number, exact)
        self.next = first + 2 * max(len(rows), len(sentences))
        self.rows += len(numbered)
        return Passages(
            name=name,
            origin=origin,
            stamps=stamps,
            first=first,
            claims=len(rows),
            sentences=len(sentences),
            stem=_stem(ids),
            speakers=Counter(row[SPEAKER] for row in rows if row[SPEAKER] is not None),
            drifted=sum(row[DRIFT] is not None for row in rows),
            blocks=(tuple(blocks(rows)), tuple(blocks(sentences))),
        )


def _stem(ids: Sequence[str]) -> str:
    """What all ids begin with; of a list in order, what the first and the last do."""
    first, last = min(ids, default=""), max(ids, default="")
    return first[: next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]


def _source(root: Path, origin: Origin) -> tuple[Document | Drift | None, Stamp]:
    """A source as it is now and its stamp; why there is none where it cannot be read. None for claims typed in by
    hand, and for a path that leaves the project."""
    if not origin.path:
        return None, NO_FILE
    try:
        path = resolve(root, origin.path)
    except QuotecheckError:
        return None, NO_FILE
    seen = time.time_ns()
    try:
        status = path.stat()
    except OSError:
        return "source-missing", stamp(path)
    source = source_now(path, origin.path)
    if not isinstance(source, Document):
        return source, stamp(path)
    return source, Stamp(status.st_size, status.st_mtime_ns, source.sha256, seen)
