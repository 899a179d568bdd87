"""Bytes on disk → text: a byte order mark decides, else the file must be UTF-8."""

from __future__ import annotations

import codecs
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from quotecheck.errors import ReadingError
from quotecheck.model import Problem
from quotecheck.reading.presence import is_folder

MAX_BYTES = 256 * 1024 * 1024
"""Larger files are refused: text in memory takes up to four times its bytes, and no article is this long."""

TRIES = 3
"""How often a file is read that changes meanwhile."""

LONGEST_LINE = 64 * 1024 * 1024
"""Characters of the longest line that is read of a file of any length."""

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
    raise _changing(name)


def text_lines(path: Path, name: str, newline: str) -> Iterator[str]:
    """The lines of a text of any length, each with its end: ``newline`` is "\\n", or empty where a carriage return ends
    a line too. In memory stands one line at a time.

    ReadingError as for ``read_bytes`` and ``decode``, and for a line of more than ``LONGEST_LINE`` characters; one that
    is found at the end says that the file has changed since it was opened.
    """
    with _opened(path, name) as file:
        before = _regular(file.fileno(), name)
        mark, encoding = _encoding(file.peek(4))
        file.seek(len(mark))
        text = io.TextIOWrapper(file, encoding, newline=newline)
        number = 0
        try:
            while line := text.readline(LONGEST_LINE + 1):
                number += 1
                if "\0" in line:
                    raise _binary(name, number)
                if len(line) > LONGEST_LINE:
                    message = f"is too long: a line of more than {LONGEST_LINE:,} characters"
                    raise ReadingError(Problem(path=name, line=number, message=message))
                yield line
        except UnicodeDecodeError:
            raise _undecodable(file, name, mark, encoding) from None
        except OSError as error:
            raise _unreadable(name, error) from error
        if _is_other(before, os.fstat(file.fileno())):
            raise _changing(name)


def _undecodable(file: BinaryIO, name: str, mark: bytes, encoding: str) -> ReadingError:
    """What is wrong with the first bytes that are no text, which a reader of lines does not tell."""
    decoder = codecs.getincrementaldecoder(encoding)()
    at, lines = file.seek(len(mark)), 1
    while True:
        chunk = file.read(1 << 16)
        waiting = len(decoder.getstate()[0])
        try:
            lines += decoder.decode(chunk, final=not chunk).count("\n")
        except UnicodeDecodeError as error:
            lines += error.object[: error.start].decode(encoding, "replace").count("\n")
            return _no_text(name, lines, encoding, at - waiting + error.start, error.object[error.start])
        if not chunk:
            return _changing(name)
        at += len(chunk)


def _read_once(path: Path, name: str) -> tuple[bytes, bool]:
    """The bytes of a file, and whether it stayed as it was while they were read."""
    with _opened(path, name) as file:
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
    return data, not _is_other(before, after)


def _opened(path: Path, name: str) -> io.BufferedReader:
    try:
        return open(path, "rb", opener=_open)  # Path has no opener
    except (OSError, ValueError) as error:
        # Not every system says that a folder is one.
        known = IsADirectoryError() if is_folder(path) else error
        raise _unreadable(name, known) from error


def _open(path: str, flags: int) -> int:
    # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _is_other(before: os.stat_result, after: os.stat_result) -> bool:
    return (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)


def decode(data: bytes, name: str) -> str:
    """The text of ``data`` without its byte order mark, newlines untouched; empty for no bytes.

    ReadingError, with the line and the byte, when the bytes are neither UTF-8 nor marked UTF-16 or
    UTF-32, or when they hold NUL characters, which no text has.
    """
    mark, encoding = _encoding(data)
    if not mark and b"\0" in data:
        raise _binary(name, data[: data.index(b"\0")].count(b"\n") + 1)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + len(mark)
        before = data[len(mark) : at].decode(encoding, "replace")
        raise _no_text(name, before.count("\n") + 1, encoding, at, data[at]) from error
    if "\0" in text:
        raise _binary(name, text[: text.index("\0")].count("\n") + 1)
    return text


def _encoding(data: bytes) -> tuple[bytes, str]:
    """The byte order mark that data begins with, and the encoding."""
    return next(((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), (b"", "utf-8"))


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


def _changing(name: str) -> ReadingError:
    hint = "try again when whatever writes it has finished"
    return ReadingError(Problem(path=name, message="is being changed while it is read", hint=hint))


def _no_text(name: str, line: int, encoding: str, at: int, byte: int) -> ReadingError:
    message = f"is not {encoding.upper()} text: byte {at} (0x{byte:02x}) does not belong there"
    hint = "open it in an editor and save it with the encoding UTF-8"
    return ReadingError(Problem(path=name, line=line, message=message, hint=hint))


def _binary(name: str, line: int) -> ReadingError:
    message = "is no text: it holds NUL bytes"
    hint = "a picture, a program, or UTF-16 without its mark; save it as UTF-8 text"
    return ReadingError(Problem(path=name, line=line, message=message, hint=hint))
