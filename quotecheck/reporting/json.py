"""One JSON object for a whole run, also when some drafts failed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from quotecheck.model import Claim, Drift, Report
from quotecheck.reporting.rows import drifted_row, reports_row


def render(reports: Sequence[Report]) -> str:
    """The object of the contract (``schema``, ``tool``, ``summary``, ``drafts``), with a newline at its end."""
    return dump(reports_row(reports), indent=2) + "\n"


def render_claims(claims: Iterable[Claim], drifted: Mapping[str, Drift] | None = None) -> str:
    """An array of claims, each with its ``drift`` where ``drifted`` is given; ``[]`` for none."""
    return dump([drifted_row(claim, drifted) for claim in claims], indent=2) + "\n"


def dump(value: object, indent: int | None = None) -> str:
    """``value`` as JSON with letters as they are; lone surrogates, which no encoding has, are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent)
    return text
