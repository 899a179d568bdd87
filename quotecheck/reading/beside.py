"""Which file tells about a document, and which document a file tells about: ``speech.pdf.yaml`` or ``speech.yaml``.

Told by names alone, so that a run over documents without such files does not load what reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from quotecheck.reading.presence import is_file

SUFFIXES = (".yaml", ".yml")
_NOT_BESIDE = ("quotecheck",)
"""Names of the project's own files, which tell nothing of a document of the same name."""


def beside(path: Path) -> Path | None:
    """The file that tells about the document at ``path``, None without one."""
    whole = (path.with_name(path.name + suffix) for suffix in SUFFIXES)
    short = (path.with_suffix(suffix) for suffix in SUFFIXES if path.stem not in _NOT_BESIDE)
    return next((found for found in (*whole, *short) if found != path and is_file(found)), None)


def names_beside(name: str) -> tuple[str, ...]:
    """The paths that the file which tells about a document could have; ``name`` is the path of the document."""
    stem, _, last = name.rpartition(".")
    short = stem if stem and "/" not in last and not stem.endswith("/") else name
    shorts = tuple(short + suffix for suffix in SUFFIXES) if short.rpartition("/")[2] not in _NOT_BESIDE else ()
    return (*(name + suffix for suffix in SUFFIXES), *shorts)


def documents_of(path: Path, suffixes: Mapping[str, str]) -> bool:
    """Whether the file at ``path`` tells about a document beside it, by their names alone; ``suffixes`` are those of
    documents."""
    if path.suffix.lower() not in SUFFIXES or path.stem in _NOT_BESIDE:
        return False
    if Path(path.stem).suffix.lower() in suffixes:
        return is_file(path.with_suffix(""))
    return any(is_file(path.with_suffix(suffix)) for suffix in suffixes)
