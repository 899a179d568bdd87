"""Checkstyle's XML, which most build servers and review tools read."""

from __future__ import annotations

from collections.abc import Iterable

from quotecheck.model import Report
from quotecheck.reporting.findings import Finding, of_draft
from quotecheck.reporting.markup import HEAD, attributes
from quotecheck.reporting.visible import visible

SEVERITY = {"error": "error", "warning": "warning", "note": "info"}


def render(reports: Iterable[Report]) -> str:
    """A ``file`` a draft, clean ones too, with an ``error`` a finding."""
    parts = [HEAD, '<checkstyle version="4.3">\n']
    for report in reports:
        parts.append(f"  <file{attributes({'name': report.path})}>\n")
        parts += (f"    <error{attributes(_error(found))}/>\n" for found in of_draft(report))
        parts.append("  </file>\n")
    return "".join([*parts, "</checkstyle>\n"])


def _error(found: Finding) -> dict[str, object]:
    return {
        "line": found.line or 1,
        "column": found.column,
        "severity": SEVERITY[found.severity],
        "message": visible(found.message),
        "source": f"quotecheck.{found.rule}",
    }
