"""Posting lists against an obvious slow version: a dictionary of sets."""

from __future__ import annotations

import sqlite3
import tempfile
from array import array
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.matching import postings
from quotecheck.matching import runs as runs_
from quotecheck.matching import segments as segments_
from quotecheck.matching.tables import SCHEMA

ROWS = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=50, unique=True).map(sorted)
TEXTS = st.lists(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=6), min_size=1, max_size=30)


@given(ROWS)
def test_a_list_comes_back_as_it_was(rows: list[int]) -> None:
    blob = postings.encode(rows)
    assert list(postings.decode(blob)) == rows
    assert len(blob) <= 4 * len(rows) + 5


@pytest.mark.parametrize(("step", "bytes_each"), [(2, 1), (200, 1), (300, 2), (3_000, 2), (40_000, 3), (70_000, 3)])
def test_near_rows_take_few_bytes_each(step: int, bytes_each: int) -> None:
    rows = list(range(7, 7 + 1000 * step, step))
    assert len(postings.encode(rows)) <= 1000 * bytes_each + 100
    assert list(postings.decode(postings.encode(rows))) == rows


def test_rows_that_lie_together_take_two_bytes_each() -> None:
    rows = [chunk * 70_000 + at * 3 for chunk in range(10) for at in range(100)]
    assert len(postings.encode(rows)) <= 2 * 1000 + 30
    assert list(postings.decode(postings.encode(rows))) == rows


@given(ROWS, st.data())
def test_a_damaged_list_is_an_error(rows: list[int], data: st.DataObject) -> None:
    blob = bytearray(postings.encode(rows))
    place = data.draw(st.integers(0, len(blob) - 1))
    blob[place] ^= data.draw(st.integers(1, 255))
    for spoiled in (bytes(blob), bytes(blob[:place]), b""):
        with pytest.raises(ValueError, match="damaged"):
            list(postings.decode(spoiled))


def test_order_of_a_pair_counts() -> None:
    assert postings.terms(["men", "bite"]) != postings.terms(["bite", "men"])
    assert postings.terms([]) == set()


@settings(max_examples=40)
@given(TEXTS, st.integers(1, 5), st.data())
def test_segments_and_their_merging_change_nothing(texts: list[list[str]], every: int, data: st.DataObject) -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    tmp = Path()  # nothing is set aside
    slow: dict[int, set[int]] = {}
    runs = [runs_.Lists(tmp)]
    for row, words in enumerate(texts):
        runs[-1].add(row, " ".join(words))
        for term in postings.terms(words):
            slow.setdefault(term, set()).add(row)
        if row % every == 0:
            runs.append(runs_.Lists(tmp))
    for lists in runs:
        segments_.write(connection, segments_.encoded(lists.in_memory()), every)
    assert stored(connection, slow) == {term: sorted(rows) for term, rows in slow.items()}
    segments = [number for (number,) in connection.execute("SELECT id FROM segments ORDER BY id")]
    first = data.draw(st.integers(0, len(segments) - 1))
    segments_.merge(connection, segments[first:], None)
    assert stored(connection, slow) == {term: sorted(rows) for term, rows in slow.items()}
    dead = set(data.draw(st.lists(st.sampled_from(range(len(texts))), max_size=5)))
    left = [number for (number,) in connection.execute("SELECT id FROM segments ORDER BY id")]
    segments_.merge(connection, left, lambda row: row not in dead)
    assert stored(connection, slow) == {term: sorted(rows - dead) for term, rows in slow.items()}
    assert connection.execute("SELECT count(*) FROM segments").fetchone() == (1,)
    left_over = {term: len(rows - dead) for term, rows in slow.items()}
    assert postings.Lookup(connection).counts(slow) == left_over


@settings(max_examples=40)
@given(TEXTS, st.integers(1, 20), st.integers(1, 4))
def test_lists_set_aside_and_cut_are_those_of_memory(texts: list[list[str]], most: int, longest: int) -> None:
    slow: dict[int, list[int]] = {}
    for row, words in enumerate(texts):
        for term in postings.terms(words):
            slow.setdefault(term, []).append(row)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for name, value in (("MOST", most), ("EVERY", 2), ("LONGEST", longest)):
            patch.setattr(runs_, name, value)
        lists = runs_.Lists(Path(folder))
        for row, words in enumerate(texts):
            lists.add(row, " ".join(words))
        runs = [runs_.Run(file).lists() for file in lists.files]
        found = {t: (n, list(r)) for t, n, r in runs_.merged([*runs, lists.in_memory()], len(texts))}
        lists.set_aside()
        again = runs_.merged([runs_.Run(file, 10).lists() for file in lists.files], len(texts))
        moved = {t: (n, list(r)) for t, n, r in again}
    assert found == {term: (len(rows), rows[:longest]) for term, rows in slow.items()}
    assert moved == {term: (number, [row + 10 for row in rows]) for term, (number, rows) in found.items()}


def test_two_words_of_one_term_share_a_list(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(runs_, "word_term", lambda word: 1 << 20)
    lists = runs_.Lists(tmp_path)
    for row, text in enumerate(("a", "b", "a b")):
        lists.add(row, text)
    assert [(term, list(rows)) for term, _, rows in lists.in_memory() if term == 1 << 20] == [(1 << 20, [0, 1, 2])]


def stored(connection: sqlite3.Connection, terms: dict[int, set[int]]) -> dict[int, list[int]]:
    lookup = postings.Lookup(connection)
    first = [list(rows) for rows in lookup.rows(terms)]
    assert [list(rows) for rows in lookup.rows(terms)] == first  # what is remembered is what was read
    return dict(zip(terms, first, strict=True))


def test_of_a_common_list_no_more_is_kept_than_is_read() -> None:
    total = 2 * postings.BIG
    lists = [(1, 100, array("I", range(100))), (2, total // 2, array("I", range(total // 2)))]
    found = {term: (number, len(rows)) for term, number, rows in runs_.merged([lists], total)}
    assert found == {1: (100, 100), 2: (total // 2, postings.COMMON_KEPT)}
    small = {term: len(rows) for term, _, rows in runs_.merged([lists], postings.BIG)}
    assert small == {1: 100, 2: postings.LONGEST}


def test_words_that_never_come_again_are_set_aside_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(runs_, "MOST_PIECES", 10)
    lists = runs_.Lists(tmp_path)
    for row in range(25):
        lists.add(row, "quay" * runs_.LONG_PIECE + "abcdefghijklmnopqrstuvwxy"[row])  # too long to be remembered
    assert len(lists.files) == 2
