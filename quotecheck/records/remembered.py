"""What an earlier run knew of the files of a project, so that files which have not changed are not read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quotecheck.model import Origin
from quotecheck.records.stamps import NO_FILE, Stamp, vouched
from quotecheck.records.walking import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """By name of the claim file: its stamp and the source it names; by path of the source: its stamp. Both are as they
    were when the files were read last."""

    claims: Mapping[str, tuple[Stamp, Origin]] = field(default_factory=dict)
    sources: Mapping[str, Stamp] = field(default_factory=dict)

    def origin(self, entry: Entry) -> Origin | None:
        """The source that a claim file names, None when the file may have changed since."""
        stamp, origin = self.claims.get(entry.name, (NO_FILE, None))
        return origin if origin is not None and vouched(stamp, entry.size, entry.changed) else None

    def hash_of(self, entry: Entry) -> str | None:
        """The hash of a source, None when the file may have changed since it was taken."""
        stamp = self.sources.get(entry.name, NO_FILE)
        return stamp.sha256 if not entry.link and vouched(stamp, entry.size, entry.changed) else None
