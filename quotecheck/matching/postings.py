"""Posting lists: for each word and each pair of neighbouring words, the rows that hold it.

A row number is even for a claim and odd for a sentence of a source. Lists are written in segments: an update adds a
segment and touches no older one; joining segments drops dead rows (see ``segments``).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, repeat
from operator import add, sub, xor
from sys import byteorder
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    import sqlite3

# Pairs share this many buckets. At a million claims a bucket holds some eighty rows, which is little noise to a
# vote over a dozen pairs, and the table of lists stays small: most pairs of a language occur only once.
PAIR_BUCKETS = 1 << 18
PAIR_MASK = PAIR_BUCKETS - 1
# Two odd numbers of well mixed bits, and the middle bits of the products, which depend on the whole word.
FIRST_STEP, SECOND_STEP, PAIR_SHIFT = 0x9E3779B1, 0x85EBCA6B, 20
SEGMENT_BITS = 16
LAST_SEGMENT = (1 << SEGMENT_BITS) - 1
# No search reads more rows of a list, so no more are kept; the number of all is.
LONGEST = 16_000
# A list that more than this share of all rows is on tells little and costs much: in a big store it is not read unless
# there is nothing better, and no more of it is kept than is worth reading then.
COMMON_SHARE = 0.01
BIG = 20_000
COMMON_KEPT = 4000
# What a lookup remembers: some 10 MB of counts, and 16 MB of rows, those of long lists not among them.
MOST_COUNTS, MOST_HELD, LONG = 1 << 17, 400_000, 4096
# Values that any SQLite takes in one question.
MOST_KEYS = 500
# How rows are written, by the first byte of a list: steps of 1 or 2 bytes from the row before; the lower 2 bytes of
# each row, after the number of rows for each value of the upper ones; or 4 bytes each.
_STEPS1, _STEPS2, _LOWER, _WHOLE = 1, 2, 3, 4
_HEAD = 5
_CHECK = 2


@lru_cache(maxsize=1 << 17)
def word_term(word: str) -> int:
    """The number under which the rows of a normalised word are listed."""
    return PAIR_BUCKETS + crc32(word.encode("utf-8", "replace"))


def is_common(count: int, total: int) -> bool:
    """Whether a list that ``count`` of ``total`` rows are on is not worth reading."""
    return total > BIG and count > COMMON_SHARE * total


def as_first(term: int) -> int:
    """What a word gives to the number of a pair where it is the first. The number of a pair is below ``PAIR_BUCKETS``
    and shared with other pairs: what its first word gives xor what its second one does, so that their order counts."""
    return term * FIRST_STEP >> PAIR_SHIFT & PAIR_MASK


def as_second(term: int) -> int:
    """What a word gives to the number of a pair where it is the second."""
    return term * SECOND_STEP >> PAIR_SHIFT & PAIR_MASK


def terms(words: Sequence[str]) -> set[int]:
    """The numbers of all words of a passage and of all pairs of neighbours; empty for no words."""
    numbers = [*map(word_term, words)]
    return {*numbers, *map(xor, map(as_first, numbers), map(as_second, numbers[1:]))}


def encode(rows: Sequence[int]) -> bytes:
    """Rising row numbers, at least one, in a short way, with a checksum."""
    # Where rows lie farther apart, some two are likely too far for a step: to look takes longer than all the rest, and
    # saves a fiftieth of the room.
    near = rows[-1] - rows[0] < 1024 * len(rows)
    head, body = (_steps(rows) if near else None) or _lower(rows) or _whole(rows)
    blob = head + body
    return blob + (crc32(blob) & 0xFFFF).to_bytes(_CHECK, byteorder)


def _head(tag: int, first: int) -> bytes:
    return bytes((tag,)) + first.to_bytes(4, byteorder)


def _whole(rows: Sequence[int]) -> tuple[bytes, bytes]:
    return _head(_WHOLE, rows[0]), array("I", rows[1:]).tobytes()


def _steps(rows: Sequence[int]) -> tuple[bytes, bytes] | None:
    """For rows that lie close together, how far each is from the one before; None where two lie too far apart."""
    steps = array("I", map(sub, rows[1:], rows))
    widest = max(steps, default=0)
    if widest >= 1 << 16:
        return None
    tag, code = (_STEPS1, "B") if widest < 1 << 8 else (_STEPS2, "H")
    return _head(tag, rows[0]), array(code, steps).tobytes()


def _lower(rows: Sequence[int]) -> tuple[bytes, bytes] | None:
    """The lower two bytes of each row, after how many rows have each value of the upper ones, from the first to the
    last value; None where that takes more room, or one has more rows than fit in a byte."""
    base, chunks = rows[0] >> 16, (rows[-1] >> 16) - (rows[0] >> 16) + 1
    if chunks + 4 >= min(2 * len(rows), 1 << 16):
        return None
    halves = array("H", array("I", rows).tobytes())
    lower, upper = (halves[0::2], halves[1::2]) if byteorder == "little" else (halves[1::2], halves[0::2])
    held = Counter(upper)
    counts = [held[value] for value in range(base, base + chunks)]
    if max(counts) >= 1 << 8:
        return None
    return _head(_LOWER, base | chunks << 16), bytes(counts) + lower.tobytes()


def decode(blob: bytes) -> Iterable[int]:
    """The row numbers of an encoded list, rising; ValueError when the list is not whole."""
    end = len(blob) - _CHECK
    if end < _HEAD or int.from_bytes(blob[end:], byteorder) != crc32(blob[:end]) & 0xFFFF:
        raise ValueError("a posting list of the index is damaged")
    first = int.from_bytes(blob[1:_HEAD], byteorder)
    tag, body = blob[0], blob[_HEAD:end]
    if tag == _STEPS1:
        return accumulate(body, initial=first)
    if tag == _STEPS2:
        return accumulate(array("H", body), initial=first)
    if tag == _LOWER:
        base, chunks = first & 0xFFFF, first >> 16
        upper = range(base << 16, (base + chunks) << 16, 1 << 16)
        return map(add, chain.from_iterable(map(repeat, upper, body[:chunks])), array("H", body[chunks:]))
    return chain((first,), array("I", body))


class Lookup:
    """The lists of an index, looked up many at once. What is asked for again and again is remembered."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._segments = [segment for (segment,) in connection.execute("SELECT id FROM segments ORDER BY id")]
        self._counts: dict[int, int] = {}
        self._rows: dict[int, tuple[int, ...]] = {}
        self._held = 0

    def counts(self, terms: Collection[int]) -> dict[int, int]:
        """How many rows hold each term, dead ones included."""
        new = [term for term in terms if term not in self._counts]
        if len(self._counts) + len(new) > MOST_COUNTS:
            self._counts, new = {}, list(terms)
        self._counts.update(dict.fromkeys(new, 0))
        for key, number in self._asked("count", new):
            self._counts[key >> SEGMENT_BITS] += number
        return {term: self._counts[term] for term in terms}

    def rows(self, terms: Collection[int]) -> list[tuple[int, ...]]:
        """The rows listed under each term, rising within a segment, at most ``LONGEST`` of each. ValueError when a list
        is not whole."""
        blobs: dict[int, list[tuple[int, bytes]]] = {term: [] for term in terms if term not in self._rows}
        for key, blob in self._asked("rows", list(blobs)):
            blobs[key >> SEGMENT_BITS].append((key, blob))
        read = {term: _joined(found) for term, found in blobs.items()}
        lists = [read[term] if term in read else self._rows[term] for term in terms]
        short = {term: rows for term, rows in read.items() if len(rows) <= LONG}
        self._held += sum(map(len, short.values()))
        if self._held > MOST_HELD:
            self._rows, self._held = {}, sum(map(len, short.values()))
        self._rows.update(short)
        return lists

    def _asked(self, column: str, terms: Sequence[int]) -> Iterator[tuple[int, Any]]:
        keys = [term << SEGMENT_BITS | segment for term in terms for segment in self._segments]
        for first in range(0, len(keys), MOST_KEYS):
            some = keys[first : first + MOST_KEYS]
            marks = ",".join(repeat("?", len(some)))
            yield from self._connection.execute(f"SELECT key, {column} FROM postings WHERE key IN ({marks})", some)


def _joined(blobs: list[tuple[int, bytes]]) -> tuple[int, ...]:
    return tuple(chain.from_iterable(decode(blob) for _, blob in sorted(blobs)))
