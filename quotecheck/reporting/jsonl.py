"""JSON lines: a line a quotation, a claim or a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from quotecheck.model import Attribution, Claim, Drift, Report
from quotecheck.reporting.json import dump
from quotecheck.reporting.rows import Row, attributions_row, drifted_row, error_text, quote_row


def render(reports: Iterable[Report]) -> str:
    """A line a quotation, with the ``path`` of its draft; ``{"path", "error"}`` for a draft that could not be read."""
    return "".join(dump(row) + "\n" for report in reports for row in _rows(report))


def render_claims(
    claims: Iterable[Claim], *, context: bool = False, drifted: Mapping[str, Drift] | None = None
) -> Iterator[str]:
    """A line a claim; ``context`` adds what stands around its words, ``drifted`` what has become of its source."""
    return (dump(drifted_row(claim, drifted, context=context)) + "\n" for claim in claims)


def render_attributions(path: str, attributions: Iterable[Attribution]) -> str:
    """One line: the document and its attributions."""
    return dump(attributions_row(path, attributions)) + "\n"


def _rows(report: Report) -> Iterator[Row]:
    if report.error is not None:
        yield {"path": report.path, "error": error_text(report.error)}
    for check in report.quotes:
        yield {"path": report.path} | quote_row(check)
    for problem in (*report.problems, *report.drifted):
        yield {"path": report.path, "line": problem.line, "column": problem.column, "problem": problem.message}
