"""A line a finding, for pipes, editors and grep: ``path:line:col: error misquote: message``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from quotecheck.model import Attribution, Claim, Document, Drift, Match, Report
from quotecheck.reporting.findings import REMARK, Finding, remarks
from quotecheck.reporting.rows import error_text
from quotecheck.reporting.visible import cut, visible

WIDEST_QUOTE = 120


def render(reports: Iterable[Report]) -> str:
    """The findings of all drafts in their order, and drafts that could not be read; empty when all is clean."""
    return "".join(visible(line) + "\n" for report in reports for line in _lines(report))


def render_claims(claims: Iterable[Claim], drifted: Mapping[str, Drift] | None = None) -> Iterator[str]:
    """``path:line: id speaker: words``, a claim a line; ``[source-changed]`` or the like behind the words of a claim
    whose source is not what it was, by id in ``drifted``."""
    now = drifted or {}
    for claim in claims:
        yield visible(_claim(claim)) + (f" [{now[claim.id]}]" if claim.id in now else "") + "\n"


def render_attributions(document: Document, attributions: Iterable[Attribution]) -> str:
    """``path:line:col: kind speaker: words``, an attribution a line."""
    lines = []
    for found in attributions:
        place = document.locate(found.content[0].start)
        words = cut(visible(" … ".join(span.of(document.text) for span in found.content)), WIDEST_QUOTE)
        lines.append(f"{document.path}:{place.line}:{place.column}: {found.kind} {found.speaker or '-'}: {words}")
    return "".join(visible(line) + "\n" for line in lines)


def render_matches(matches: Iterable[Match]) -> str:
    """``path:line: score claim speaker: words``, a passage a line; ``-`` where there is no claim or no speaker."""
    lines = []
    for match in matches:
        found = match.evidence
        place = f"{found.path}{f':{found.line}' if found.line else ''}"
        words = cut(visible(found.exact), WIDEST_QUOTE)
        lines.append(f"{place}: {match.score:.0f} {found.claim or '-'} {found.speaker or '-'}: {words}")
    return "".join(visible(line) + "\n" for line in lines)


def remark_line(found: Finding) -> str:
    """A remark about a draft as a finding of its own."""
    place = f":{found.line}:{found.column or 1}" if found.line else ""
    rule = "" if found.rule == REMARK else f"{found.rule}: "
    return f"{found.path}{place}: {found.severity} {rule}{found.message}"


def _lines(report: Report) -> Iterator[str]:
    if report.error is not None:
        yield f"{report.path}: error {error_text(report.error)}"
    for check in report.quotes:
        verdict = check.verdict
        place = f"{report.path}:{check.start.line}:{check.start.column}"
        if verdict.severity != "none":
            yield f"{place}: {verdict.severity} {verdict.verdict}: {verdict.message}"
        for found in check.house:
            if found.severity != "none":
                yield f"{place}: {found.severity} {found.rule}: {found.message}"
    yield from map(remark_line, remarks(report))


def _claim(claim: Claim) -> str:
    line = next((quote.line for quote in claim.content if quote.line is not None), None)
    words = cut(visible(" … ".join(quote.exact for quote in claim.content)), WIDEST_QUOTE)
    origin = claim.origin
    place = origin.path or origin.title or origin.url or "-"
    return f"{place}{f':{line}' if line else ''}: {claim.id} {claim.speaker or '-'}: {words}"
