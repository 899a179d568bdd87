"""Reports as a check would give them, for the tests of the formats."""

from __future__ import annotations

from quotecheck.model import (
    Edit,
    Evidence,
    Match,
    Place,
    Problem,
    QuoteCheck,
    Report,
    Severity,
    Span,
    Verdict,
)

NUMBER = (
    Edit(op="delete", draft="", source="As I told the council in March before the vote on the budget and the pier,"),
    Edit(op="equal", draft="we will dig out", source="we will dig out"),
    Edit(op="replace", draft="nine", source="ninety"),
    Edit(op="equal", draft="tonnes of silt", source="tonnes of silt"),
    Edit(op="delete", draft="", source="by"),
    Edit(op="insert", draft="this", source=""),
    Edit(op="equal", draft="autumn", source="autumn"),
)


def evidence(claim: str | None = "harbour-4f1c9e", speaker: str | None = "Orla Quist", **more: object) -> Evidence:
    values = {"exact": "We will dig out ninety tonnes of silt by autumn", "path": "sources/harbour.txt", "line": 12}
    return Evidence(**(values | {"claim": claim, "speaker": speaker, "start": 412, "end": 459} | more))


def match(edits: tuple[Edit, ...] = NUMBER, score: float = 91.26, **more: object) -> Match:
    return Match(evidence=evidence(**more), edits=edits, score=score)


def check(
    verdict: str = "misquote",
    severity: Severity = "error",
    *,
    exact: str = "we will dig out nine tonnes of silt this autumn",
    reasons: tuple[str, ...] = ("number-changed", "function-word"),
    matches: tuple[Match, ...] | None = None,
    message: str = "the source says “ninety” where the draft says “nine”",
    line: int = 4,
) -> QuoteCheck:
    found = (match(),) if matches is None else matches
    return QuoteCheck(
        kind="direct",
        exact=exact,
        span=Span(start=120, end=120 + len(exact)),
        start=Place(line=line, column=12),
        end=Place(line=line, column=12 + len(exact)),
        speaker="Orla Quist",
        verdict=Verdict(verdict=verdict, severity=severity, reasons=reasons, matches=found, message=message),
        fingerprint="a1b2c3",
    )


def clean(line: int = 2) -> QuoteCheck:
    return check("exact", "none", reasons=(), matches=(match(edits=()),), message="", line=line)


def three_drafts() -> tuple[Report, ...]:
    """One with a misquote, a note and a clean quote, one that could not be read, one that is clean."""
    first = Report(
        path="draft.md",
        quotes=(
            clean(),
            check(),
            check("unsourced", "note", reasons=(), matches=(), exact="of course", message="a stock phrase", line=9),
        ),
        problems=(Problem(path="draft.md", line=7, column=1, message="this comment suppresses nothing"),),
        text="…",
    )
    gone = Report(path="gone.md", error=Problem(path="gone.md", message="there is no such file", hint="check the path"))
    return first, gone, Report(path="clean.md", quotes=(clean(),))
