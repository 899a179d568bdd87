"""Reading the project's own files: trouble with them is trouble with a record, not with a document."""

from __future__ import annotations

from pathlib import Path

from quotecheck.errors import ReadingError, RecordError
from quotecheck.reading.decoding import decode, read_bytes


def read_record(path: Path, name: str) -> str:
    """The text of a claim, settings or import file; RecordError naming it ``name`` when it cannot be read."""
    try:
        return decode(read_bytes(path, name), name)
    except ReadingError as error:
        raise RecordError(error.problem) from error
