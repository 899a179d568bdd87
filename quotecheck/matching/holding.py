"""Which claim files hold what is asked for, so that a list of few claims reads few files of a large archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quotecheck.matching.cache import damage
from quotecheck.matching.index import Index
from quotecheck.matching.rows import COLUMNS, SPEAKER, rows_of
from quotecheck.matching.tables import claim_blocks

STATUS = COLUMNS.index("status")


def files_with(
    index: Index, published: Callable[[str | None], bool], holds: Callable[[str | None, str], bool] | None
) -> set[str] | None:
    """The names of the claim files whose source was ``published`` on such a day, and that hold a claim with such a
    speaker and status; those of any claims where ``holds`` is None. None where the index turns out to be damaged."""
    connection: Any = index._connection
    found = set()
    try:
        for file, name, day in connection.execute("SELECT id, name, published FROM files WHERE claims").fetchall():
            if published(day) and (holds is None or _holds(connection, file, holds)):
                found.add(name)
    except damage():
        return None
    return found


def _holds(connection: Any, file: int, holds: Callable[[str | None, str], bool]) -> bool:
    return any(holds(row[SPEAKER], row[STATUS]) for row in rows_of(claim_blocks(connection, file)))
