"""Reports, claims and attributions as plain data for the machine formats: the shapes that scripts rely on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quotecheck.model import (
    Attribution,
    Claim,
    Drift,
    HouseFinding,
    Match,
    Problem,
    QuoteCheck,
    Report,
    Span,
    TextQuote,
)
from quotecheck.version import VERSION

SCHEMA = 1
Row = dict[str, Any]


def reports_row(reports: Sequence[Report]) -> Row:
    """All drafts of one run as one object."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "quotecheck", "version": VERSION},
        "summary": summary(reports),
        "drafts": [draft_row(report) for report in reports],
    }


def summary(reports: Iterable[Report]) -> dict[str, int]:
    """Counts of drafts, of quotes, and of quotes by severity; ``verified`` counts those without a finding about their
    words. Rules of the house are counted with their quotes, not here."""
    drafts = tuple(reports)
    severities = [check.verdict.severity for report in drafts for check in report.quotes]
    counts = {"drafts": len(drafts), "quotes": len(severities), "verified": severities.count("none")}
    return counts | {severity: severities.count(severity) for severity in ("note", "warning", "error")}


def draft_row(report: Report) -> Row:
    """One draft with a row a quotation or attributed statement, the clean ones too; ``problems`` are remarks about
    the draft itself."""
    return {
        "path": report.path,
        "error": None if report.error is None else error_text(report.error),
        "quotes": [quote_row(check) for check in report.quotes],
        "problems": [
            {"line": problem.line, "column": problem.column, "message": problem.message}
            for problem in (*report.problems, *report.drifted)
        ],
    } | ({} if report.changes is None else {"changes": changes_row(report)})


def changes_row(report: Report) -> Row:
    """What became of the quotes since an older draft: the counts, and a row a quote of either draft."""
    from quotecheck.judging.changes import counts
    from quotecheck.reporting.changes import differences

    found = report.changes or ()
    number = counts(found)
    rows = [
        {
            "change": change.kind,
            "moved": change.moved,
            "old": None if change.old is None else _side_row(change.old),
            "new": None if change.new is None else _side_row(change.new),
            "diff": [{"op": edit.op, "new": edit.draft, "old": edit.source} for edit in differences(change)],
        }
        for change in found
    ]
    names = ("kept", "moved", "altered", "new", "gone")
    return {"against": report.against} | {name: number[name] for name in names} | {"quotes": rows}


def _side_row(check: QuoteCheck) -> Row:
    """A quote as it stands in one of two drafts; ``signed_off`` as in its row."""
    row = quote_row(check)
    names = ("start", "end", "line", "column", "exact", "speaker", "verdict", "severity", "fingerprint", "signed_off")
    return {name: row[name] for name in names}


def error_text(problem: Problem) -> str:
    """What is wrong and what to do, without the path, which stands beside it."""
    return problem.message + (f" ({problem.hint})" if problem.hint else "")


def quote_row(check: QuoteCheck) -> Row:
    """One quotation or statement of a draft, judged. The differences are those from the best match."""
    verdict = check.verdict
    best = verdict.matches[0].edits if verdict.matches else ()
    signed = check.signed
    return {
        "start": check.span.start,
        "end": check.span.end,
        "line": check.start.line,
        "column": check.start.column,
        "end_line": check.end.line,
        "end_column": check.end.column,
        "kind": check.kind,
        "exact": check.exact,
        "speaker": check.speaker,
        "verdict": verdict.verdict,
        "severity": verdict.severity,
        "reasons": list(verdict.reasons),
        "message": verdict.message,
        "fingerprint": check.fingerprint,
        "suppressed": check.suppressed,
        "signed_off": None if signed is None else {"by": signed.by, "at": signed.at, "note": signed.note},
        "house": [house_row(found) for found in check.house],
        "diff": [{"op": edit.op, "draft": edit.draft, "source": edit.source} for edit in best],
        "matches": [match_row(match) for match in verdict.matches],
    }


def house_row(found: HouseFinding) -> Row:
    """A rule of the house that a quotation breaks."""
    return {
        "rule": found.rule,
        "severity": found.severity,
        "message": found.message,
        "suppressed": found.suppressed,
    }


def match_row(match: Match) -> Row:
    """A claim or sentence that the verdict rests on; ``score`` is 0 to 100 and ranks only."""
    evidence = match.evidence
    return {
        "claim": evidence.claim,
        "speaker": evidence.speaker,
        "exact": evidence.exact,
        "path": evidence.path,
        "start": evidence.start,
        "end": evidence.end,
        "line": evidence.line,
        "locator": evidence.locator,
        "drift": evidence.drift,
        "score": round(match.score, 1),
    }


def claim_row(claim: Claim, *, context: bool = False) -> Row:
    """A claim as in its file, with what is known of its source document; ``context`` adds prefix and suffix."""
    origin = claim.origin
    return {
        "id": claim.id,
        "kind": claim.kind,
        "speaker": claim.speaker,
        "source": claim.source,
        "cue": claim.cue,
        "content": [_selector(quote, context) for quote in claim.content],
        "locator": claim.locator,
        "status": claim.status,
        "note": claim.note,
        "reviewed": None if claim.reviewed is None else {"by": claim.reviewed.by, "at": claim.reviewed.at},
        "path": origin.path,
        "title": origin.title,
        "url": origin.url,
        "publisher": origin.publisher,
        "published": origin.published,
        "author": origin.author,
        "language": origin.language,
        "type": origin.type,
        "sha256": origin.sha256,
    }


def drifted_row(claim: Claim, drifted: Mapping[str, Drift] | None, *, context: bool = False) -> Row:
    """A claim with what has become of its source, by id in ``drifted``: None in it for nothing, no such key where
    nobody has looked."""
    row = claim_row(claim, context=context)
    return row if drifted is None else row | {"drift": drifted.get(claim.id)}


def attributions_row(path: str, attributions: Iterable[Attribution]) -> Row:
    """The attributions of one document, spans as ``[start, end]``."""
    return {
        "path": path,
        "attributions": [
            {
                "kind": found.kind,
                "speaker": found.speaker,
                "source": _pairs(found.source),
                "cue": _pairs(found.cue),
                "content": _pairs(found.content),
            }
            for found in attributions
        ],
    }


def _selector(quote: TextQuote, context: bool) -> Row:
    row: Row = {"exact": quote.exact}
    if context:
        row |= {"prefix": quote.prefix, "suffix": quote.suffix}
    span = quote.span
    return row | {"start": span.start if span else None, "end": span.end if span else None, "line": quote.line}


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
