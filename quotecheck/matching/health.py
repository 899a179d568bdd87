"""Is the index of a store in order: ours, whole, and in agreement with the claim files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from quotecheck.matching import index_build
from quotecheck.matching.cache import APPLICATION, FOLDER, NAME, damage
from quotecheck.matching.rows import CLAIM, rows_of
from quotecheck.matching.tables import VERSION, claim_blocks
from quotecheck.reading.presence import is_there

if TYPE_CHECKING:
    from quotecheck.records.store import Store

INDEX = f"{FOLDER}/{NAME}"
"""The index, relative to the root."""


def index_trouble(store: Store, ids: Iterable[str]) -> str | None:
    """What is wrong with the index of a store that has these claims; None when it is right, or there is none yet. An
    index that only waits to be brought up to date is right. Nothing is written."""
    path = Path(store.root or ".") / INDEX
    if store.root is None or not is_there(path):
        return None
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=60)
    except sqlite3.Error as error:
        return f"cannot be opened: {error}"
    try:
        return _trouble(connection, store, set(ids))
    except damage() as error:
        return f"is damaged: {error}"
    finally:
        connection.close()


def _trouble(connection: sqlite3.Connection, store: Store, ids: set[str]) -> str | None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        return "is no index of quotecheck"
    if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        return "is of another version of quotecheck"
    (whole,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if whole != "ok":
        return f"is damaged: {whole}"
    due = index_build.changes(connection, store)
    if due.read or due.gone:
        return None
    files = [file for (file,) in connection.execute("SELECT id FROM files")]
    indexed = {row[CLAIM] for file in files for row in rows_of(claim_blocks(connection, file))}
    if indexed != ids:
        return f"does not agree with the claim files ({len(indexed)} claims in it, {len(ids)} in the files)"
    return None
