"""The index: every claim and every sentence of the sources, found by the words they hold.

It is a cache of ``claims/`` and ``sources/`` in ``.quotecheck/index.sqlite``, safe to delete, and kept
in memory where it cannot be written. Rows are found by votes of posting lists (see ``postings``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotecheck.errors import QuotecheckError
from quotecheck.matching import cache, postings
from quotecheck.matching.votes import COSTLY, List, tally
from quotecheck.model import Evidence, Origin, Problem

if TYPE_CHECKING:
    from quotecheck.matching.index_build import Progress
    from quotecheck.records.store import Store

# A list that more than this share of all rows is on tells little and costs much; it is left out in a big store.
COMMON_SHARE = 0.01
BIG = 20_000
# Rows read for one search before it stops, rarest lists first: some five milliseconds.
BUDGET = 40_000
# The rarest lists are read whatever they cost, so that a quote of common words finds something.
ALWAYS = 2
# Candidates counted beyond those asked for, since some of the rows may be of files that were changed.
SPARE = 8
# Longer lists are not kept in memory, which leaves some 20 MB for those that are.
LONG = 4096
# Passages kept in memory: some 10 MB.
REMEMBERED = 4096
COLUMNS = {
    "exact": "rows.exact",
    "path": "coalesce(nullif(files.source, ''), files.title)",
    "claim": "rows.claim",
    "kind": "rows.kind",
    "speaker": "rows.speaker",
    "source": "rows.source",
    "cue": "rows.cue",
    "prefix": "rows.prefix",
    "suffix": "rows.suffix",
    "start": "rows.start",
    "end": "rows.end",
    "line": "rows.line",
    "locator": "rows.locator",
    "published": "files.published",
    "status": "rows.status",
}
FIELDS = tuple(COLUMNS)
FROM_ROWS = f"SELECT rows.id, {', '.join(COLUMNS.values())} FROM rows JOIN files ON files.id = rows.file"
# How often words stand in a sentence of news, so that a store of a few claims still knows which words are common:
# the counts of the store are added to those of this many sentences.
PRIOR_SENTENCES = 1000


class Index:
    """The claims of a store and the sentences of its sources, searchable. ``notices`` are lines about the cache
    for the user; ``problems`` are the claim files that could not be used. Made by :func:`open_index`."""

    def __init__(self, store: Store, opened: cache.Opened) -> None:
        self._store = store
        self._adopt(opened)
        self._prior: dict[str, float] | None = None

    def _adopt(self, opened: cache.Opened) -> None:
        self._connection = opened.connection
        self.notices: tuple[str, ...] = opened.notices
        self.problems: tuple[Problem, ...] = opened.problems
        # A draft asks for the same words and passages again and again.
        self._listed = lru_cache(maxsize=1 << 16)(partial(postings.count, self._connection))
        rows_of = partial(postings.rows_of, self._connection)
        self._rare = lru_cache(maxsize=1 << 12)(lambda term: tuple(rows_of(term)))
        self._common = lru_cache(maxsize=1 << 6)(lambda term: frozenset(rows_of(term)))
        self._seen: dict[int, Evidence] = {}
        totals = dict(self._connection.execute("SELECT name, value FROM counts"))
        self.count: int = totals["alive"]

    def candidates(self, words: Sequence[str], limit: int = 50) -> tuple[Evidence, ...]:
        """The passages that share the rarest words and pairs of words with ``words`` (in normal form, in reading
        order), best first: up to ``limit`` claims and up to ``limit // 2`` sentences of sources. Empty when no word
        is known or ``words`` is empty."""
        if not words or limit <= 0:
            return ()
        try:
            return self._candidates(words, limit)
        except (cache.database_error(), ValueError):
            self._adopt(cache.in_memory(self._store, "the index is damaged and was left aside"))
            return self._candidates(words, limit)

    def rarity(self, word: str) -> float:
        """How much a word in normal form tells, from 0 (in every sentence) to about 14 (unseen in a million):
        the logarithm of one over the share of passages that hold it, with the word's share in news as a prior."""
        if self._prior is None:
            self._prior = _news_shares()
        found = self._listed(postings.word_term(word))
        expected = PRIOR_SENTENCES * self._prior.get(word, 0.0)
        return log((self.count + PRIOR_SENTENCES + 1) / (found + expected + 0.5))

    def claim(self, claim_id: str) -> Evidence | None:
        """The claim of this id, None when there is none."""
        for row in self._connection.execute(f"{FROM_ROWS} WHERE rows.claim = ? LIMIT 1", (claim_id,)):
            return _evidence(row)
        return None

    def ids(self, prefix: str, limit: int = 20) -> tuple[str, ...]:
        """The claim ids that begin with ``prefix``, in order, up to ``limit``; an empty prefix fits all."""
        found = self._connection.execute(
            "SELECT DISTINCT claim FROM rows WHERE claim >= ? AND claim < ? ORDER BY claim LIMIT ?",
            (prefix, prefix + "\U0010ffff", limit),
        )
        return tuple(claim for (claim,) in found)

    def claim_file(self, claim_id: str) -> Path | None:
        """The claim file that holds this id; None when there is none, or the store has no folder."""
        if self._store.root is None:
            return None
        found = self._connection.execute(
            "SELECT files.name FROM rows JOIN files ON files.id = rows.file WHERE rows.claim = ?", (claim_id,)
        ).fetchone()
        return Path(self._store.root) / found[0] if found else None

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

    def speakers(self) -> tuple[tuple[str, int], ...]:
        """The speakers of all claims with the number of their claims, by name."""
        found = self._connection.execute(
            "SELECT speaker, count(*) FROM rows WHERE speaker IS NOT NULL GROUP BY speaker ORDER BY speaker"
        )
        return tuple(found)

    def close(self) -> None:
        """Lets go of the file; the index cannot be used after it."""
        self._connection.close()

    def _candidates(self, words: Sequence[str], limit: int) -> tuple[Evidence, ...]:
        lists = self._lists(words)
        most = (limit, limit // 2)
        counted = tally(lists, (most[0] + SPARE, most[1] + SPARE))
        found: list[tuple[float, Evidence]] = []
        for parity in (0, 1):
            best = [*islice(self._alive(counted.ranked(parity), most[parity]), most[parity])]
            if len(best) < most[parity] and not counted.whole[parity]:  # so many rows are dead that none were spare
                counted = tally(lists, None)
                best = [*islice(self._alive(counted.ranked(parity), most[parity]), most[parity])]
            found += [(counted.votes[row], evidence) for row, evidence in best]
        return tuple(evidence for _, evidence in sorted(found, key=lambda pair: -pair[0]))

    def _lists(self, words: Sequence[str]) -> list[List]:
        """The lists that vote for ``words``, the rarest first, within the budget."""
        total = max(self.count, 1)
        counted = ((self._listed(term), term) for term in postings.terms(words))
        lists: list[List] = []
        spent = 0
        for size, term in sorted((size, term) for size, term in counted if size):
            common = total > BIG and size > COMMON_SHARE * total
            if len(lists) >= ALWAYS and (common or spent + size > BUDGET):
                break
            spent += size
            lists.append(List(size, log(1 + total / size), partial(self._rows_of, term, size)))
        return lists

    def _rows_of(self, term: int, size: int) -> Iterable[int]:
        if size > LONG:
            return islice(postings.rows_of(self._connection, term), BUDGET)
        return self._common(term) if size >= COSTLY else self._rare(term)

    def _alive(self, ranked: Iterator[int], step: int) -> Iterator[tuple[int, Evidence]]:
        """The rows that still stand, in the given order, read ``step`` (above 0) at a time."""
        while batch := list(islice(ranked, max(1, min(step, 500)))):
            if len(self._seen) > REMEMBERED:
                self._seen.clear()
            new = [row for row in batch if row not in self._seen]
            marks = ",".join("?" * len(new))
            for row in self._connection.execute(f"{FROM_ROWS} WHERE rows.id IN ({marks})", new) if new else ():
                self._seen[row[0]] = _evidence(row)
            yield from ((row, self._seen[row]) for row in batch if row in self._seen)


def open_index(store: Store, progress: Progress | None = None) -> Index:
    """The index of ``store``, brought in step with its claim files and their sources. It is read from and written to
    ``.quotecheck/`` in the root; a store without a root, or a folder that cannot be written, gets one in memory.
    ``progress`` is called with (files read, files to read). ``notices`` tells of a damaged cache."""
    return Index(store, cache.open_cache(store, progress))


def _evidence(row: tuple[Any, ...]) -> Evidence:
    return Evidence(**dict(zip(FIELDS, row[1:], strict=True)))


def _news_shares() -> dict[str, float]:
    """Normalised word → the share of sentences of news that hold it; words that are not listed are rare."""
    path = Path(__file__).parent / "data" / "word_shares.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    tiers = (line.split() for line in lines if line and not line.startswith("#"))
    return {word: int(share) / 10_000 for share, *words in tiers for word in words}
