"""Remarks about a draft's quotes whose sources are not what they were when the claims were taken."""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.model import Evidence, Problem, QuoteCheck

TOLD = ("source-changed", "words-gone")
"""What is told with a draft. A file that is missing may be kept elsewhere: `doctor`, `list` and `show` tell."""


def drifted(path: str, checks: Sequence[QuoteCheck]) -> tuple[Problem, ...]:
    """A remark for each source of the draft ``path`` that has changed, and for each claim whose words are gone, at the
    first quote that rests on it; in reading order."""
    first: dict[tuple[str, str], tuple[QuoteCheck, Evidence]] = {}
    count: dict[tuple[str, str], int] = {}
    for check in checks:
        best = check.verdict.matches[0].evidence if check.verdict.matches else None
        if best is None or best.drift not in TOLD or check.verdict.verdict == "unsourced":
            continue
        key = (best.drift, best.path if best.drift == "source-changed" else best.claim or best.path)
        first.setdefault(key, (check, best))
        count[key] = count.get(key, 0) + 1
    return tuple(_remark(path, check, best, count[key]) for key, (check, best) in first.items())


def _remark(path: str, check: QuoteCheck, best: Evidence, count: int) -> Problem:
    if best.drift == "words-gone":
        message = f"the source {best.path} does not hold the words of claim {best.claim} any more"
        hint = "look at the source, then correct the claim or set its status to disputed or retracted"
    else:
        rest = "this quote rests" if count == 1 else f"{count} quotes of this draft, from here on, rest"
        message = f"the source {best.path} has changed since its claims were taken; {rest} on it"
        hint = f"look at the source, then run: quotecheck ingest {best.path}"
    return Problem(path=path, line=check.start.line, column=check.start.column, message=message, hint=hint)
