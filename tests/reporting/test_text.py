"""The text format on a console of a fixed width: what a reader sees, in colour and without."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from quotecheck.model import Edit, Report
from quotecheck.reporting.text import print_reports, summary_line
from tests.reporting.reports import check, clean, evidence, match, three_drafts

EIGHTY_COLUMNS = """\
draft.md:4:12: error misquote (number-changed, function-word)
          the source says “ninety” where the draft says “nine”
  draft   “we will dig out {+nine+} tonnes of silt {+this+} autumn”
  source  “… council in March before the vote on the budget and the pier, we
          will dig out [-ninety-] tonnes of silt [-by-] autumn”
          sources/harbour.txt:12 · Orla Quist · claim harbour-4f1c9e

draft.md:9:12: note unsourced
          a stock phrase
  draft   “of course”

draft.md:7:1: warning this comment suppresses nothing

gone.md: there is no such file (check the path)

2 of 4 quotes verified; 1 error (misquote), 1 note (unsourced); 1 draft could
not be read
"""


def printed(reports: tuple[Report, ...], width: int = 80, colour: bool = False) -> str:
    buffer = io.StringIO()
    system = "standard" if colour else None
    print_reports(reports, Console(file=buffer, width=width, color_system=system, force_terminal=colour, markup=False))
    return buffer.getvalue()


def test_findings_at_eighty_columns() -> None:
    assert printed(three_drafts()) == EIGHTY_COLUMNS


@pytest.mark.parametrize("width", [30, 40, 60, 132])
def test_no_line_is_wider_than_the_console_and_nothing_is_lost(width: int) -> None:
    found = printed(three_drafts(), width)
    assert max(map(len, found.splitlines())) <= width
    assert "".join(found.split()) == "".join(printed(three_drafts(), 500).split())


def test_no_line_ends_in_spaces() -> None:
    assert [line for line in printed(three_drafts()).splitlines() if line != line.rstrip()] == []


def test_colour_marks_differing_words_and_needs_no_signs() -> None:
    found = printed(three_drafts(), colour=True)
    assert "\x1b[1;4;31mnine\x1b[0m" in found and "\x1b[1;4;32mninety\x1b[0m" in found
    assert "{+" not in found and "[-" not in found


def test_clean_quotes_are_only_counted() -> None:
    assert printed((Report(path="clean.md", quotes=(clean(), clean())),)) == "2 of 2 quotes verified\n"
    assert printed((Report(path="empty.md"),)) == "no quotes found\n"


def test_the_summary_names_what_the_rest_is() -> None:
    quotes = (clean(), check(), check(), check("unsourced"), check("ambiguous", "warning"))
    assert summary_line((Report(path="d.md", quotes=quotes),)) == (
        "1 of 5 quotes verified; 3 errors (2 misquote, 1 unsourced), 1 warning (ambiguous)"
    )


def test_a_sentence_that_nobody_is_known_to_have_said() -> None:
    finding = check("unconfirmed-speaker", "warning", matches=(match(claim=None, speaker=None),))
    assert "sources/harbour.txt:12 · nobody named\n" in printed((Report(path="d.md", quotes=(finding,)),))


def test_several_places_are_shown_up_to_three() -> None:
    finding = check("ambiguous", "warning", matches=tuple(match(claim=f"c-{n}") for n in range(5)))
    found = printed((Report(path="d.md", quotes=(finding,)),))
    assert [f"claim c-{n}" in found for n in range(5)] == [True, True, True, False, False]
    assert "and 2 more" in found


def test_a_place_is_shown_once() -> None:
    sentence, twin = match(claim=None, speaker=None), match(line=14)
    finding = check("misattributed", matches=(sentence, match(), twin, match(claim=None, speaker=None, line=20)))
    found = printed((Report(path="d.md", quotes=(finding,)),))
    assert found.count("sources/harbour.txt:12 · Orla Quist · claim harbour-4f1c9e") == 1
    assert found.count("sources/harbour.txt") == 2 and "sources/harbour.txt:20 · nobody named" in found


def test_what_is_merely_near_words_without_a_source_is_not_shown_as_their_source() -> None:
    found = printed((Report(path="d.md", quotes=(check("unsourced", reasons=(), message="no source"),)),))
    assert "  draft   “we will dig out nine tonnes of silt this autumn”\n" in found
    assert "harbour" not in found and "  source" not in found


@pytest.mark.parametrize("text", ["[/quote] [sic] [bold red]now[/]", "[the mayor]", ":smile: [link=x]"])
def test_markup_in_text_is_only_text(text: str) -> None:
    edits = (Edit(op="replace", draft=text, source=text),)
    quotes = (check(exact=text, message=text, matches=(match(edits, exact=text, speaker=text),)),)
    found = " ".join(printed((Report(path=text, quotes=quotes),), width=300).split())
    assert found.count(text) == 5  # path, message, both wordings, speaker
    assert evidence().exact not in found


def test_nothing_in_the_text_reaches_the_terminal_as_a_control() -> None:
    text = "a\x1b[2Jb\u202ec\u2066d\x07e\x9bf\u200bg"
    edits = (Edit(op="replace", draft=text, source=text),)
    quotes = (check(exact=text, message=text, matches=(match(edits, exact=text, path=text, speaker=text),)),)
    found = printed((Report(path=text, quotes=quotes),), width=300)
    assert not set(found) & set("\x1b\x07\x9b\u202e\u2066\u200b")
    assert found.count("a\\x1b[2Jb\\u202ec\\u2066d\\x07e\\x9bf\\u200bg") == 6
