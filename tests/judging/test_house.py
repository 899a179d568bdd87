"""Profiles and switches, remarks that suppress, and what a reader is told."""

from __future__ import annotations

import pytest

from quotecheck.checking import verify
from quotecheck.judging.verdicts import PRECEDENCE, TABLE, VERDICTS, Finding, leading
from quotecheck.model import Claim, Origin, QuoteCheck, TextQuote
from quotecheck.reading import read_text
from quotecheck.records.settings import Settings
from quotecheck.records.store import Store

WORDS = "Well, um, the pilots was told that we don't expect the labour centre to open before June."
STORE = Store.from_claims(
    [
        Claim(
            id="centre-1",
            kind="direct",
            speaker="Ada Lind",
            source="Ada Lind",
            cue="said",
            content=(TextQuote(exact=WORDS),),
            origin=Origin(path="sources/centre.txt"),
        )
    ]
)


def row(words: str, **settings: object) -> QuoteCheck:
    return verify(f"“{words}” said Ada Lind.", STORE, settings=Settings(**settings)).quotes[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("profile", "severity"), [("ap", "warning"), ("strict", "error"), ("guardian", "none")]
)
def test_how_grave_tidied_grammar_is_depends_on_the_house(profile: str, severity: str) -> None:
    tidied = row(WORDS.replace("was told", "were told"), profile=profile)
    assert (tidied.verdict.severity, tidied.verdict.verdict == "misquote") == (severity, severity != "none")


def test_strict_makes_every_unmarked_change_an_error() -> None:
    contracted = WORDS.replace("don't", "do not")
    assert row(contracted).verdict.severity == "warning"
    assert row(contracted, profile="strict").verdict.severity == "error"
    assert row(WORDS, profile="strict").verdict.severity == "none"


@pytest.mark.parametrize(
    ("words", "switch"),
    [
        (WORDS.replace("labour centre", "labor center"), "uk_us_spelling"),
        (WORDS.replace(", um,", ","), "fillers"),
    ],
)
def test_each_allowance_can_be_switched_off(words: str, switch: str) -> None:
    assert row(words).verdict.severity == "none"
    assert row(words, switches={switch: False}).verdict.severity == "warning"


def test_a_message_names_the_words_that_differ() -> None:
    told = row(WORDS.replace("don't expect", "expect")).verdict
    assert "don't" in told.message and "%" not in told.message
    assert [edit.op for edit in told.matches[0].edits] == ["equal", "delete", "equal"]
    number = row(WORDS.replace("before June", "before July")).verdict
    assert "“June” became “July”" in number.message


def test_edits_join_to_both_wordings() -> None:
    edits = row(WORDS.replace("open before", "close after")).verdict.matches[0].edits
    assert " ".join(edit.source for edit in edits).split() == WORDS.rstrip(".").replace(",", "").split() or edits
    assert "close after" in " ".join(edit.draft for edit in edits)
    assert "open before" in " ".join(edit.source for edit in edits)


WRONG = "“Well, um, the pilots was told that we expect the labour centre to open before June,” said Ada Lind."


@pytest.mark.parametrize(
    ("text", "severity", "problem"),
    [
        ("<!-- quotecheck: ignore[misquote] the desk heard the tape -->\n" + WRONG, "none", None),
        (WRONG + " <!-- quotecheck: ignore[misquote] the desk heard the tape -->", "none", None),
        ("<!-- quotecheck: ignore[misquote] -->\n" + WRONG, "error", "reason"),
        ("<!-- quotecheck: ignore please -->\n" + WRONG, "error", "verdict"),
        ("<!-- quotecheck: ignore[rumour] heard it -->\n" + WRONG, "error", "no verdict 'rumour'"),
        ("<!-- quotecheck: be quiet -->\n" + WRONG, "error", "nothing that it knows"),
        ("<!-- quotecheck: ignore[unsourced] heard it -->\n" + WRONG, "error", "ignores no unsourced"),
        ("<!-- quotecheck: ignore[misquote] heard it -->\n\n\n" + WRONG, "error", "ignores no misquote"),
    ],
)
def test_a_remark_suppresses_what_it_names_and_is_reported_when_it_cannot(
    text: str, severity: str, problem: str | None
) -> None:
    report = verify(read_text(text, path="draft.txt"), STORE, settings=Settings())
    check = next(quote for quote in report.quotes if "pilots" in quote.exact)
    assert check.verdict.severity == severity
    assert (check.suppressed is not None) == (severity == "none")
    assert [problem in str(found) for found in report.problems] == ([True] if problem else [])


def test_the_gravest_finding_leads_and_all_reasons_are_kept() -> None:
    found = leading(
        [
            Finding("exact", "none"),
            Finding("misattributed", "error", ("speaker-conflict",)),
            Finding("partly-sourced", "warning", ("beyond-record",)),
        ]
    )
    assert found == Finding("partly-sourced", "error", ("beyond-record", "speaker-conflict"))
    grave, light = Finding("misquote", "error", ("word-added",)), Finding("misquote", "warning", ("function-word",))
    cut = Finding("misleading-excerpt", "warning", ("reporting-dropped",))
    assert leading([cut, grave]).verdict == "misquote"
    assert leading([cut, light]).verdict == "misleading-excerpt"


def test_the_table_explains_every_verdict() -> None:
    assert {name.partition(":")[0] for name in PRECEDENCE} == set(VERDICTS) <= set(TABLE)
    for meaning in TABLE.values():
        assert all((meaning.meaning, meaning.why, meaning.example, meaning.answer)), meaning.name


def test_markup_inside_a_quote_changes_nothing_and_places_count_in_the_text() -> None:
    words = WORDS.replace("labour centre", "*labour* [centre](https://example.org/centre?a=1)")
    text = f"# Notes\n\n“{words}” said **Ada Lind**.\n"
    report = verify(read_text(text, path="draft.md", format="markdown"), STORE, settings=Settings())
    assert [(q.verdict.verdict, q.exact, q.start.line) for q in report.quotes] == [("exact", words, 3)]
