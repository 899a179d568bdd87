"""Posting lists: for each word and each pair of neighbouring words, the rows that hold it.

A row number is even for a claim and odd for a sentence of a source. Lists are written in segments: an update adds a
segment and touches no older one; joining segments drops dead rows (see ``segments``).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain, repeat
from operator import add, sub, xor
from sys import byteorder
from typing import TYPE_CHECKING
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
# How rows are written, by the first byte of a list: steps of 1 or 2 bytes from the row before; the lower 2 bytes of
# each row, after the number of rows for each value of the upper ones; or 4 bytes each.
_STEPS1, _STEPS2, _LOWER, _WHOLE = 1, 2, 3, 4
_HEAD = 5
_CHECK = 2


@lru_cache(maxsize=1 << 17)
def word_term(word: str) -> int:
    """The number under which the rows of a normalised word are listed."""
    return PAIR_BUCKETS + crc32(word.encode("utf-8", "replace"))


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


def count(connection: sqlite3.Connection, term: int) -> int:
    """How many rows hold ``term``, dead ones included."""
    found = connection.execute(
        "SELECT sum(count) FROM postings WHERE key BETWEEN ? AND ?",
        (term << SEGMENT_BITS, term << SEGMENT_BITS | LAST_SEGMENT),
    ).fetchone()
    return found[0] or 0


def rows_of(connection: sqlite3.Connection, term: int) -> Iterable[int]:
    """The rows listed under ``term``, rising within a segment, at most ``LONGEST`` of each."""
    found = connection.execute(
        "SELECT rows FROM postings WHERE key BETWEEN ? AND ?",
        (term << SEGMENT_BITS, term << SEGMENT_BITS | LAST_SEGMENT),
    )
    return chain.from_iterable(decode(blob) for (blob,) in found)
