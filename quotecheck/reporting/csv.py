"""Tables for spreadsheets: a row a quotation, and no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from quotecheck.model import Claim, QuoteCheck, Report
from quotecheck.records.tables import COLUMNS as IMPORTED
from quotecheck.records.tables import FORMULA
from quotecheck.reporting.findings import Finding, of_draft, of_house, of_quote, shown_matches
from quotecheck.reporting.visible import visible

COLUMNS = (
    *("path", "line", "column", "end_line", "end_column", "severity", "verdict", "reasons", "message"),
    *("kind", "speaker", "quote", "suppressed", "fingerprint"),
    *("claim", "claim_speaker", "claim_words", "source", "source_line", "locator", "score"),
)


def render(reports: Iterable[Report]) -> str:
    """A header and a row a quotation, the clean ones too, each with a row for every rule of the house that it breaks;
    then remarks about the draft and drafts that could not be read; lines end as RFC 4180 says."""
    return "".join(table(COLUMNS, (row for report in reports for row in _rows(report))))


def render_claims(claims: Iterable[Claim]) -> Iterator[str]:
    """A row a claim, in the columns that ``quotecheck import`` reads; importing them again adds nothing."""
    return table(IMPORTED, (_claim(claim) for claim in claims))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Rows as CSV under a header, a piece a row; None is an empty cell, and an apostrophe stands before a text that a
    spreadsheet would take for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in chain((columns,), rows):
        writer.writerow([harmless(value) if isinstance(value, str) else value for value in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def harmless(text: str) -> str:
    """``text`` as a cell that no spreadsheet runs. An apostrophe that stands there already gets another, so that an
    import can take one away again."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def _rows(report: Report) -> Iterator[list[object]]:
    for check in report.quotes:
        found = of_quote(report.path, check)
        yield [*found[:6], found.rule, " ".join(check.verdict.reasons), visible(check.verdict.message), *_quote(check)]
        for one in of_house(report.path, check):
            yield [*one[:6], one.rule, None, visible(one.message), *_quote(check, one)]
    for found in of_draft(report):
        if found.check is None:
            blank = [None] * (len(COLUMNS) - 9)
            yield [*found[:6], found.rule, None, visible(found.message), *blank]


def _claim(claim: Claim) -> list[object]:
    origin = claim.origin
    words = " … ".join(passage.exact for passage in claim.content)
    source = origin.path or origin.title or origin.url
    return [claim.speaker, words, source, origin.url, origin.published, claim.locator, claim.note]


def _quote(check: QuoteCheck, house: Finding | None = None) -> list[object]:
    words = visible(check.exact)
    about = (house.suppressed, house.fingerprint) if house else (check.suppressed, check.fingerprint)
    cells: list[object] = [check.kind, check.speaker, words, *about]
    matches = shown_matches(check)
    if not matches:
        return [*cells, *[None] * 7]
    best = matches[0]
    found = best.evidence
    place = [found.path, found.line, found.locator, round(best.score, 1)]
    return [*cells, found.claim, found.speaker, visible(found.exact), *place]
