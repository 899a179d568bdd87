"""Quotes of a checked draft → sign-offs."""

from __future__ import annotations

from typing import NamedTuple

from quotecheck.judging.fingerprints import words_print
from quotecheck.model import QuoteCheck, Report, Review, SignOff
from quotecheck.records.ticks import Tick, Ticks


class Signing(NamedTuple):
    """What becomes of a sign-off file: the sign-offs it gives, the quotes that were left open, and those that were
    ticked and do not stand in the draft as they did."""

    given: tuple[SignOff, ...]
    open: tuple[Tick, ...]
    changed: tuple[Tick, ...]


def sign(draft: str, check: QuoteCheck, review: Review, note: str | None = None) -> SignOff:
    """The sign-off of one quote by a person; ``draft`` is the draft's name in the project."""
    claims = dict.fromkeys(match.evidence.claim for match in check.verdict.matches if match.evidence.claim)
    return SignOff(
        draft=draft,
        fingerprint=check.fingerprint,
        words=words_print(check.exact),
        exact=check.exact,
        verdict=check.verdict.verdict,
        claims=tuple(claim for claim in claims if claim),
        by=review.by,
        at=review.at,
        note=note or None,
    )


def sign_ticks(draft: str, report: Report, ticks: Ticks, by: str) -> Signing:
    """The ticked quotes that stand in the draft with the same words and the same verdict, signed off by ``by``."""
    standing = {(check.fingerprint, words_print(check.exact)): check for check in report.quotes}
    given, changed = [], []
    for tick in ticks.items:
        check = standing.get((tick.fingerprint, words_print(tick.exact)))
        if tick.checked and check is not None:
            given.append(sign(draft, check, Review(by=by, at=tick.at), tick.note))
        elif tick.checked:
            changed.append(tick)
    return Signing(tuple(given), tuple(tick for tick in ticks.items if not tick.checked), tuple(changed))
