"""The first station: a file → Document, text with a way back to the place in the file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from quotecheck.errors import ReadingError
from quotecheck.model import Document, Problem
from quotecheck.reading import text as plain
from quotecheck.reading.beside import beside
from quotecheck.reading.decoding import decode, read_bytes
from quotecheck.reading.places import Lines, to_text

if TYPE_CHECKING:
    from quotecheck.reading.extracted import Extracted

__all__ = ["FORMATS", "format_of", "read", "read_data", "read_text", "to_text"]

FORMATS: Mapping[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mkd": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".srt": "srt",
    ".vtt": "vtt",
    ".json": "json",
    ".rtf": "rtf",
    ".odt": "odt",
    ".eml": "eml",
}
"""Suffix of a file, in lower case → format."""
_PLAIN = ("text", "markdown")
_WRITTEN = (*_PLAIN, "html", "srt", "vtt", "json", "rtf", "eml")
# How files of other formats begin, and what they are: a wrong suffix is told as such.
_BEGINNINGS = {b"%PDF-": "pdf", b"{\\rtf": "rtf", b"PK\x03\x04": "", b"\xd0\xcf\x11\xe0": ""}
_REMEDIES = {".doc": "open it in Word or LibreOffice and save it as .docx", ".fodt": "save it as .odt"}


def read(path: Path, *, name: str | None = None) -> Document:
    """Reads a file into a Document. ``name`` is the path as it is shown and stored (default: as given).

    What a YAML file beside it tells (``speech.pdf.yaml`` or ``speech.yaml``) goes before what the file says of itself.
    An empty plain text is an empty document. ReadingError when the file is missing, no regular file, of an
    unknown type, too large, damaged, encrypted, without words, or needs an optional part that is not installed.
    """
    name = name or path.as_posix()
    format_of(name)
    data = read_bytes(path, name)
    told = beside(path)
    if told is None:
        return read_data(data, path=name)
    from quotecheck.reading import sidecar

    return read_data(data, path=name, metadata=sidecar.metadata(told, name))


def read_data(data: bytes, *, path: str, metadata: Mapping[str, str] | None = None) -> Document:
    """Makes a Document of the bytes of a file; its format is told by the suffix of ``path``. ``metadata`` goes before
    what the file says of itself. ReadingError as in ``read``."""
    known = format_of(path)
    sha256 = hashlib.sha256(data).hexdigest()
    _check_beginning(data, path, known)
    if known in _PLAIN:
        return _document(decode(data, path), path, known, sha256, metadata or {})
    return _extracted(data, path, known, sha256, metadata or {})


def read_text(text: str, *, path: str = "<text>", format: str = "text") -> Document:
    """Makes a Document of a text in memory; ``format`` is one of ``FORMATS`` that is text ("text", "markdown", "html",
    "srt", "vtt", "json", "rtf", "eml"; else ValueError). ReadingError as in ``read``.

    ``sha256`` is that of the text's UTF-8 bytes.
    """
    if format not in _WRITTEN:
        raise ValueError(f"format must be one of {', '.join(_WRITTEN)}, not {format!r}")
    data = text.encode("utf-8", "surrogatepass")
    sha256 = hashlib.sha256(data).hexdigest()
    if format in _PLAIN:
        return _document(text, path, format, sha256, {})
    return _extracted(data, path, format, sha256, {})


def format_of(name: str) -> str:
    """The format of a file by its suffix; without any suffix it is plain text. ReadingError for other suffixes."""
    suffix = PurePath(name).suffix.lower()
    if not suffix:
        return "text"
    if suffix in FORMATS:
        return FORMATS[suffix]
    from difflib import get_close_matches

    close = get_close_matches(suffix, FORMATS, n=1)
    hint = _REMEDIES.get(suffix) or (f"did you mean {close[0]}?" if close else "save it as plain text")
    message = f"is of a type that cannot be read: {suffix}"
    known = f"known types are {', '.join(FORMATS)}"
    raise ReadingError(Problem(path=name, message=message, hint=f"{hint}{' ' if hint[-1] == '?' else '; '}{known}"))


def _document(text: str, path: str, format: str, sha256: str, told: Mapping[str, str]) -> Document:
    metadata: Mapping[str, str] = {}
    if format == "markdown":
        # Its patterns cost some milliseconds, which a run over plain text need not pay.
        from quotecheck.reading import markdown

        metadata, prose, starts = markdown.prose(text)
    else:
        prose, starts = plain.prose(text)
    return Document(
        path=path,
        text=text,
        sha256=sha256,
        format=format,
        metadata={**metadata, **told},
        locate=Lines(text),
        prose=prose,
        prose_starts=starts,
    )


def _extracted(data: bytes, path: str, format: str, sha256: str, told: Mapping[str, str]) -> Document:
    """The Document of a format whose text has to be taken out: offsets count in the extracted text."""
    from quotecheck.reading.extracted import Located

    if not data.strip():
        hint = "nothing was saved, or a download broke off: fetch it again"
        raise ReadingError(Problem(path=path, message="is empty: it holds no bytes", hint=hint))
    found = _extract(data, path, format)
    if not found.text:
        hint = "open it to see whether it is the right file"
        raise ReadingError(Problem(path=path, message="holds no words that could be read", hint=hint))
    return Document(
        path=path,
        text=found.text,
        sha256=sha256,
        format=format,
        metadata={**found.metadata, **told},
        locate=Located(found),
        prose=found.text,
        remarks=found.remarks,
    )


def _extract(data: bytes, path: str, format: str) -> Extracted:
    """The text of a file by the module of its format, which is imported only now."""
    from importlib import import_module

    module = "subtitles" if format in ("srt", "vtt") else format
    found: Extracted = import_module(f"quotecheck.reading.{module}").extract(data, path)
    return found


def _check_beginning(data: bytes, path: str, known: str) -> None:
    """ReadingError for a file that is plainly of another type than its suffix says."""
    begins = next((kind for start, kind in _BEGINNINGS.items() if data.startswith(start)), None)
    if begins is None or begins == known:
        return
    if not begins:
        if known in ("docx", "odt"):
            return
        begins = "docx" if b"word/" in data else "odt" if b"opendocument.text" in data[:200] else "Office or zip"
    suffix = PurePath(path).suffix or "without suffix"
    message = f"is no {known} file, whatever its name says: it is a file of type {begins}"
    hint = f"rename it: {begins} files must not end in {suffix}"
    raise ReadingError(Problem(path=path, message=message, hint=hint))
