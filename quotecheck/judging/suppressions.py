"""Remarks in a draft that ask to leave a finding alone: ``<!-- quotecheck: ignore[misquote] agreed with the desk -->``.

A remark holds for the findings of that verdict on its own line and on the next one. It must name a verdict and give a
reason; a remark that does neither, or that nothing needed, is reported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from quotecheck.judging.verdicts import HOUSE, VERDICTS
from quotecheck.model import Document, HouseFinding, Problem, QuoteCheck
from quotecheck.patterns import pattern

_REMARK = pattern(r"<!--\s{0,9}quotecheck\s{0,9}:([^\n]{0,500}?)-->")
_IGNORE = pattern(r"(?<!\s)\s*+ignore\s*(?:\[([^\]\n]*)\])?(.*)", re.DOTALL)


class Suppression(NamedTuple):
    """A remark: the verdicts it names, the reason it gives, and where it stands."""

    verdicts: tuple[str, ...]
    reason: str
    line: int
    column: int


def read_suppressions(document: Document) -> tuple[tuple[Suppression, ...], tuple[Problem, ...]]:
    """The remarks of a draft, and what is wrong with those that cannot be followed."""
    found: list[Suppression] = []
    problems: list[Problem] = []
    for match in _REMARK.finditer(document.text):
        place = document.locate(match.start())
        read = _IGNORE.fullmatch(match.group(1))
        names = tuple(name.strip() for name in (read.group(1) or "").split(",") if name.strip()) if read else ()
        reason = read.group(2).strip() if read else ""
        wrong = _wrong(read is not None, names, reason)
        if wrong:
            problems.append(_problem(document, place.line, place.column, *wrong))
        else:
            found.append(Suppression(verdicts=names, reason=reason, line=place.line, column=place.column))
    return tuple(found), tuple(problems)


def _wrong(ignores: bool, names: Sequence[str], reason: str) -> tuple[str, str] | None:
    form = "write: <!-- quotecheck: ignore[misquote] reason -->"
    if not ignores:
        return "this remark to quotecheck says nothing that it knows", form
    if not names:
        return "a remark that ignores must name the verdict that it ignores", form
    unknown = [name for name in names if name not in VERDICTS and name not in HOUSE]
    if unknown:
        return f"there is no verdict {unknown[0]!r}", f"verdicts are {', '.join((*VERDICTS, *HOUSE))}"
    if not reason:
        return "a remark that ignores a finding must give a reason", form
    return None


def suppress(
    document: Document, checks: Sequence[QuoteCheck], remarks: Sequence[Suppression]
) -> tuple[tuple[QuoteCheck, ...], tuple[Problem, ...]]:
    """The checks with what the remarks suppress at severity "none", and a problem for each idle remark."""
    used: set[Suppression] = set()
    out = []
    for check in checks:
        remark = next((r for r in remarks if _covers(r, check)), None)
        house = [(found, _remark_of(found, check, remarks)) for found in check.house]
        used.update(r for r in (remark, *(r for _, r in house)) if r)
        kept = replace(check, house=tuple(_quiet(found, r) if r else found for found, r in house)) if house else check
        out.append(_silenced(kept, remark) if remark else kept)
    idle = [r for r in remarks if r not in used]
    hint = "it holds for findings on its own line and the next; remove it when it is no longer needed"
    unused = tuple(
        _problem(document, r.line, r.column, f"this remark ignores no {' or '.join(r.verdicts)}", hint) for r in idle
    )
    return tuple(out), unused


def _silenced(check: QuoteCheck, remark: Suppression) -> QuoteCheck:
    return replace(check, verdict=replace(check.verdict, severity="none"), suppressed=remark.reason)


def _quiet(found: HouseFinding, remark: Suppression) -> HouseFinding:
    return replace(found, severity="none", suppressed=remark.reason)


def _remark_of(found: HouseFinding, check: QuoteCheck, remarks: Sequence[Suppression]) -> Suppression | None:
    return next((r for r in remarks if found.rule in r.verdicts and _near(r, check)), None)


def _covers(remark: Suppression, check: QuoteCheck) -> bool:
    if check.verdict.severity == "none" or check.verdict.verdict not in remark.verdicts:
        return False
    return _near(remark, check)


def _near(remark: Suppression, check: QuoteCheck) -> bool:
    return check.start.line <= remark.line <= check.end.line or check.start.line == remark.line + 1


def _problem(document: Document, line: int, column: int, message: str, hint: str) -> Problem:
    return Problem(path=document.path, message=message, line=line, column=column, hint=hint)
