"""Decisions of people about claims: written at once, whole or not at all, and taken back byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from quotecheck.errors import RecordError, StoreError
from quotecheck.model import Claim, Problem, Review, Status
from quotecheck.records import atomic
from quotecheck.records.schema import ClaimFile, parse
from quotecheck.records.store import Store
from quotecheck.records.writing import render

NOBODY = "-"
"""Typed in the place of a speaker or a note, it takes the old one away."""


class Change(NamedTuple):
    """What a person sets on a claim. None leaves a field as it is; ``NOBODY`` takes a speaker or a note away."""

    status: Status | None = None
    speaker: str | None = None
    note: str | None = None

    def of(self, claim: Claim, review: Review) -> Claim:
        """The claim with what was set, and who set it."""
        return replace(
            claim,
            status=self.status or claim.status,
            speaker=_set(self.speaker, claim.speaker),
            note=_set(self.note, claim.note),
            reviewed=review,
        )


class Step(NamedTuple):
    """A file that was written: its bytes before and after, None where there was no file."""

    path: Path
    before: bytes | None
    after: bytes | None


def now() -> str:
    """This moment, to the second, as records keep it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def decide(store: Store, files: Mapping[str, Path], change: Change, review: Review) -> tuple[Step, ...]:
    """Sets ``change`` on claims, given as id → claim file, in all of them or in none, and says what was written.

    RecordError when a claim is no longer in its file, StoreError when a file cannot be written; then every file is
    as it was.
    """
    if store.root is None:
        raise StoreError(Problem(path="<claims>", message="claims held in memory cannot be reviewed"))
    with atomic.lock(store.root):
        steps = []
        for path, ids in _by_file(files).items():
            before = path.read_bytes()
            changed = _changed(store.load(path), ids, change, review)
            steps.append(Step(path, before, render(changed).encode("utf-8")))
        _write_all(steps)
    return tuple(steps)


def recorded(root: Path, path: Path, write: Callable[[], object]) -> Step:
    """Does ``write``, which writes ``path``, with the store locked, and says what the file was before and after."""
    with atomic.lock(root):
        before = _bytes(path)
        write()
        return Step(path, before, _bytes(path))


def undo(root: Path, steps: Sequence[Step]) -> None:
    """Puts the files back as they were before, byte for byte. StoreError when somebody has changed one since; then
    none is touched."""
    with atomic.lock(root):
        for step in steps:
            if _bytes(step.path) != step.after:
                hint = "correct it there by hand"
                message = "has been changed since by somebody else, so the decision cannot be taken back"
                raise StoreError(Problem(path=step.path.name, message=message, hint=hint))
        for step in reversed(steps):
            _put(step.path, step.before)


def _by_file(files: Mapping[str, Path]) -> dict[Path, set[str]]:
    found: dict[Path, set[str]] = {}
    for name, path in files.items():
        found.setdefault(path, set()).add(name)
    return found


def _changed(file: ClaimFile, ids: set[str], change: Change, review: Review) -> ClaimFile:
    missing = ids - {claim.id for claim in file.claims}
    if missing:
        message = f"no longer holds the claim {min(missing)}"
        raise RecordError(Problem(path=file.path, message=message, hint="somebody has changed it; start again"))
    claims = tuple(change.of(claim, review) if claim.id in ids else claim for claim in file.claims)
    whole = replace(file, claims=claims)
    parse(render(whole), file.path)  # what is written can be read again
    return whole


def _write_all(steps: Sequence[Step]) -> None:
    written: list[Step] = []
    try:
        for step in steps:
            _put(step.path, step.after)
            written.append(step)
    except BaseException:
        for step in reversed(written):
            _put(step.path, step.before)
        raise


def _put(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        atomic.write(path, data)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _set(new: str | None, old: Any) -> Any:
    return old if new is None else None if new == NOBODY else new
