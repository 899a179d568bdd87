"""Bytes on disk → text: a byte order mark decides, else the file must be UTF-8."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

from quotecheck.errors import ReadingError
from quotecheck.model import Problem
from quotecheck.reading.presence import is_folder

MAX_BYTES = 256 * 1024 * 1024
"""Larger files are refused: text in memory takes up to four times its bytes, and no article is this long."""

TRIES = 3
"""How often a file is read that changes meanwhile."""

# UTF-32's little-endian mark begins with UTF-16's, so the longer marks stand first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of the regular file ``path``, at most ``MAX_BYTES`` of them.

    ReadingError, naming the file ``name``, when it is missing, may not be read, is too large, changes again and
    again while it is read, or is no regular file (a folder, a pipe, a device: those may never end).
    """
    for _ in range(TRIES):
        data, whole = _read_once(path, name)
        if whole:
            return data
    hint = "try again when whatever writes it has finished"
    raise ReadingError(Problem(path=name, message="is being changed while it is read", hint=hint))


def _read_once(path: Path, name: str) -> tuple[bytes, bool]:
    """The bytes of a file, and whether it stayed as it was while they were read."""
    try:
        file = open(path, "rb", opener=_opened)  # noqa: SIM115  # Path has no opener
    except (OSError, ValueError) as error:
        # Not every system says that a folder is one.
        known = IsADirectoryError() if is_folder(path) else error
        raise _unreadable(name, known) from error
    with file:
        before = _regular(file.fileno(), name)
        if before.st_size > MAX_BYTES:
            message = f"is too large: {before.st_size:,} bytes, and at most {MAX_BYTES:,} are read"
            raise ReadingError(Problem(path=name, message=message, hint="split it into parts"))
        try:
            # To ask for the most would set it aside for each of many small files.
            data = file.read(before.st_size + 1)
            if len(data) > before.st_size:  # it grows, or its size is not told
                data += file.read(MAX_BYTES + 1 - len(data))
        except OSError as error:
            raise _unreadable(name, error) from error
        after = os.fstat(file.fileno())
    return data, (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)


def _opened(path: str, flags: int) -> int:
    # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def decode(data: bytes, name: str) -> str:
    """The text of ``data`` without its byte order mark, newlines untouched; empty for no bytes.

    ReadingError, with the line and the byte, when the bytes are neither UTF-8 nor marked UTF-16 or
    UTF-32, or when they hold NUL characters, which no text has.
    """
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    if not mark and b"\0" in data:
        raise _binary(name, data[: data.index(b"\0")].count(b"\n") + 1)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + len(mark)
        before = data[len(mark) : at].decode(encoding, "replace")
        raise ReadingError(
            Problem(
                path=name,
                line=before.count("\n") + 1,
                message=f"is not {encoding.upper()} text: byte {at} (0x{data[at]:02x}) does not belong there",
                hint="open it in an editor and save it with the encoding UTF-8",
            )
        ) from error
    if "\0" in text:
        raise _binary(name, text[: text.index("\0")].count("\n") + 1)
    return text


def _regular(handle: int, name: str) -> os.stat_result:
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        hint = "give text on standard input as -"
        raise ReadingError(Problem(path=name, message="is no regular file but a pipe or a device", hint=hint))
    return found


def _unreadable(name: str, error: Exception) -> ReadingError:
    if isinstance(error, FileNotFoundError):
        message, hint = "there is no such file", "check the spelling of the path"
    elif isinstance(error, IsADirectoryError):
        message, hint = "is a folder, not a file", None
    elif isinstance(error, PermissionError):
        message, hint = "may not be read by you", "check the permissions of the file"
    else:
        message, hint = f"cannot be read: {getattr(error, 'strerror', None) or error}", None
    return ReadingError(Problem(path=name, message=message, hint=hint))


def _binary(name: str, line: int) -> ReadingError:
    message = "is no text: it holds NUL bytes"
    hint = "a picture, a program, or UTF-16 without its mark; save it as UTF-8 text"
    return ReadingError(Problem(path=name, line=line, message=message, hint=hint))
