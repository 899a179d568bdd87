"""What is to be told about drafts, one after another: the rows that the formats for build servers and editors share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from quotecheck.model import SEVERITIES, Change, Match, Problem, QuoteCheck, Report, Severity
from quotecheck.reporting.rows import error_text

UNREADABLE = "unreadable"
REMARK = "suppression"
DRIFT = "source-drift"
ALTERED, NEW, GONE = "altered-quote", "new-quote", "gone-quote"
_CHANGES: Mapping[str, tuple[str, Severity]] = MappingProxyType(
    {"altered": (ALTERED, "error"), "new": (NEW, "warning"), "gone": (GONE, "note")}
)


class Finding(NamedTuple):
    """One thing to tell: where (1-based; line None for a whole draft), how grave, by which name (a verdict, a rule of
    the house, or one of ``BESIDE``), in which words. ``check`` is the quotation it is about, None for a remark
    about a draft or one that could not be read; ``suppressed`` is the reason given in the draft for ignoring it."""

    path: str
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None
    severity: Severity
    rule: str
    message: str
    check: QuoteCheck | None = None
    suppressed: str | None = None

    @property
    def fingerprint(self) -> str:
        """Stays the same while other parts of the draft change: 16 hexadecimal digits."""
        if self.check is not None and self.rule == self.check.verdict.verdict:
            return self.check.fingerprint
        about = (self.rule, self.check.fingerprint) if self.check else (self.path, self.message)
        return sha256("\n".join(about).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def findings(reports: Iterable[Report]) -> tuple[Finding, ...]:
    """Every finding of every draft, draft by draft; drafts that could not be read are errors, remarks about a draft
    warnings. Empty when all is clean."""
    return tuple(found for report in reports for found in of_draft(report))


def of_draft(report: Report) -> Iterator[Finding]:
    """The findings of one draft: that it could not be read, its quotations in reading order, remarks about it."""
    if report.error is not None:
        yield _problem(report.path, report.error, "error", UNREADABLE)
    for check in report.quotes:
        if check.verdict.severity != "none":
            yield of_quote(report.path, check)
        yield from (one for one in of_house(report.path, check) if one.severity != "none")
    yield from remarks(report)


def remarks(report: Report) -> Iterator[Finding]:
    """What is to be told of a draft beside its quotations: remarks in it, and sources that are not what they were."""
    for problem in report.problems:
        yield _problem(report.path, problem, "warning", REMARK)
    for problem in report.drifted:
        yield _problem(report.path, problem, "warning", DRIFT)
    for change in report.changes or ():
        if change.kind != "kept" and not (change.new and change.new.signed):
            yield of_change(report.path, change)


def of_change(path: str, change: Change) -> Finding:
    """What became of a quote that was not kept, as a finding of the draft ``path``; one that is gone has no place."""
    from quotecheck.reporting.changes import told

    rule, severity = _CHANGES[change.kind]
    start, end = (change.new.start, change.new.end) if change.new else (None, None)
    return Finding(
        path=path,
        line=start.line if start else None,
        column=start.column if start else None,
        end_line=end.line if end else None,
        end_column=end.column if end else None,
        severity=severity,
        rule=rule,
        message=told(change),
    )


def of_quote(path: str, check: QuoteCheck) -> Finding:
    """A quotation of the draft ``path`` with its verdict, a clean one too."""
    verdict = check.verdict
    return Finding(
        path=path,
        line=check.start.line,
        column=check.start.column,
        end_line=check.end.line,
        end_column=check.end.column,
        severity=verdict.severity,
        rule=verdict.verdict,
        message=verdict.message or verdict.verdict,
        check=check,
        suppressed=check.suppressed,
    )


def of_house(path: str, check: QuoteCheck) -> Iterator[Finding]:
    """The rules of the house that a quotation of the draft ``path`` breaks, the suppressed ones too."""
    place = of_quote(path, check)
    for one in check.house:
        yield place._replace(
            severity=one.severity, rule=one.rule, message=one.message, suppressed=one.suppressed
        )


def shown_matches(check: QuoteCheck) -> tuple[Match, ...]:
    """The matches to show with a quotation: none for words without a source, where what is merely nearest would read
    as their source."""
    return () if check.verdict.verdict == "unsourced" else check.verdict.matches


def worst_first(found: Iterable[Finding]) -> list[Finding]:
    """Errors, then warnings, then notes, each in the order they came in: hosts show only the first ones."""
    return sorted(found, key=lambda finding: -SEVERITIES.index(finding.severity))


def is_grave(severity: Severity, fail_level: str) -> bool:
    """Whether a severity is at or above a fail level (error, warning, note; for ``never``, none is)."""
    if fail_level == "never":
        return False
    return severity != "none" and SEVERITIES.index(severity) >= SEVERITIES.index(fail_level)


def _problem(path: str, problem: Problem, severity: Severity, rule: str) -> Finding:
    column = (problem.column or 1) if problem.line else None
    return Finding(path, problem.line, column, None, None, severity, rule, error_text(problem))
