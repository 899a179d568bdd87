"""Reading the project's own files: trouble with them is trouble with a record, not with a document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from quotecheck.errors import ReadingError, RecordError
from quotecheck.reading.decoding import decode, read_bytes, text_lines


def read_record(path: Path, name: str) -> str:
    """The text of a claim or settings file; RecordError naming it ``name`` when it cannot be read."""
    try:
        return decode(read_bytes(path, name), name)
    except ReadingError as error:
        raise RecordError(error.problem) from error


def record_lines(path: Path, name: str, newline: str) -> Iterator[str]:
    """The lines of an import file, as :func:`quotecheck.reading.decoding.text_lines` gives them; RecordError naming it
    ``name`` when it cannot be read."""
    try:
        yield from text_lines(path, name, newline)
    except ReadingError as error:
        raise RecordError(error.problem) from error
