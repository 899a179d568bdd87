"""The steps of an ingest: which sources there are, what each says now, and where its claims are kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Literal

from quotecheck.errors import QuotecheckError, StoreError
from quotecheck.model import Claim, Origin, Problem
from quotecheck.reading import FORMATS, read
from quotecheck.reading.beside import beside, documents_of, names_beside
from quotecheck.reading.decoding import read_bytes
from quotecheck.reading.presence import is_folder
from quotecheck.records.making import drafts, origin_of
from quotecheck.records.merging import merge
from quotecheck.records.paths import CACHE, CLAIMS, relative, resolve
from quotecheck.records.remembered import Remembered
from quotecheck.records.schema import ClaimFile
from quotecheck.records.shelf import Shelf
from quotecheck.records.store import Store

Outcome = Literal["new", "changed", "unchanged", "failed", "vanished", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What an ingest did with one source. ``path`` and ``claim_file`` are relative to the root.

    ``vanished``: the source is gone, its claims are kept. ``skipped``: a file in a folder whose type cannot be
    read. ``added`` and ``removed`` count claims; ``kept`` those whose words are gone and that a person had worked
    on; ``problem`` says why a file failed, was skipped or is missed.
    """

    path: str
    outcome: Outcome
    claim_file: str | None = None
    claims: int = 0
    added: int = 0
    removed: int = 0
    kept: int = 0
    remarks: tuple[str, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What an ingest did, a result a file in the order of their paths. ``dry_run``: nothing was written."""

    files: tuple[FileResult, ...] = ()
    dry_run: bool = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why files failed; a vanished or skipped file is no failure."""
        return tuple(result.problem for result in self.files if result.outcome == "failed" and result.problem)

    def count(self, outcome: Outcome) -> int:
        """How many files had this outcome."""
        return sum(result.outcome == outcome for result in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a source says now: its origin and claims without ids; or ``unchanged``; or the problem with it."""

    path: str
    unchanged: bool = False
    origin: Origin | None = None
    claims: tuple[Claim, ...] = ()
    remarks: tuple[str, ...] = ()
    problem: Problem | None = None


def find_sources(store: Store, paths: Iterable[Path]) -> tuple[list[str], list[FileResult]]:
    """The source files under ``paths`` (default: the folder of sources), relative to the root and sorted, and
    results for what cannot be ingested."""
    root = store.claims_dir.parent
    # To find out where a file lies takes longer than to look at it: what is met in the folder of sources lies there.
    inside = {str(root / entry.name): entry.name for entry in store.source_entries() if not entry.link}
    found: set[str] = set()
    results: dict[str, FileResult] = {}
    for path in list(paths) or [store.sources_dir]:
        for file in _files(path) if is_folder(path) else (str(path),):
            try:
                name = inside.get(file) or relative(root, Path(file))
            except QuotecheckError as error:
                results[file] = FileResult(path=file, outcome="failed", problem=error.problem)
                continue
            if file != str(path) and (_is_own(name) or documents_of(Path(file), FORMATS)):
                continue
            if file != str(path) and not _is_readable(name):
                suffix = PurePosixPath(name).suffix
                message = f"files of type {suffix} cannot be read"
                results[name] = FileResult(path=name, outcome="skipped", problem=Problem(path=name, message=message))
            else:
                found.add(name)
    return sorted(found), list(results.values())


def changed(
    store: Store, shelf: Shelf, sources: Iterable[str], remembered: Remembered
) -> tuple[list[tuple[str, str | None]], list[FileResult]]:
    """The sources that must be read, with the hash they had when their claims were taken; and results for those that
    have not changed, by size and time and by what is ``remembered``."""
    entries = {entry.name: entry for entry in store.source_entries()}
    due: list[tuple[str, str | None]] = []
    unchanged = []
    for source in sources:
        known = shelf.hash_of(source)
        entry = entries.get(source)
        # A file beside the source may have changed although the source has not.
        alone = not any(name in entries for name in names_beside(source))
        if known and entry and alone and remembered.hash_of(entry) == known:
            unchanged.append(FileResult(path=source, outcome="unchanged", claim_file=shelf.kept[source][0]))
        else:
            due.append((source, known))
    return due, unchanged


def read_source(root: Path, source: str, known: str | None) -> Reading:
    """Reads a source and extracts its claims, unless its bytes still have the hash ``known``. Trouble with the file
    is a problem in the reading."""
    from quotecheck.quoting import attributions

    try:
        path = resolve(root, source)
        # A file beside the source may have changed although the source has not: then the claims are taken anew, and
        # nothing is written where they come out as they were.
        alone = beside(path) is None
        if known and alone and hashlib.sha256(read_bytes(path, source)).hexdigest() == known:
            return Reading(path=source, unchanged=True)
        document = read(path, name=source)
    except QuotecheckError as error:
        return Reading(path=source, problem=error.problem)
    claims = drafts(document, attributions(document))
    return Reading(path=source, origin=origin_of(document), claims=claims, remarks=document.remarks)


def read_sources(root: Path, due: Sequence[tuple[str, str | None]], jobs: int) -> Iterator[Reading]:
    """``read_source`` for each pair of source and known hash, in their order; with several processes for ``jobs``
    above 1."""
    if jobs <= 1 or len(due) < 2:
        yield from _readings(root, due)
        return
    from quotecheck.records.workers import in_turn, started

    number = min(jobs, len(due))
    with started((_readings, root, due[first::number]) for first in range(number)) as channels:
        try:
            yield from in_turn(channels)
        except OSError as error:
            raise StoreError(Problem(path=str(root), message=f"reading stopped: {error.strerror or error}")) from error


def _readings(root: Path, due: Sequence[tuple[str, str | None]]) -> Iterator[Reading]:
    return (read_source(root, source, known) for source, known in due)


class Saving:
    """Writes claim files, a few at a time. ``failed`` are those that could not be written, by name; all of them when
    ``at_once`` has done its work."""

    def __init__(self, store: Store, at_once: Callable[[Callable[[], object]], None]) -> None:
        self._store = store
        self._at_once = at_once
        self.failed: dict[str, Problem] = {}

    def __call__(self, file: ClaimFile) -> None:
        """Has a claim file written."""
        self._at_once(partial(self._save, file))

    def settled(self, results: Iterable[FileResult]) -> list[FileResult]:
        """The results, those failed whose claim file could not be written."""
        return [
            FileResult(path=one.path, outcome="failed", claim_file=one.claim_file, problem=self.failed[one.claim_file])
            if one.claim_file in self.failed
            else one
            for one in results
        ]

    def _save(self, file: ClaimFile) -> None:
        try:
            self._store.save(file)
        except QuotecheckError as error:
            self.failed[file.path] = error.problem


def keep(store: Store, shelf: Shelf, reading: Reading, save: Callable[[ClaimFile], object] | None) -> FileResult:
    """Merges what a source says now into its claim file, and has it written with ``save``, if that is given."""
    if reading.problem:
        return FileResult(path=reading.path, outcome="failed", problem=reading.problem)
    name = shelf.name_for(reading.path)
    if reading.unchanged or reading.origin is None:
        return FileResult(path=reading.path, outcome="unchanged", claim_file=name)
    if name in shelf.broken:
        return FileResult(path=reading.path, outcome="failed", claim_file=name, problem=shelf.broken[name])
    try:
        is_new = reading.path not in shelf.kept
        old = ClaimFile(path=name, origin=reading.origin) if is_new else store.load(name)
        merged = merge(old, reading.origin, reading.claims)
        differs = is_new or merged.file != old
        if differs and save:
            save(merged.file)
    except QuotecheckError as error:
        return FileResult(path=reading.path, outcome="failed", claim_file=name, problem=error.problem)
    return FileResult(
        path=reading.path,
        outcome="new" if is_new else "changed" if differs else "unchanged",
        claim_file=name,
        claims=len(merged.file.claims),
        added=merged.added,
        removed=merged.removed,
        kept=merged.kept,
        remarks=(*reading.remarks, *merged.remarks),
    )


def vanished(store: Store, kept: Mapping[str, tuple[str, str | None]], paths: Iterable[Path]) -> dict[str, FileResult]:
    """Results for sources that have claims and are gone, among those under ``paths`` (default: all)."""
    root = store.claims_dir.parent
    places = [Path(path).absolute() for path in paths]
    gone = {}
    for source, (name, _) in kept.items():
        file = root / source
        if os.path.lexists(file) or (places and not any(file.is_relative_to(place) for place in places)):
            continue
        problem = Problem(path=source, message="the source is gone; its claims are kept", hint=f"they are in {name}")
        gone[source] = FileResult(path=source, outcome="vanished", claim_file=name, problem=problem)
    return gone


def unusable(shelf: Shelf, results: Iterable[FileResult]) -> list[FileResult]:
    """Results for broken claim files that no source has been reported with: whose claims they hold is not known."""
    reported = {result.claim_file for result in results}
    return [
        FileResult(path=name, outcome="failed", claim_file=name, problem=problem)
        for name, problem in shelf.broken.items()
        if name not in reported
    ]


def _files(folder: Path) -> Iterator[str]:
    """The files below a folder, hidden ones and those of hidden folders left out; links to folders are not followed."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(place, name) for name in sorted(names) if not name.startswith("."))  # noqa: PTH118


def _is_own(name: str) -> bool:
    """Whether a file is the project's own: a claim, settings, or in the cache."""
    first, _, more = name.partition("/")
    return first in (CLAIMS, CACHE) or (not more and name.endswith(".yaml"))


def _is_readable(name: str) -> bool:
    suffix = PurePosixPath(name).suffix.lower()
    return not suffix or suffix in FORMATS
