"""Posting lists against an obvious slow version: a dictionary of sets."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.matching import postings
from quotecheck.matching.index_build import SCHEMA

ROWS = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=50, unique=True).map(sorted)
TEXTS = st.lists(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=6), min_size=1, max_size=30)


@given(ROWS)
def test_a_list_comes_back_as_it_was(rows: list[int]) -> None:
    blob = postings.encode(rows)
    assert list(postings.decode(blob, len(rows))) == rows
    assert len(blob) <= 4 * len(rows)


def test_near_rows_take_a_byte_each() -> None:
    assert len(postings.encode(list(range(0, 2000, 2)))) == 1000


@pytest.mark.parametrize(("blob", "count"), [(b"\1\2\3", 2), (b"", 1), (b"\1", 0), (b"\1" * 8, 1)])
def test_a_damaged_list_is_an_error(blob: bytes, count: int) -> None:
    with pytest.raises(ValueError, match="damaged"):
        list(postings.decode(blob, count))


def test_order_of_a_pair_counts() -> None:
    assert postings.terms(["men", "bite"]) != postings.terms(["bite", "men"])
    assert postings.terms([]) == set()


@settings(max_examples=40)
@given(TEXTS, st.integers(1, 5), st.data())
def test_segments_and_their_merging_change_nothing(texts: list[list[str]], every: int, data: st.DataObject) -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    writer = postings.Writer(connection)
    slow: dict[int, set[int]] = {}
    for row, words in enumerate(texts):
        writer.add(row, words)
        for term in postings.terms(words):
            slow.setdefault(term, set()).add(row)
        if row % every == 0:
            writer.flush()
    writer.flush()
    assert stored(connection, slow) == {term: sorted(rows) for term, rows in slow.items()}
    segments = [number for (number,) in connection.execute("SELECT id FROM segments ORDER BY id")]
    first = data.draw(st.integers(0, len(segments) - 1))
    postings.merge(connection, segments[first:], None)
    assert stored(connection, slow) == {term: sorted(rows) for term, rows in slow.items()}
    dead = set(data.draw(st.lists(st.sampled_from(range(len(texts))), max_size=5)))
    left = [number for (number,) in connection.execute("SELECT id FROM segments ORDER BY id")]
    postings.merge(connection, left, lambda row: row not in dead)
    assert stored(connection, slow) == {term: sorted(rows - dead) for term, rows in slow.items()}
    assert connection.execute("SELECT count(*) FROM segments").fetchone() == (1,)
    assert all(postings.count(connection, term) == len(rows - dead) for term, rows in slow.items())


def stored(connection: sqlite3.Connection, terms: dict[int, set[int]]) -> dict[int, list[int]]:
    return {term: list(postings.rows_of(connection, term)) for term in terms}
