"""Which passages a verdict names: all that it rests on, the one that the words are compared with first."""

from __future__ import annotations

import pytest

import quotecheck
from quotecheck.errors import ReadingError
from quotecheck.judging import drafts
from quotecheck.model import Claim, Origin, QuoteCheck, TextQuote

ROAD = "The harbour road was laid over a bed of wet peat."
NURSES = "The district cannot pay its nurses through the winter."


def claim(number: int, words: str, speaker: str = "Ada Lind") -> Claim:
    return Claim(
        id=f"s-{number}",
        kind="direct",
        speaker=speaker,
        source=speaker,
        cue="said",
        content=(TextQuote(exact=words),),
        origin=Origin(path=f"sources/{number}.txt"),
    )


def check(draft: str, *claims: Claim) -> QuoteCheck:
    (found,) = quotecheck.verify(draft, quotecheck.Store.open(claims)).quotes
    return found


def test_a_stitched_quote_names_every_passage_that_it_is_made_of() -> None:
    near = claim(3, "The harbour road was laid over gravel.", "Tom Quist")
    found = check(f"“{ROAD} {NURSES}” said Ada Lind.", claim(1, ROAD), claim(2, NURSES), near)
    assert (found.verdict.verdict, found.verdict.reasons) == ("stitched", ("cross-utterance",))
    assert sorted(match.evidence.claim or "" for match in found.verdict.matches[:2]) == ["s-1", "s-2"]


def test_each_passage_is_named_once() -> None:
    found = check(f"“{ROAD} {NURSES}” said Ada Lind.", claim(1, ROAD), claim(2, NURSES))
    assert [match.evidence.claim for match in found.verdict.matches].count("s-2") == 1


def test_a_part_without_a_source_names_the_passage_of_the_other() -> None:
    found = check(f"“{ROAD} Nobody told the council about the bill.” said Ada Lind.", claim(1, ROAD), claim(2, NURSES))
    assert found.verdict.verdict == "partly-sourced"
    assert found.verdict.matches[0].evidence.claim == "s-1"


def test_a_draft_of_more_quotes_than_any_book_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST_QUOTES", 2)
    store = quotecheck.Store.open((claim(1, ROAD),))
    two = f"“{ROAD}” said Ada Lind. “{NURSES}” said Tom Quist."
    assert len(quotecheck.verify(two, store).quotes) == 2
    with pytest.raises(ReadingError, match="has 4 quotes, and at most 2 are checked at once"):
        quotecheck.verify(f"{two}\n\n{two}", store)
