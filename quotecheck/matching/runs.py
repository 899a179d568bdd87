"""Rows by their terms while an index is made: gathered in memory up to a limit, set aside as sorted runs, merged."""

from __future__ import annotations

import heapq
import tempfile
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain, groupby, repeat
from operator import itemgetter, xor
from os import SEEK_CUR
from pathlib import Path
from typing import IO, NamedTuple

from quotecheck.matching.normal import every_norm, pieces
from quotecheck.matching.postings import COMMON_KEPT, LONGEST, PAIR_BUCKETS, as_first, as_second, is_common, word_term

# Rows listed in memory before they are set aside: 270 MB with the lists that hold them. With half as many a million
# claims take a tenth longer, since more has to be merged.
MOST = 16_000_000
# Different pieces of text, and different words, known at once: at most 200 MB. Longer pieces hardly come again.
MOST_PIECES, LONG_PIECE = 1 << 19, 40
# What the names of files begin with that are needed while an index is made.
TEMPORARY = "index.sqlite."
# Passages between two looks for lists that are longer than anybody reads.
EVERY = 50_000

Listed = tuple[int, int, "array[int]"]
"""A term, the number of rows that hold it, and these rows, rising: the first ``LONGEST`` of them."""


class _Words(dict[str, int]):
    """Words in normal form, numbered in the order in which they come. By that number: the rows that hold a word, and
    what it gives to the number of a pair (see ``as_first``), which is so worked out once for each word."""

    def __init__(self) -> None:
        self.rows: list[list[int]] = []
        self.first: list[int] = []
        self.second: list[int] = []

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        term = word_term(word)
        self.rows.append([])
        self.first.append(as_first(term))
        self.second.append(as_second(term))
        return number


class _Pieces(dict[str, tuple[int, ...]]):
    """The numbers of the words of each piece of a text."""

    def __init__(self, words: _Words) -> None:
        self._words = words

    def __missing__(self, piece: str) -> tuple[int, ...]:
        found = tuple(map(self._words.__getitem__, every_norm(piece)))
        if len(piece) <= LONG_PIECE:
            self[piece] = found
        return found


class Lists:
    """Gathers the terms of passages, which come in rising order of their row numbers. What does not fit in memory is
    set aside in files of ``folder``. ``many`` is for an archive: some time and memory at first, a third less later."""

    def __init__(self, folder: Path, *, many: bool = False) -> None:
        self.files: list[Path] = []
        self._folder = folder
        self._many = many
        self._empty()

    def _empty(self) -> None:
        self._words = _Words()
        self._pieces = _Pieces(self._words)
        # Lists and not arrays, which are smaller by half and a third slower.
        self._pairs: defaultdict[int, list[int]] | list[list[int]] = (
            [[] for _ in range(PAIR_BUCKETS)] if self._many else defaultdict(list)
        )
        self._cut_words: Counter[int] = Counter()
        self._cut_pairs: Counter[int] = Counter()
        self._pending = self._rows = 0

    def add(self, row: int, text: str) -> None:
        """Lists ``row`` under every word and pair of neighbouring words of ``text``."""
        known = self._words
        numbers = [*chain.from_iterable(map(self._pieces.__getitem__, pieces(text)))]
        singles = set(numbers)
        doubles = set(map(xor, map(known.first.__getitem__, numbers), map(known.second.__getitem__, numbers[1:])))
        # Loops without a step of Python: most of the time of a build goes here.
        deque(map(list.append, map(known.rows.__getitem__, singles), repeat(row)), maxlen=0)
        deque(map(list.append, map(self._pairs.__getitem__, doubles), repeat(row)), maxlen=0)
        self._pending += len(singles) + len(doubles)
        self._rows += 1
        if self._rows % EVERY == 0:
            self._shorten()
        if self._pending >= MOST or max(len(self._pieces), len(known)) >= MOST_PIECES:
            self.set_aside()

    def set_aside(self) -> None:
        """Moves what is in memory into a file of its own; nothing when there is nothing."""
        if not self._pending:
            return
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=TEMPORARY, suffix=".run", delete=False) as file:
            self.files.append(Path(file.name))
            _write(file, list(self.in_memory()))
        self._empty()

    def in_memory(self) -> Iterator[Listed]:
        """What has not been set aside, by term."""
        for pair, rows in self._by_pair():
            if rows:
                yield pair, len(rows) + self._cut_pairs[pair], array("I", rows[:LONGEST])
        # Two words may have one term.
        by_term = sorted((word_term(word), number) for word, number in self._words.items())
        for term, same in groupby(by_term, key=itemgetter(0)):
            numbers = [number for _, number in same]
            rows = self._words.rows[numbers[0]]
            if len(numbers) > 1:
                rows = sorted(set(chain.from_iterable(self._words.rows[number] for number in numbers)))
            yield term, len(rows) + sum(self._cut_words[number] for number in numbers), array("I", rows[:LONGEST])

    def _by_pair(self) -> Iterable[tuple[int, list[int]]]:
        return enumerate(self._pairs) if isinstance(self._pairs, list) else sorted(self._pairs.items())

    def _shorten(self) -> None:
        """Drops the ends of lists that are longer than anybody reads, and counts what is dropped."""
        for lists, cut in ((enumerate(self._words.rows), self._cut_words), (self._by_pair(), self._cut_pairs)):
            for number, rows in lists:
                if len(rows) > LONGEST:
                    cut[number] += len(rows) - LONGEST
                    self._pending -= len(rows) - LONGEST
                    del rows[LONGEST:]


