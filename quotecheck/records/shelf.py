"""Which claim file is whose: where the claims of each source are kept, and which names are free."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, count

from quotecheck.errors import QuotecheckError
from quotecheck.model import Problem
from quotecheck.records.paths import preferred_names
from quotecheck.records.remembered import Remembered
from quotecheck.records.store import Store


@dataclass(slots=True, kw_only=True)
class Shelf:
    """Where claims are kept: by source path the claim file and the hash of the source when it was last read.
    ``titled`` are the claim files of what is no file of the project, by title, url and date; ``broken`` claim files
    that cannot be used; ``names`` all that are taken."""

    kept: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    titled: dict[tuple[str | None, str | None, str | None], str] = field(default_factory=dict)
    broken: dict[str, Problem] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, store: Store, remembered: Remembered | None = None) -> Shelf:
        """The shelf as it stands on disk; claim files that are ``remembered`` and have not changed are not read."""
        shelf = cls()
        for entry in store.claim_entries():
            name = entry.name
            shelf.names.add(name)
            try:
                origin = (remembered.origin(entry) if remembered else None) or store.origin(entry)
            except QuotecheckError as error:
                shelf.broken[name] = error.problem
                continue
            if origin.path:
                shelf.kept.setdefault(origin.path, (name, origin.sha256))
            else:
                shelf.titled.setdefault((origin.title, origin.url, origin.published), name)
        return shelf

    def hash_of(self, source: str) -> str | None:
        """The hash a source had when its claims were last taken, None when they never were."""
        return self.kept[source][1] if source in self.kept else None

    def name_for(self, source: str) -> str:
        """The claim file of a source, a new name when it has none yet."""
        if source in self.kept:
            return self.kept[source][0]
        return self.free_name(*preferred_names(source))

    def free_name(self, short: str, long: str) -> str:
        """The first of ``short``, ``long`` and ``short`` with a number from 3 that no other source has.

        A broken claim file counts as free: what it holds is not known, and nobody will write to it."""
        numbered = (f"{short.removesuffix('.yaml')}-{number}.yaml" for number in count(3))
        name = next(name for name in chain((short, long), numbered) if name not in self.names or name in self.broken)
        self.names.add(name)
        return name
