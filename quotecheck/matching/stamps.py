"""Whether a file is still the one that was indexed: by size and time, and by its hash when in doubt."""

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


def current(path: Path, known: Stamp) -> Stamp:
    """The stamp of ``path`` now: ``known`` itself where size and time vouch for it, else the file is read."""
    try:
        status = path.stat()
    except OSError:
        return known if known.size < 0 else NO_FILE
    sure = abs(known.seen - known.changed) > DOUBT_NS
    if sure and (status.st_size, status.st_mtime_ns) == (known.size, known.changed):
        return known
    return stamp(path)