def _write(file: IO[bytes], lists: Sequence[Listed]) -> None:
    array("Q", [len(lists)]).tofile(file)
    array("Q", [term for term, _, _ in lists]).tofile(file)
    array("I", [count for _, count, _ in lists]).tofile(file)
    array("I", [len(rows) for _, _, rows in lists]).tofile(file)
    for _, _, rows in lists:
        rows.tofile(file)


class Run(NamedTuple):
    """Lists that were set aside in a file; ``base`` is to be added to every row."""

    path: Path
    base: int = 0

    def lists(self, first: int = 0, last: int | None = None) -> Iterator[Listed]:
        """The lists of the terms from ``first`` to before ``last``, by term."""
        with self.path.open("rb") as file:
            terms, counts, lengths = _heads(file)
            start = bisect_left(terms, first)
            end = len(terms) if last is None else bisect_left(terms, last)
            file.seek(sum(lengths[:start]) * lengths.itemsize, SEEK_CUR)
            for place in range(start, end):
                rows = _read(file, "I", lengths[place])
                yield terms[place], counts[place], array("I", map(self.base.__add__, rows)) if self.base else rows

    def shares(self, number: int) -> list[int]:
        """The terms at which to cut, so that there are about as many rows in each of ``number`` stretches."""
        with self.path.open("rb") as file:
            terms, _, lengths = _heads(file)
        passed = list(accumulate(lengths))
        return [terms[bisect_left(passed, passed[-1] * part // number)] for part in range(1, number)]


def _heads(file: IO[bytes]) -> tuple[array[int], array[int], array[int]]:
    """The terms of a file, the number of rows that hold each, and the number of rows listed."""
    (number,) = _read(file, "Q", 1)
    return _read(file, "Q", number), _read(file, "I", number), _read(file, "I", number)


def _read(file: IO[bytes], code: str, length: int) -> array[int]:
    found = array(code)
    found.fromfile(file, length)
    return found


def merged(
    runs: Sequence[Iterable[Listed]], total: int, alive: Callable[[int], bool] | None = None
) -> Iterator[Listed]:
    """The lists of all runs by term, the rows of earlier runs first. ``total`` is the number of rows that are listed in
    all, by which it is known which lists are common and need not be kept whole. With ``alive``, rows for which it is
    False are dropped, and lists that lose all."""
    numbered = [_numbered(run, order) for order, run in enumerate(runs)]
    for term, same in groupby(heapq.merge(*numbered), key=itemgetter(0)):
        number, rows = 0, array("I")
        for _, _, count, more in same:
            number += count
            rows.extend(more)
        if alive is not None:
            standing = array("I", filter(alive, rows))
            # Of the rows that are not kept, as many are dead as of those that are.
            number, rows = round(number * len(standing) / len(rows)), standing
        if rows:
            yield term, number, rows[: COMMON_KEPT if is_common(number, total) else LONGEST]


def _numbered(run: Iterable[Listed], order: int) -> Iterator[tuple[int, int, int, array[int]]]:
    for term, count, rows in run:
        yield term, order, count, rows
