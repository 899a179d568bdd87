"""CSV and JSON lines → rows of quotes, strictly, with the line of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePath

from quotecheck.errors import RecordError
from quotecheck.model import Problem
from quotecheck.patterns import pattern
from quotecheck.records.fields import nearest
from quotecheck.records.nodes import MAX_TEXT, TOO_LONG
from quotecheck.records.schema import is_date

COLUMNS = ("speaker", "quote", "source", "url", "date", "locator", "note")
# A spreadsheet runs what begins with one of these; the wide ones are their East Asian forms.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson")
_MARKS = ('""', "“”", "„“", "«»", "‹›", "‘’")
_SURROGATE = pattern("[\ud800-\udfff]")
# Keeps keys that stand twice.
_PAIRS = json.JSONDecoder(object_pairs_hook=lambda found: found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A quote as somebody typed it: what was said, by whom (None: unknown), where, and on which day (ISO). ``line``
    is the line of the file it was read from, None for one given directly."""

    quote: str
    speaker: str | None = None
    source: str | None = None
    url: str | None = None
    date: str | None = None
    locator: str | None = None
    note: str | None = None
    line: int | None = None


def read_rows(lines: Iterable[str], path: str) -> Iterator[Row]:
    """The rows of a CSV or JSON lines file, by its suffix, from its lines with their ends as ``line_end`` has them;
    none for an empty file. One row at a time stands in memory.

    RecordError with file and line for unknown or missing columns, wrong values, and broken CSV or JSON.
    """
    suffix = PurePath(path).suffix.lower()
    if suffix not in SUFFIXES:
        message = f"files of type {suffix or '(none)'} cannot be imported"
        raise RecordError(Problem(path=path, message=message, hint="known types are " + ", ".join(SUFFIXES)))
    if suffix in (".csv", ".tsv"):
        return _csv_rows(iter(lines), path, "\t" if suffix == ".tsv" else None)
    return _json_rows(iter(lines), path)


def line_end(path: str) -> str:
    """What ends a line of an import file of this name, as ``open`` takes it: a line feed in JSON lines, any line break
    in CSV."""
    return "" if PurePath(path).suffix.lower() in (".csv", ".tsv") else "\n"


def checked_row(values: dict[str, str | None], path: str, line: int | None = None) -> Row:
    """A row of values by column; white space around them is dropped, an empty one is None, and quotation marks
    around the whole quote are left out. RecordError when the quote is missing or the date is no day."""
    clean = {key: (value or "").strip() or None for key, value in values.items()}
    quote = clean.pop("quote", None)
    if quote is None:
        raise _error(path, line, "quote: expected the words that were said, found nothing")
    date = clean.get("date")
    if date is not None and not is_date(date):
        raise _error(path, line, f"date: expected a day such as 2026-03-04, found {date!r}")
    for key, value in (("quote", quote), *clean.items()):
        if value and _SURROGATE.search(value):
            raise _error(path, line, f"{key}: holds half of a character")
        if value and len(value) > MAX_TEXT:
            raise _error(path, line, f"{key}: {TOO_LONG}")
    return Row(quote=_unmarked(quote), line=line, **clean)


def _csv_rows(lines: Iterator[str], path: str, delimiter: str | None) -> Iterator[Row]:
    import csv

    # One cell may hold a whole speech; the module's own limit of 131,072 characters is too low for that.
    csv.field_size_limit(MAX_TEXT)
    first = next(lines, "").removeprefix("\ufeff")
    # Spreadsheets write semicolons where the comma is the decimal sign.
    delimiter = delimiter or (";" if first.count(";") > first.count(",") else ",")
    reader = csv.reader(chain((first,), lines), delimiter=delimiter, strict=True)
    columns: Sequence[str] | None = None
    line = 1
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                pass
            elif columns is None:
                columns = _columns(cells, path, line)
            elif len(cells) > len(columns):
                message = f"expected {len(columns)} cells as in the first line, found {len(cells)}"
                raise _error(path, line, message, "put cells that hold a comma in double quotes")
            else:
                yield checked_row(dict(zip(columns, map(_bare, cells), strict=False)), path, line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise _error(path, line, f"is not valid CSV: {error}") from error


def _bare(cell: str) -> str:
    """A cell without the apostrophe by which an export keeps it from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(FORMULA) else cell


def _columns(cells: Sequence[str], path: str, line: int) -> Sequence[str]:
    columns = [cell.strip().lower() for cell in cells]
    for place, column in enumerate(columns):
        _known(column, path, line)
        if column in columns[:place]:
            raise _error(path, line, f"the column {column!r} stands here twice")
    if "quote" not in columns:
        raise _error(path, line, "there is no column quote", "the first line names the columns: " + ", ".join(COLUMNS))
    return columns


def _json_rows(lines: Iterator[str], path: str) -> Iterator[Row]:
    first = next(lines, "").removeprefix("\ufeff")
    for line, written in enumerate(chain((first,), lines), 1):
        if written.strip():
            yield checked_row(_json_values(written, path, line), path, line)


def _json_values(written: str, path: str, line: int) -> dict[str, str | None]:
    try:
        pairs = _PAIRS.decode(written)
    except (ValueError, RecursionError) as error:
        raise _error(path, line, f"is not valid JSON: {error}") from error
    if not isinstance(pairs, list) or not written.lstrip().startswith("{"):
        raise _error(path, line, "expected an object {…} on each line")
    values: dict[str, str | None] = {}
    for key, value in pairs:
        _known(key, path, line)
        if key in values:
            raise _error(path, line, f"the key {key!r} stands here twice")
        if value is not None and not isinstance(value, str):
            raise _error(path, line, f"{key}: expected a text, found {json.dumps(value, default=str)[:40]}")
        values[key] = value
    return values


def _known(column: str, path: str, line: int) -> None:
    if column not in COLUMNS:
        raise _error(path, line, f"the column {column!r} is unknown", nearest(column, COLUMNS))


def _unmarked(quote: str) -> str:
    if len(quote) > 2 and quote[0] + quote[-1] in _MARKS and not set(quote[1:-1]) & {quote[0], quote[-1]}:
        return quote[1:-1].strip() or quote
    return quote


def _error(path: str, line: int | None, message: str, hint: str | None = None) -> RecordError:
    return RecordError(Problem(path=path, line=line, message=message, hint=hint))
