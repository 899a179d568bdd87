"""Words in step: folding, tokens, shared runs and the changes between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.matching.align import align, edits
from quotecheck.matching.blocks import blocks
from quotecheck.matching.folding import expand, fold
from quotecheck.matching.normal import norms, words
from quotecheck.matching.tokens import Token, passage

WORDS = st.lists(st.sampled_from("the crane fell into harbour at dawn and a of".split()), max_size=14)


def weight(token: Token) -> float:
    return 1.0 if len(token.key) < 4 else 5.0


def keys(text: str) -> list[str]:
    return [token.key for token in passage(text).tokens]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("twenty-five crews", "25 crews"),
        ("$2.5 million", "2.5 million dollars"),
        ("one hundred and fifty", "150"),
        ("50 per cent", "50%"),
        ("the third time", "the 3rd time"),
        ("organisation's colours", "organization’s colors"),
        ("he's gone, they can't", "he has gone they cannot"),
        ("gonna", "going to"),
        ("U.S. Sen. Ruiz", "US Senator Ruiz"),
        ("ISIS’ boats", "ISIS's boats"),
        ("ten thousand", "10,000"),
    ],
)
def test_two_writings_of_the_same_words_meet(one: str, other: str) -> None:
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("forty million", "forty billion"), ("four", "for"), ("our", "or"), ("do", "don't"), ("3rd", "3")],
)
def test_two_different_words_do_not_meet(one: str, other: str) -> None:
    assert keys(one) != keys(other)


def test_places_lead_back_to_the_writing() -> None:
    text = "We **can’t** pay $1,000 [sic] for a long-term d--- lease."
    assert [text[w.start : w.end] for w in words(text)][1:4] == ["can’t", "pay", "$1,000"]
    assert norms(text) == ("we", "can't", "pay", "$1000", "for", "a", "long", "term", "d*", "lease")


def test_a_long_word_folds_once_and_an_odd_one_not_at_all() -> None:
    assert fold("labour") == "labor" and fold("labor") == "labor" and fold("hour") == "hour"
    assert expand("won't") == (("will", "not"), "contraction")
    assert expand("boat's") == (("boat's",), "word")


@given(WORDS, WORDS)
def test_shared_runs_are_shared_and_in_order(draft: list[str], source: list[str]) -> None:
    found = blocks(draft, source, [1.0] * len(draft))
    d = s = 0
    for block in found:
        assert d <= block.draft and s <= block.source and block.length > 0
        assert draft[block.draft : block.draft + block.length] == source[block.source : block.source + block.length]
        d, s = block.draft + block.length, block.source + block.length


@given(WORDS, st.integers(0, 10), st.integers(1, 10))
def test_an_unbroken_part_is_found_whole(source: list[str], start: int, length: int) -> None:
    draft = source[start : start + length]
    found = blocks(draft, source, [1.0] * len(draft))
    assert sum(block.length for block in found) == len(draft) and len(found) <= 1


def test_edits_show_whole_words_on_both_sides() -> None:
    said = passage("We don't expect delays, or rain, in the autumn.")
    aligned = align(passage("We do expect delays … in the autumn"), said, weight)
    told = [(edit.op, edit.draft, edit.source) for edit in edits(aligned)]
    assert told == [
        ("equal", "We", "We"),
        ("replace", "do", "don't"),
        ("equal", "expect delays", "expect delays"),
        ("replace", "…", "or rain"),
        ("equal", "in the autumn", "in the autumn"),
    ]
    assert [change.ellipsis for change in aligned.changes] == [False, True]


def test_brackets_mark_an_edit_unless_the_source_has_them_too() -> None:
    marked = align(passage("[The mayor] left"), passage("She left"), weight)
    assert marked.changes[0].bracket and marked.total == 1
    spoken = align(passage("the (old) ferry (Gull) left"), passage("the (old) ferry (Tern) left"), weight)
    assert spoken.total == 4 and spoken.changes[0].bracket
    same = align(passage("the ferry (old Gull) left"), passage("the ferry (old Tern) left"), weight)
    assert not same.changes[0].bracket and same.total == 5
