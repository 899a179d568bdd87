"""Rows put in order by what they are from, on disk: a table may hold more of them than memory does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from quotecheck.errors import StoreError
from quotecheck.model import Problem
from quotecheck.records.tables import Row

if TYPE_CHECKING:
    import sqlite3

SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA cache_size = -16000;
CREATE TABLE places (number INTEGER PRIMARY KEY, path, title, url, date, UNIQUE (path, title, url, date));
CREATE TABLE rows (place INTEGER, quote, speaker, locator, note);
"""


class Where(NamedTuple):
    """What a row's quote is from: the path of a document of the project, or (with an empty path) a title, url and
    date, empty where they are not known."""

    path: str
    title: str = ""
    url: str = ""
    date: str = ""


class Spool:
    """Rows, taken in any order and given back place by place. Made by :func:`spooled`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.rows = 0
        self.places = 0

    def fill(self, rows: Iterable[Row], where: Callable[[Row], Where]) -> None:
        """Takes every row. What ``rows`` raises goes through."""
        last, place = None, 0
        for row in rows:
            here = where(row)
            if here != last:  # those of one place mostly stand together
                last, place = here, self._number(here)
            values = (place, row.quote, row.speaker, row.locator, row.note)
            self._connection.execute("INSERT INTO rows VALUES (?, ?, ?, ?, ?)", values)
            self.rows += 1

    def groups(self) -> Iterator[tuple[Where, list[Row]]]:
        """Each place with its rows, in the order in which the places were met first; the rows keep theirs. Those of one
        place are in memory together, as they will be in its claim file."""
        found = self._connection.execute(
            "SELECT place, path, title, url, date, quote, speaker, locator, note"
            " FROM rows JOIN places ON number = place ORDER BY place, rows.rowid"
        )
        for _, group in groupby(found, key=itemgetter(0)):
            where, rows = None, []
            for _, path, title, url, date, *cells in group:
                where = where or Where(path, title, url, date)
                rows.append(Row(**dict(zip(("quote", "speaker", "locator", "note"), cells, strict=True))))
            if where is not None:
                yield where, rows

    def wheres(self) -> Iterator[Where]:
        """Each place, in the order in which they were met first."""
        found = self._connection.execute("SELECT path, title, url, date FROM places ORDER BY number")
        return (Where(*values) for values in found)

    def _number(self, where: Where) -> int:
        asked = "SELECT number FROM places WHERE path = ? AND title = ? AND url = ? AND date = ?"
        known = self._connection.execute(asked, where).fetchone()
        if known is not None:
            return int(known[0])
        self.places += 1
        self._connection.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?)", (self.places, *where))
        return self.places


@contextmanager
def spooled(rows: Iterable[Row], where: Callable[[Row], Where]) -> Iterator[Spool]:
    """All rows by the places that ``where`` gives them, in a file that goes when the block ends, however it ends; it is
    in the system's folder for such. StoreError when there is no room for it."""
    import sqlite3

    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        try:
            connection.executescript(SCHEMA)
            connection.execute("BEGIN")
            spool = Spool(connection)
            spool.fill(rows, where)
            yield spool
        except sqlite3.Error as error:
            message, hint = f"the rows cannot be put in order there: {error}", "make room, or set TMPDIR"
            raise StoreError(Problem(path="temporary files", message=message, hint=hint)) from None
