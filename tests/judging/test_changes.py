"""What became of the quotes between two drafts: by words first, then by likeness and place."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.judging.changes import changes, counts
from quotecheck.model import Place, QuoteCheck, Report, SignOff, Span, Verdict
from quotecheck.reporting.changes import counts_line, differences, signed_line, told
from quotecheck.reporting.findings import findings

SIGNED = SignOff(
    draft="d.md",
    fingerprint="f",
    words="0" * 64,
    exact="x",
    verdict="exact",
    by="Wim Aalto",
    at="2026-04-03T10:15:00+00:00",
)


def draft(*quotes: tuple[str, str | None] | str, signed: bool = False) -> Report:
    """A draft with one paragraph a quote: words and speaker ("Orla Quist" when only words are given)."""
    text, checks = "", []
    for line, given_ in enumerate(quotes, 1):
        words, speaker = (given_, "Orla Quist") if isinstance(given_, str) else given_
        start = len(text) + 1
        span = Span(start=start, end=start + len(words))
        checks.append(
            QuoteCheck(
                kind="direct",
                exact=words,
                span=span,
                start=Place(line=line, column=2),
                end=Place(line=line, column=2 + len(words)),
                speaker=speaker,
                verdict=Verdict(verdict="exact", severity="none"),
                fingerprint=f"{line:016x}",
                signed=SIGNED if signed else None,
            )
        )
        text += f"“{words},” {speaker} said in part {words[:1]}.\n"
    return Report(path="d.md", quotes=tuple(checks), text=text)


def kinds(old: Report, new: Report) -> list[str]:
    return [change.kind + ("+moved" if change.moved else "") for change in changes(old, new)]


def test_the_same_draft_is_kept_throughout() -> None:
    one = draft("We waited", "It rained", "We waited")
    assert kinds(one, one) == ["kept"] * 3
    assert kinds(draft(), draft()) == []


def test_style_is_no_change_of_words() -> None:
    assert kinds(draft("We don’t know -- yet"), draft("we don't know — yet.")) == ["kept"]


def test_a_quote_that_moved_is_kept() -> None:
    old, new = draft("one two", "three four", "five six"), draft("five six", "one two", "three four")
    assert kinds(old, new) == ["kept+moved", "kept", "kept"]


def test_a_quote_that_was_altered_shows_both_wordings() -> None:
    (change,) = changes(draft("The silt will be gone by autumn"), draft("The silt will not be gone by May"))
    assert change.kind == "altered"
    assert [(edit.op, edit.source, edit.draft) for edit in differences(change) if edit.op != "equal"] == [
        ("insert", "", "not"),
        ("replace", "autumn", "May"),
    ]
    assert told(change) == "since the older draft, “not” was added; “autumn” became “May”"


def test_another_speaker_alters_a_quote() -> None:
    (change,) = changes(draft("We waited"), draft(("We waited", "Tadeo Brandt")))
    assert change.kind == "altered" and "the speaker was Orla Quist and is Tadeo Brandt now" in told(change)
    assert differences(change) == ()


def test_a_shorter_name_is_no_other_speaker() -> None:
    assert kinds(draft(("We waited", "Tadeo Brandt")), draft(("We waited", "Brandt"))) == ["kept"]
    assert kinds(draft(("We waited", "Tadeo Brandt")), draft(("We waited", "Greta Brandt"))) == ["altered"]
    assert kinds(draft(("We waited", "Tadeo Brandt")), draft(("We waited", None))) == ["altered"]


def test_one_word_between_the_same_words_is_altered_and_not_exchanged() -> None:
    old = Report(
        path="d.md", text="Critics of the plan called it “vile” and left the room.", quotes=draft("vile").quotes
    )
    new = Report(
        path="d.md", text="Critics of the plan called it “fine” and left the room.", quotes=draft("fine").quotes
    )
    at = Span(start=31, end=35)
    old, new = (replace(one, quotes=(replace(one.quotes[0], span=at),)) for one in (old, new))
    assert at.of(old.text) == "vile" and at.of(new.text) == "fine"
    assert kinds(old, new) == ["altered"]


def test_new_and_gone() -> None:
    old, new = draft("The silt will be gone by autumn"), draft(("Nobody asked the fishermen", "Tadeo Brandt"))
    assert kinds(old, new) == ["new", "gone"]
    report = Report(path="d.md", changes=changes(old, new), against="old.md")
    assert counts_line(report) == "since old.md: 0 quotes kept, 0 altered, 1 new, 1 gone"
    assert [(f.rule, f.severity, f.line) for f in findings([report])] == [
        ("new-quote", "warning", 1),
        ("gone-quote", "note", None),
    ]


def test_a_signoff_falls_with_the_words_and_a_new_one_settles_the_change() -> None:
    old = draft("The silt will be gone by autumn", signed=True)
    fallen = Report(path="d.md", changes=changes(old, draft("The silt will be gone by May")))
    (finding,) = findings([fallen])
    assert finding.severity == "error"
    assert finding.message.endswith("the sign-off by Wim Aalto, 2026-04-03, holds no more")
    seen = Report(path="d.md", changes=changes(old, draft("The silt will be gone by May", signed=True)))
    assert list(findings([seen])) == [] and signed_line((seen.changes or ())[0]).startswith("signed off by Wim Aalto")


WORDS = st.lists(st.sampled_from("ash birch cedar dogwood elm fir".split()), min_size=1, max_size=5).map(" ".join)
QUOTES = st.lists(st.tuples(WORDS, st.sampled_from(["Orla Quist", "Tadeo Brandt", None])), max_size=8)


@settings(max_examples=150)
@given(QUOTES, QUOTES)
def test_every_quote_is_told_of_once_and_equal_words_always_pair(
    was: list[tuple[str, str | None]], now: list[tuple[str, str | None]]
) -> None:
    old, new = draft(*was), draft(*now)
    found = changes(old, new)
    assert [change.new for change in found if change.new] == list(new.quotes)
    olds = [change.old for change in found if change.old]
    assert sorted(map(id, olds)) == sorted(map(id, old.quotes))
    # As many quotes are kept as have the same words and speaker in both, by counting.
    assert counts(found)["kept"] == (Counter(was) & Counter(now)).total()
    kept = [change for change in found if change.kind == "kept"]
    straight = [change.old.start.line for change in kept if change.old and not change.moved]
    assert straight == sorted(straight)


@settings(max_examples=60)
@given(QUOTES, st.randoms(use_true_random=False))
def test_a_shuffled_draft_has_nothing_altered(was: list[tuple[str, str | None]], chance: random.Random) -> None:
    now = list(was)
    chance.shuffle(now)
    assert {change.kind for change in changes(draft(*was), draft(*now))} <= {"kept"}


@pytest.mark.parametrize("size", [1500])
def test_thousands_of_quotes_are_paired_without_comparing_each_with_each(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quotecheck.judging import changes as module

    compared = 0
    alike = module._alike

    def counted(old: module._Quote, new: module._Quote) -> float:
        nonlocal compared
        compared += 1
        return alike(old, new)

    monkeypatch.setattr(module, "_alike", counted)
    chance = random.Random(7)
    lines = [" ".join(f"w{chance.randrange(3000)}" for _ in range(12)) for _ in range(size)]
    edited = [line.rsplit(" ", 1)[0] + f" x{number}" for number, line in enumerate(lines)]
    found = counts(changes(draft(*lines), draft(*edited)))
    assert found["altered"] == size and compared < size * 12
