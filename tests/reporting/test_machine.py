"""The formats that scripts read: shapes as in the contract, whatever stands in the text."""

from __future__ import annotations

import json as standard

import pytest

from quotecheck.model import Attribution, Claim, Origin, Report, Span, TextQuote
from quotecheck.reading import read_text
from quotecheck.reporting import concise, json, jsonl
from quotecheck.reporting.rows import summary
from tests.reporting.reports import check, three_drafts

CLAIM = Claim(
    id="harbour-4f1c9e",
    kind="mixed",
    speaker="Orla Quist",
    source="the harbour master",
    cue="said",
    content=(
        TextQuote(exact="the silt", prefix="said ", suffix=" will", span=Span(start=3, end=11), line=1),
        TextQuote(exact="by\nautumn"),
    ),
    origin=Origin(path="sources/harbour.txt", published="2026-03-01", title="The harbour"),
    status="disputed",
)


def test_the_json_object_has_the_shape_of_the_contract() -> None:
    found = standard.loads(json.render(three_drafts()))
    assert list(found) == ["schema", "tool", "summary", "drafts"]
    assert found["schema"] == 1
    assert found["tool"]["name"] == "quotecheck"
    assert found["summary"] == {"drafts": 3, "quotes": 4, "verified": 2, "note": 1, "warning": 0, "error": 1}
    first, gone, clean = found["drafts"]
    assert (first["path"], first["error"], len(first["quotes"])) == ("draft.md", None, 3)
    assert gone["error"] == "there is no such file (check the path)" and gone["quotes"] == []
    assert clean["error"] is None and first["problems"][0]["line"] == 7


def test_a_row_has_every_key_of_the_contract() -> None:
    row = standard.loads(json.render(three_drafts()))["drafts"][0]["quotes"][1]
    keys = "start end line column end_line end_column kind exact speaker verdict severity reasons message fingerprint"
    assert set(keys.split()) | {"diff", "matches", "suppressed", "signed_off", "house"} == set(row)
    assert (row["start"], row["end"], row["line"], row["column"], row["end_column"]) == (120, 167, 4, 12, 59)
    assert row["diff"][2] == {"op": "replace", "draft": "nine", "source": "ninety"}
    assert row["matches"] == [
        {
            "claim": "harbour-4f1c9e",
            "speaker": "Orla Quist",
            "exact": "We will dig out ninety tonnes of silt by autumn",
            "path": "sources/harbour.txt",
            "start": 412,
            "end": 459,
            "line": 12,
            "locator": None,
            "drift": None,
            "score": 91.3,
        }
    ]


def test_a_quote_without_a_source_has_no_diff_and_no_matches() -> None:
    row = standard.loads(json.render(three_drafts()))["drafts"][0]["quotes"][2]
    assert (row["diff"], row["matches"]) == ([], [])


def test_nothing_checked_is_still_one_object() -> None:
    assert standard.loads(json.render(()))["drafts"] == []
    assert summary(()) == {"drafts": 0, "quotes": 0, "verified": 0, "note": 0, "warning": 0, "error": 0}


@pytest.mark.parametrize("text", ["[/quote] [sic] [red]", "\x1b[31m", "\u202egnp", "“é”\n\t\\", "\ud800", "\0"])
def test_json_gives_back_hostile_text_unchanged(text: str) -> None:
    rendered = json.render((Report(path="d.md", quotes=(check(exact=text, message=text),)),))
    rendered.encode("utf-8")
    row = standard.loads(rendered)["drafts"][0]["quotes"][0]
    assert (row["exact"], row["message"]) == (text, text)


def test_json_lines_hold_a_quotation_a_line_with_its_path() -> None:
    rows = [standard.loads(line) for line in jsonl.render(three_drafts()).splitlines()]
    assert [row["path"] for row in rows] == ["draft.md"] * 4 + ["gone.md", "clean.md"]
    assert [row.get("verdict") for row in rows] == ["exact", "misquote", "unsourced", None, None, "exact"]
    assert rows[3]["problem"] == "this comment suppresses nothing"
    assert rows[4] == {"path": "gone.md", "error": "there is no such file (check the path)"}


def test_concise_is_a_line_a_finding() -> None:
    assert concise.render(three_drafts()) == (
        "draft.md:4:12: error misquote: the source says “ninety” where the draft says “nine”\n"
        "draft.md:9:12: note unsourced: a stock phrase\n"
        "draft.md:7:1: warning this comment suppresses nothing\n"
        "gone.md: error there is no such file (check the path)\n"
    )


def test_concise_says_nothing_when_all_is_clean() -> None:
    assert concise.render(three_drafts()[2:]) == ""


def test_concise_keeps_hostile_text_on_its_line() -> None:
    line = concise.render((Report(path="d\nd.md", quotes=(check(message="a\r\nb \x1b[2J \u202ec [/quote]"),)),))
    assert line == "d d.md:4:12: error misquote: a b \\x1b[2J \\u202ec [/quote]\n"


def test_claims_as_json_and_json_lines_and_concise() -> None:
    (row,) = standard.loads("".join(json.render_claims((CLAIM,))))
    assert row["id"] == "harbour-4f1c9e" and row["status"] == "disputed" and row["path"] == "sources/harbour.txt"
    assert row["content"] == [
        {"exact": "the silt", "start": 3, "end": 11, "line": 1},
        {"exact": "by\nautumn", "start": None, "end": None, "line": None},
    ]
    assert standard.loads(list(jsonl.render_claims((CLAIM, CLAIM)))[1]) == row
    assert "".join(concise.render_claims((CLAIM,))) == (
        "sources/harbour.txt:1: harbour-4f1c9e Orla Quist: the silt … by autumn\n"
    )
    assert standard.loads("".join(json.render_claims(()))) == []


def test_attributions_as_json_lines_are_those_of_the_contract() -> None:
    found = Attribution(
        kind="mixed",
        source=(Span(start=0, end=4),),
        cue=(Span(start=5, end=9),),
        content=(Span(start=10, end=14), Span(start=16, end=20)),
        speaker="Orla Quist",
    )
    line = jsonl.render_attributions("a.txt", (found,))
    assert standard.loads(line) == {
        "path": "a.txt",
        "attributions": [
            {
                "kind": "mixed",
                "speaker": "Orla Quist",
                "source": [[0, 4]],
                "cue": [[5, 9]],
                "content": [[10, 14], [16, 20]],
            }
        ],
    }
    assert line.count("\n") == 1
    document = read_text("Orla said the silt, by then\n", path="a.txt")
    assert concise.render_attributions(document, (found,)) == "a.txt:1:11: mixed Orla Quist: the … lt,\n"
