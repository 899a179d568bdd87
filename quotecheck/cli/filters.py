"""Which claims are meant: the options that ``list`` and ``export`` share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from quotecheck.cli.claims import (
    Test,
    by_speaker,
    from_source,
    has_words,
    open_checked,
    published,
    warn_of_unknown_speaker,
)
from quotecheck.cli.completing import speakers
from quotecheck.errors import QuotecheckError
from quotecheck.model import KINDS, STATUSES, Claim, Problem

if TYPE_CHECKING:
    from quotecheck.matching.index import Index
    from quotecheck.records.store import Store
    from quotecheck.records.walking import Entry

Progress = Callable[[int, int], object]
F = TypeVar("F", bound=Callable[..., Any])
# What nobody has looked at, as most claims of an archive.
UNTOUCHED = "extracted"
DAY = click.DateTime(["%Y-%m-%d"])
OPTIONS = (
    click.option(
        "--speaker",
        metavar="NAME",
        shell_complete=speakers,
        help="Claims of this person: any part of the name, or another name of theirs.",
    ),
    click.option("--source", metavar="TEXT", help="Claims of sources with this in path, title, publisher or url."),
    click.option("--kind", type=click.Choice(KINDS), help="Claims of this kind."),
    click.option("--since", type=DAY, metavar="DATE", help="Published on this day or later."),
    click.option("--until", type=DAY, metavar="DATE", help="Published on this day or earlier."),
    click.option("--status", type=click.Choice(STATUSES), help="Claims with this status."),
    click.option("--grep", metavar="PATTERN", help="Claims whose words, source or note match a regular expression."),
)


def options(function: F) -> F:
    """The options, on a command; it gets them by name and hands them to :class:`Chosen`."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


class Chosen:
    """The claims for which all conditions hold, file by file, read as they are asked for. ``problems`` are the claim
    files that cannot be used; they are known, and a speaker whom no claim has is told of on standard error, when the
    last claim has been given. ``progress`` is called with the number of claim files read and that of all."""

    def __init__(self, store: Store, wanted: Mapping[str, object], progress: Progress | None = None) -> None:
        self._store = store
        self._progress = progress
        self._tests = _tests(wanted)
        self._speaker = str(wanted["speaker"]) if wanted.get("speaker") else None
        self._said = by_speaker(store, self._speaker) if self._speaker else None
        self._status = str(wanted["status"]) if wanted.get("status") else None
        self._published = _published(wanted)
        self._from = from_source(str(wanted["source"])) if wanted.get("source") else None
        self._problems: dict[str, Problem] = {}

    @cached_property
    def index(self) -> Index:
        """The index of the store."""
        return open_checked(self._store)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The claim files that cannot be used, by name."""
        return tuple(self._problems[name] for name in sorted(self._problems))

    def __iter__(self) -> Iterator[Claim]:
        return (claim for _, claim in self.placed())

    def placed(self) -> Iterator[tuple[Path | None, Claim]]:
        """Each claim with its claim file, which those held in memory do not have."""
        number = 0
        for path, claim in self._all():
            if self._fits(claim):
                number += 1
                yield path, claim
        if self._speaker and not number:
            warn_of_unknown_speaker(self._store, self._speaker, self.index)

    def _fits(self, claim: Claim) -> bool:
        said = self._said is None or (claim.speaker is not None and self._said(claim.speaker))
        known = self._from is None or self._from(claim.origin)
        return said and known and self._status in (None, claim.status) and all(test(claim) for test in self._tests)

    def _all(self) -> Iterator[tuple[Path | None, Claim]]:
        """The claims of every file that may hold one that fits."""
        store = self._store
        yield from ((None, claim) for claim in store.held)
        if store.root is None:
            return
        names = self._names()
        entries = [entry for entry in store.claim_entries() if names is None or entry.name in names]
        for done, entry in enumerate(entries, 1):
            path = store.root / entry.name
            for claim in self._read(store, entry):
                yield path, claim
            if self._progress:
                self._progress(done, len(entries))

    def _read(self, store: Store, entry: Entry) -> tuple[Claim, ...]:
        try:
            if self._from is not None and not self._from(store.origin(entry)):
                return ()
            return store.load(entry).claims
        except QuotecheckError as error:
            self._problems[entry.name] = error.problem
            return ()

    def _names(self) -> set[str] | None:
        """The claim files that may hold a claim that fits, None where all may. Asked of the index where most files need
        not be read then."""
        said, status, published = self._said, self._status, self._published
        rare = status is not None and status != UNTOUCHED
        if said or published or rare or self._from:  # files that are not read, or not to their end, may be broken
            self._problems = {problem.path: problem for problem in self.index.problems}
        if said is None and published is None and not rare:
            return None
        if said and not any(said(name) for name, _ in self.index.speakers()):
            return set()

        def holds(speaker: str | None, state: str) -> bool:
            return status in (None, state) and (said is None or (speaker is not None and said(speaker)))

        return self.index.files_with(published or (lambda day: True), holds if said or rare else None)


def _published(wanted: Mapping[str, object]) -> Callable[[str | None], bool] | None:
    """Whether a source of this date was published on the days that are wanted; None where any day will do."""
    since, until = (str(wanted[name])[:10] if wanted.get(name) else None for name in ("since", "until"))
    return published(since, until) if since or until else None


def _tests(wanted: Mapping[str, object]) -> list[Test]:
    """The conditions that the given options stand for, without speaker, status and source. StoreError for a wrong
    regular expression."""
    tests: list[Test] = []
    if kind := wanted.get("kind"):
        tests.append(lambda claim: claim.kind == kind)
    if day := _published(wanted):
        tests.append(lambda claim: day(claim.origin.published))
    if wanted.get("grep"):
        tests.append(has_words(str(wanted["grep"])))
    return tests
