"""Sentences of prose, with quotations in one piece."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.matching.sentences import LONGEST, sentences

CASES = {
    "plain": ("The pier is shut. It opens in May.", ["The pier is shut.", "It opens in May."]),
    "titles and initials": (
        "Mr. Varga of the U.S. Rail Board met J. K. Olm. Nobody spoke.",
        ["Mr. Varga of the U.S. Rail Board met J. K. Olm.", "Nobody spoke."],
    ),
    "a quotation stays whole": (
        "“Stop! Don’t move! It is unsafe,” said Ana Roth. She left.",
        ["“Stop! Don’t move! It is unsafe,” said Ana Roth.", "She left."],
    ),
    "straight marks": ('"We tried. We failed." He left.', ['"We tried. We failed."', "He left."]),
    "paragraphs": ("No stop at the end\n\nNext one. Last", ["No stop at the end", "Next one.", "Last"]),
    "figures": ("It cost 2.5 million. 20 boats came.", ["It cost 2.5 million.", "20 boats came."]),
    "an open mark": ("“We tried and lost. Nobody came.", ["“We tried and lost. Nobody came."]),
    "nothing": (" \n\n ", []),
}


@pytest.mark.parametrize("name", CASES)
def test_sentences(name: str) -> None:
    prose, expected = CASES[name]
    assert [prose[start:end] for start, end in sentences(prose)] == expected


def test_a_very_long_quotation_is_cut_between_its_sentences() -> None:
    prose = "“" + "The silt is deep here. " * 100 + "”"
    found = [prose[start:end] for start, end in sentences(prose)]
    assert len(found) > 2 and max(map(len, found)) <= LONGEST + 30
    assert all(part.endswith((".", "”")) for part in found)


@given(st.text(alphabet="aB .!?\n\"“”'’(", max_size=200))
def test_no_letter_is_lost_and_none_stands_twice(prose: str) -> None:
    found = list(sentences(prose))
    assert all(start < end for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    covered = "".join(prose[start:end] for start, end in found)
    assert "".join(covered.split()) == "".join(prose.split())
