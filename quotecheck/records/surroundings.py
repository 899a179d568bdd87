"""What stands around a passage in its source, for a reader who wants to see what was cut off."""

from __future__ import annotations

import re

from quotecheck.errors import QuotecheckError
from quotecheck.model import Document, Evidence
from quotecheck.patterns import pattern
from quotecheck.reading import read
from quotecheck.records.paths import resolve
from quotecheck.records.store import Store

REACH = 160
"""Characters of the source shown on either side."""
_QUOTED = pattern(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)


class Surroundings:
    """The sources of a store, each read once when a passage of it is first asked for."""

    def __init__(self, store: Store, reach: int = REACH) -> None:
        self._store = store
        self._reach = reach
        self._read: dict[str, Document | None] = {}

    def around(self, found: Evidence) -> tuple[str, str]:
        """The text before and after a passage, cut between words. What the record keeps of it where the source cannot
        be read, or is not what it was; empty for a passage without a place."""
        source = self.source(found.path)
        if source is None or found.drift or found.start is None or found.end is None:
            return found.prefix, found.suffix
        return (
            _cut(source.text[max(0, found.start - self._reach) : found.start], found.start > self._reach, False),
            _cut(source.text[found.end : found.end + self._reach], False, found.end + self._reach < len(source.text)),
        )

    def source(self, path: str) -> Document | None:
        """The source at ``path``, relative to the root; None where there is none that can be read."""
        if path not in self._read:
            self._read[path] = self._open(path)
        return self._read[path]

    def _open(self, path: str) -> Document | None:
        if self._store.root is None or not path:
            return None
        try:
            return read(resolve(self._store.root, path), name=path)
        except QuotecheckError:
            return None


def _cut(text: str, first: bool, last: bool) -> str:
    """``text`` without the half words where it was cut: at its first end, at its last."""
    words = _QUOTED.sub("", text).split(" ")
    text = " ".join(words)
    if first and len(words) > 1:
        text = "… " + " ".join(words[1:])
    if last and len(words) > 1:
        text = " ".join(words[:-1]) + " …"
    return text
