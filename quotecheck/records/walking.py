"""Which files stand in a folder, with size and time of change: one look at each, and none into it."""

from __future__ import annotations

import os
import stat
from array import array
from collections.abc import Sequence
from operator import attrgetter, itemgetter
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


def glance(entries: Sequence[Entry]) -> bytes:
    """What is different bytes when a file has come, gone, or changed its size or time."""
    # By columns: an archive has many files, and every check of a draft takes this look at them.
    names, sizes, times = (map(itemgetter(column), entries) for column in range(3))
    return "\0".join(names).encode("utf-8", "surrogateescape") + array("q", sizes) + array("q", times)


def _walk(folder: str, name: str, suffixes: tuple[str, ...], found: list[Entry]) -> None:
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=attrgetter("name"))
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        hint = "check the permissions of the folder"
        message = f"cannot be read: {error.strerror or error}"
        raise StoreError(Problem(path=name, message=message, hint=hint)) from error
    # A tuple by its own maker takes half the time.
    make, regular = tuple.__new__, stat.S_ISREG
    for entry in entries:
        base = entry.name
        if entry.is_dir(follow_symlinks=False):
            _walk(entry.path, f"{name}/{base}", suffixes, found)
        elif base.endswith(suffixes):
            try:
                status = entry.stat()
            except OSError:  # gone since, or a link to nothing
                continue
            if regular(status.st_mode):
                size, changed = status.st_size, status.st_mtime_ns
                found.append(make(Entry, (f"{name}/{base}", size, changed, entry.is_symlink())))
