"""One JSON object for a whole run, also when some drafts failed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quotecheck.model import Claim, Drift, Report
from quotecheck.reporting.rows import drifted_row, reports_row


def render(reports: Sequence[Report]) -> str:
    """The object of the contract (``schema``, ``tool``, ``summary``, ``drafts``), with a newline at its end."""
    return dump(reports_row(reports), indent=2) + "\n"


def render_claims(claims: Iterable[Claim], drifted: Mapping[str, Drift] | None = None) -> Iterator[str]:
    """An array of claims, a claim a line, each with its ``drift`` where ``drifted`` is given; ``[]`` for none. It comes
    in pieces, as the claims come."""
    yield from array(drifted_row(claim, drifted) for claim in claims)
    yield "\n"


def array(rows: Iterable[object]) -> Iterator[str]:
    """The pieces of an array, a row a line: an archive fits in no memory, and is read by programs."""
    before = "[\n  "
    for row in rows:
        yield before + dump(row)
        before = ",\n  "
    yield "[]" if before[0] == "[" else "\n]"


def array_in(head: Mapping[str, object], key: str, rows: Iterable[object]) -> Iterator[str]:
    """The pieces of an object that has ``head`` and, under ``key``, an array as :func:`array` gives it."""
    whole = dump({**head, key: []})
    yield whole.removesuffix("[]}")
    yield from array(rows)
    yield "}\n"


def dump(value: object, indent: int | None = None) -> str:
    """``value`` as JSON with letters as they are; lone surrogates, which no encoding has, are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent)
    return text
