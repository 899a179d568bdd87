"""Which files stand in a folder, with size and time of change: one look at each, and none into it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from quotecheck.errors import StoreError
from quotecheck.model import Problem


class Entry(NamedTuple):
    """A regular file: its path from the project folder with forward slashes, its size in bytes, its time of change in
    nanoseconds, and whether it is reached by a symbolic link, so that it may lie anywhere. A tuple, since an archive
    has many."""

    name: str
    size: int
    changed: int
    link: bool


def walk(folder: Path, name: str, suffixes: tuple[str, ...] = ("",)) -> list[Entry]:
    """The files below ``folder``, which is called ``name``, whose names end in one of ``suffixes``: in order of their
    names, those of a folder together. Links to folders are not followed; no folder is an empty one. StoreError when a
    folder may not be read, since what is in it would be missed without a word."""
    found: list[Entry] = []
    _walk(str(folder), name, suffixes, found)
    return found


def walked(entries: Iterable[Entry]) -> Iterator[str]:
    """A line for each file that is another one when the file has changed."""
    for name, size, changed, _ in entries:
        yield f"{name}\0{size} {changed}\n"


def _walk(folder: str, name: str, suffixes: tuple[str, ...], found: list[Entry]) -> None:
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=_name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        hint = "check the permissions of the folder"
        message = f"cannot be read: {error.strerror or error}"
        raise StoreError(Problem(path=name, message=message, hint=hint)) from error
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            _walk(entry.path, f"{name}/{entry.name}", suffixes, found)
        elif entry.name.endswith(suffixes):
            try:
                status = entry.stat()
            except OSError:  # gone since, or a link to nothing
                continue
            if stat.S_ISREG(status.st_mode):
                path = f"{name}/{entry.name}"
                found.append(Entry(path, status.st_size, status.st_mtime_ns, entry.is_symlink()))


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name
