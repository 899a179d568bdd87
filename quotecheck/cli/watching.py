"""Doing the same again whenever a file changes: times and sizes are looked at a few times a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quotecheck.cli.output import note
from quotecheck.errors import QuotecheckError
from quotecheck.reading.beside import SUFFIXES

if TYPE_CHECKING:
    from quotecheck.records.store import Store

PAUSE_SECONDS = 0.4
# Claims and sources may be many; they are looked at more seldom than the drafts.
EVERY = 5
State = dict[Path, tuple[int, int]]


def watch(run: Callable[[], int], drafts: Sequence[str], store: Store) -> int:
    """Calls ``run`` now and after every change to a draft, a claim file, a source or a setting, until it is
    interrupted (KeyboardInterrupt). Trouble that would end a single run is told, and waited out."""
    for first in changes(drafts, store):
        note("waiting for changes; Ctrl-C ends it" if first else f"checked again at {time.strftime('%H:%M:%S')}")
        try:
            run()
        except QuotecheckError as error:
            note(str(error))
    return 0


def changes(
    drafts: Sequence[str], store: Store, pause: Callable[[float], object] = time.sleep, rounds: int | None = None
) -> Iterator[bool]:
    """True at once, then False each time that a watched file has changed, appeared or gone. ``pause`` waits between
    looks; ``rounds`` ends it after so many looks, None never."""
    near = state(_near(drafts))
    far = state(_project(store))
    yield True
    look = 0
    while rounds is None or look < rounds:
        pause(PAUSE_SECONDS)
        look += 1
        now = state(_near(drafts))
        # What is far changes with an ingest; the drafts are what somebody is writing at.
        then, far = far, state(_project(store)) if look % EVERY == 0 else far
        if now != near or then != far:
            near = now
            yield False


def state(paths: Iterator[Path]) -> State:
    """Size and time of change of each file that is there."""
    found: State = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _near(drafts: Sequence[str]) -> Iterator[Path]:
    """The drafts, and the files beside them that may tell about them."""
    for path in map(Path, drafts):
        yield path
        yield from (path.with_name(path.name + suffix) for suffix in SUFFIXES)
        yield from (path.with_suffix(suffix) for suffix in SUFFIXES if path.suffix)


def _project(store: Store) -> Iterator[Path]:
    """The files beside the drafts that a verdict depends on."""
    if store.root is None:
        return
    yield store.root / "quotecheck.yaml"
    yield store.root / "speakers.yaml"
    yield from store.claim_files()
    if store.sources_dir.is_dir():
        yield from (path for path in store.sources_dir.rglob("*") if path.is_file())
