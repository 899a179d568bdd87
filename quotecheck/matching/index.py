"""The index: every claim and every sentence of the sources, found by the words they hold.

It is a cache of ``claims/`` and ``sources/`` in ``.quotecheck/index.sqlite``, safe to delete, and kept
in memory where it cannot be written. Rows are found by votes of posting lists (see ``postings``).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from itertools import islice
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from quotecheck.errors import QuotecheckError
from quotecheck.matching import cache, postings
from quotecheck.matching.rows import BLOCK, CLAIM, DRIFT, SPEAKER, STATUS, Row, evidence, row_of, rows_of, unpacked
from quotecheck.matching.tables import block_id_of, claim_blocks, state
from quotecheck.matching.votes import List, tally
from quotecheck.model import Drift, Evidence, Origin, Problem

if TYPE_CHECKING:
    from quotecheck.matching.index_build import Progress
    from quotecheck.records.store import Store

# Rows read for one search before it stops, rarest lists first. Tried 8,000 to 40,000 on a million claims: from 16,000
# on no more is found, and time grows with it.
BUDGET = postings.LONGEST
# The rarest lists are read whatever they cost, so that a quote of common words finds something.
ALWAYS = 2
# Candidates counted beyond those asked for, since some of the rows may be of files that were changed.
SPARE = 8
# Passages kept in memory: some 10 MB.
REMEMBERED = 4096
# The file that a row number belongs to, if it still stands, and the block that the row is in.
HELD = (
    "SELECT first, claims, sentences, data, coalesce(nullif(source, ''), title, url, ''), published, title, url"
    f" FROM files LEFT JOIN blocks ON blocks.id = {block_id_of('files.id', '(:row & 1)', '((:row - first) >> 1)')}"
    " WHERE first <= :row ORDER BY first DESC LIMIT 1"
)
HAS_SENTENCES = "SELECT EXISTS (SELECT 1 FROM files WHERE sentences)"
# How often words stand in a sentence of news, so that a store of a few claims still knows which words are common:
# the counts of the store are added to those of this many sentences.
PRIOR_SENTENCES = 1000


P = ParamSpec("P")
T = TypeVar("T")
Told = tuple[str, str | None, str | None, str | None]
"""What is told of the source of a passage: path (or title), date, title, web address."""


def _survives(ask: Callable[Concatenate[Index, P], T]) -> Callable[Concatenate[Index, P], T]:
    """A question to the index that is asked once more, of one in memory, where the file turns out to be damaged."""

    @wraps(ask)
    def asked(self: Index, /, *given: P.args, **named: P.kwargs) -> T:
        try:
            return ask(self, *given, **named)
        except cache.damage():
            self._leave_aside()
            return ask(self, *given, **named)

    return asked


class Index:
    """The claims of a store and the sentences of its sources, searchable. ``notices`` are lines about the cache
    for the user; ``problems`` are the claim files that could not be used. Made by :func:`open_index`."""

    def __init__(self, store: Store, opened: cache.Opened) -> None:
        self._store = store
        self._prior: dict[str, float] | None = None
        try:
            self._adopt(opened)
        except cache.damage():
            self._leave_aside()

    def _adopt(self, opened: cache.Opened) -> None:
        self._connection = opened.connection
        self.notices: tuple[str, ...] = opened.notices
        self.problems: tuple[Problem, ...] = opened.problems
        self._lookup = postings.Lookup(self._connection)
        self._seen: dict[int, Evidence | None] = {}
        (self._has_sentences,) = self._connection.execute(HAS_SENTENCES).fetchone()
        self.count: int = state(self._connection)["alive"]

    def _leave_aside(self) -> None:
        self._connection.close()
        self._adopt(cache.in_memory(self._store, "the index is damaged and was left aside"))

    @_survives
    def candidates(self, words: Sequence[str], limit: int = 50) -> tuple[Evidence, ...]:
        """The passages that share the rarest words and pairs of words with ``words`` (in normal form, in reading
        order), best first: up to ``limit`` claims and up to ``limit // 2`` sentences of sources. Empty when no word
        is known or ``words`` is empty."""
        return self._candidates(words, limit) if words and limit > 0 else ()

    @_survives
    def rarity(self, word: str) -> float:
        """How much a word in normal form tells, from 0 (in every sentence) to about 14 (unseen in a million):
        the logarithm of one over the share of passages that hold it, with the word's share in news as a prior."""
        if self._prior is None:
            self._prior = _news_shares()
        (found,) = self._lookup.counts((postings.word_term(word),)).values()
        expected = PRIOR_SENTENCES * self._prior.get(word, 0.0)
        return log((self.count + PRIOR_SENTENCES + 1) / (found + expected + 0.5))

    @_survives
    def claim(self, claim_id: str) -> Evidence | None:
        """The claim of this id, None when there is none."""
        for _, row, told in self._claims(claim_id):
            if row[CLAIM] == claim_id:
                return evidence(row, *told)
        return None

    @_survives
    def ids(self, prefix: str, limit: int = 20) -> tuple[str, ...]:
        """The claim ids that begin with ``prefix``, in order, up to ``limit``; an empty prefix fits all."""
        found = {row[CLAIM] for _, row, _ in self._claims(prefix) if row[CLAIM].startswith(prefix)}
        return tuple(heapq.nsmallest(limit, found))

    @_survives
    def claim_file(self, claim_id: str) -> Path | None:
        """The claim file that holds this id; None when there is none, or the store has no folder."""
        if self._store.root is None:
            return None
        found = (name for name, row, _ in self._claims(claim_id) if row[CLAIM] == claim_id)
        name = next(found, None)
        return None if name is None else Path(self._store.root) / name

    @_survives
    def origin(self, evidence: Evidence) -> Origin | None:
        """The source document of a passage, read from its claim file; None where that cannot be told or read."""
        if self._store.root is None:
            return next((claim.origin for claim in self._store.held if claim.id == evidence.claim), None)
        path = self.claim_file(evidence.claim) if evidence.claim else None
        if path is None:
            asked = "SELECT name FROM files WHERE source = ? ORDER BY name LIMIT 1"
            for (name,) in self._connection.execute(asked, (evidence.path,)):
                path = Path(self._store.root) / name
        try:
            return self._store.origin(path) if path else None
        except QuotecheckError:
            return None

    @_survives
    def drifted(self) -> dict[str, Drift]:
        """The claims whose source is not what it was, by id; empty for a store in memory."""
        files = self._connection.execute("SELECT id FROM files WHERE drifted ORDER BY id")
        rows = (row for (file,) in files for row in rows_of(claim_blocks(self._connection, file)))
        return {row[CLAIM]: row[DRIFT] for row in rows if row[DRIFT] is not None}

    @_survives
    def speakers(self) -> tuple[tuple[str, int], ...]:
        """The speakers of all claims with the number of their claims, by name."""
        return tuple(self._connection.execute("SELECT name, claims FROM speakers ORDER BY name"))

    @_survives
    def files_with(
        self, published: Callable[[str | None], bool], holds: Callable[[str | None, str], bool] | None
    ) -> set[str]:
        """The names of the claim files whose source was ``published`` on such a day, and that hold a claim with such a
        speaker and status; those of any claims where ``holds`` is None."""
        files = self._connection.execute("SELECT id, name, published FROM files WHERE claims").fetchall()
        dated = ((file, name) for file, name, day in files if published(day))
        return {name for file, name in dated if holds is None or self._holds(file, holds)}

    def _holds(self, file: int, holds: Callable[[str | None, str], bool]) -> bool:
        return any(holds(row[SPEAKER], row[STATUS]) for row in rows_of(claim_blocks(self._connection, file)))

    def _claims(self, prefix: str) -> Iterator[tuple[str, Row, Told]]:
        """The claims of all files in which an id may begin with ``prefix``: by name of the claim file, with what is
        told of the source."""
        files = self._connection.execute(
            "SELECT id, name, coalesce(nullif(source, ''), title, url, ''), published, title, url FROM files"
            " WHERE claims AND substr(stem, 1, ?) = substr(?, 1, length(stem)) ORDER BY stem, id",
            (len(prefix), prefix),
        )
        for file, name, *told in files:
            for row in rows_of(claim_blocks(self._connection, file)):
                yield name, row, tuple(told)

    def close(self) -> None:
        """Lets go of the file; the index cannot be used after it."""
        self._connection.close()

    def _candidates(self, words: Sequence[str], limit: int) -> tuple[Evidence, ...]:
        counted = tally(self._lists(words))
        found: list[tuple[float, Evidence]] = []
        # Claims typed in by hand have no sources, and to find that no list has a sentence takes long.
        for parity, most in enumerate((limit, limit // 2)[: 1 + self._has_sentences]):
            found += islice(self._alive(counted.ranked(parity, most + SPARE)), most)
        return tuple(evidence for _, evidence in sorted(found, key=lambda pair: -pair[0]))

    def _lists(self, words: Sequence[str]) -> list[List]:
        """The lists that vote for ``words``, the rarest first, within the budget."""
        total = max(self.count, 1)
        counted = sorted((size, term) for term, size in self._lookup.counts(postings.terms(words)).items() if size)
        chosen: dict[int, int] = {}
        spent = 0
        for size, term in counted:
            dear = postings.is_common(size, total) or spent + size > BUDGET
            if dear and len(chosen) >= ALWAYS:
                break
            chosen[term] = size
            spent += size
        rows = self._lookup.rows(chosen)
        return [List(log(1 + total / size), some) for size, some in zip(chosen.values(), rows, strict=True)]

    def _alive(self, ranked: Iterator[tuple[float, int]]) -> Iterator[tuple[float, Evidence]]:
        """The rows that still stand, in the given order."""
        for votes, row in ranked:
            if row not in self._seen:
                if len(self._seen) > REMEMBERED:
                    self._seen.clear()
                self._seen[row] = self._row(row)
            found = self._seen[row]
            if found is not None:
                yield votes, found

    def _row(self, row: int) -> Evidence | None:
        """The passage of this number, None when it is gone."""
        for first, claims, sentences, data, *told in self._connection.execute(HELD, {"row": row}):
            place, parity = (row - first) >> 1, row & 1
            if place < (claims, sentences)[parity]:
                if data is None:
                    raise ValueError("a block of the index is missing")
                return evidence(row_of(unpacked(data)[place % BLOCK]), *told)
        return None


def open_index(store: Store, progress: Progress | None = None, jobs: int = 1) -> Index:
    """The index of ``store``, brought in step with its claim files and their sources. It is read from and written to
    ``.quotecheck/`` in the root; a store without a root, or a folder that cannot be written, gets one in memory.
    ``progress`` is called with (files read, files to read). With ``jobs`` above 1, that many processes read an archive;
    the caller's program must then be fit to start processes. ``notices`` tells of a damaged cache."""
    return Index(store, cache.open_cache(store, progress, jobs))


def _news_shares() -> dict[str, float]:
    """Normalised word → the share of sentences of news that hold it; words that are not listed are rare."""
    path = Path(__file__).parent / "data" / "word_shares.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    tiers = (line.split() for line in lines if line and not line.startswith("#"))
    return {word: int(share) / 10_000 for share, *words in tiers for word in words}
