"""Whether a file is still the one that was read: by size and time, and by its hash when in doubt."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import NamedTuple

# A file changed within this time of being read may have changed again without its time showing it.
DOUBT_NS = 2_000_000_000
CHUNK = 1 << 20


class Stamp(NamedTuple):
    """What is known of a file: size in bytes, time of change, SHA-256, and when we looked (both times in
    nanoseconds). A file that is missing or cannot be read has size -1. A tuple, since an archive has many."""

    size: int
    changed: int
    sha256: str
    seen: int


NO_FILE = Stamp(size=-1, changed=0, sha256="", seen=0)


def vouched(known: Stamp, size: int, changed: int) -> bool:
    """Whether size and time say that a file is still the one that is known."""
    return known.size == size and known.changed == changed and abs(known.seen - changed) > DOUBT_NS


def stamp(path: Path) -> Stamp:
    """The stamp of ``path`` as it is now, read whole for its hash; NO_FILE when it cannot be read."""
    seen = time.time_ns()
    try:
        status = path.stat()
        if not path.is_file():
            return NO_FILE
        with path.open("rb") as file:
            digest = hashlib.sha256()
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return NO_FILE
    return Stamp(size=status.st_size, changed=status.st_mtime_ns, sha256=digest.hexdigest(), seen=seen)


def current(path: Path | None, known: Stamp) -> Stamp:
    """The stamp of ``path`` now: ``known`` itself where size and time vouch for it, else the file is read. NO_FILE
    without a path."""
    if path is None:
        return known if known.size < 0 else NO_FILE
    try:
        status = path.stat()
    except OSError:
        return known if known.size < 0 else NO_FILE
    return known if vouched(known, status.st_size, status.st_mtime_ns) else stamp(path)


def looks(path: Path | None) -> str:
    """A line that is another one when the file at ``path`` has changed; the same for all files that are missing."""
    try:
        status = path.stat() if path else None
    except OSError:
        status = None
    return f"{status.st_size} {status.st_mtime_ns}" if status else "none"
