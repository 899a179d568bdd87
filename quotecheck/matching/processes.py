"""Claim files read in parts, by a process each. What they find is put in files, and the caller takes it from there."""

from __future__ import annotations

import contextlib
import gc
import pickle
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from quotecheck.matching.keeping import Passages, Reader
from quotecheck.matching.runs import Run, merged
from quotecheck.matching.segments import Encoded, encoded
from quotecheck.model import Problem
from quotecheck.records.walking import Entry
from quotecheck.records.workers import as_it_comes, started

# Claim files read between two signs of life.
BATCH = 32


class Part(NamedTuple):
    """What one process has read: the number of passages, and of row numbers taken from 0 on; where the passages are
    kept, and where their lists."""

    rows: int
    next: int
    spool: Path
    runs: tuple[Path, ...]

    def passages(self) -> Iterator[Passages | Problem]:
        """What was found in each claim file, in order."""
        return _unspooled(self.spool)


def shares(entries: Sequence[Entry], number: int) -> list[tuple[Entry, ...]]:
    """The entries in up to ``number`` stretches of about the same number of bytes, none of them empty."""
    total = sum(entry.size for entry in entries)
    found: list[list[Entry]] = [[] for _ in range(number)]
    passed = 0
    for entry in entries:
        found[min(number - 1, passed * number // max(1, total))].append(entry)
        passed += entry.size
    return [tuple(stretch) for stretch in found if stretch]


def read_parts(root: Path, folder: Path, entries: Sequence[Entry], jobs: int) -> Iterator[int | list[Part]]:
    """Reads claim files in ``jobs`` processes, which keep what they find in ``folder``. Gives the number of files read
    so far, again and again, and at last the parts in order. OSError when a process ends early."""
    stretches = shares(entries, jobs)
    parts: list[Part | None] = [None] * len(stretches)
    done = 0
    tasks = [(_read, root, folder / f"{number}.spool", stretch) for number, stretch in enumerate(stretches)]
    with started(tasks) as channels:
        for number, message in as_it_comes(channels):
            if isinstance(message, Part):
                parts[number] = message
            else:
                done += message
                yield done
    yield [part for part in parts if part is not None]


def merge_runs(folder: Path, runs: Sequence[Run], total: int, jobs: int) -> Iterator[Encoded]:
    """The lists of all runs, which hold ``total`` rows, by term, as they are stored; merged by ``jobs`` processes, a
    stretch of the terms each. OSError when a process ends early."""
    cuts = [0, *(runs[0].shares(jobs) if runs else ()), None]
    tasks = [
        (_merge, tuple(runs), total, folder / f"{number}.lists", first, last)
        for number, (first, last) in enumerate(pairwise(cuts))
    ]
    with started(tasks) as channels:
        for _ in as_it_comes(channels):
            pass
    for _, _, _, spool, _, _ in tasks:
        yield from _unspooled(spool)


def _read(root: Path, spool: Path, entries: Sequence[Entry]) -> Iterator[int | Part]:
    # It would walk the growing lists again and again, and finds nothing.
    gc.disable()
    reader = Reader(root, spool.parent, many=True)
    with spool.open("wb") as file:
        for start in range(0, len(entries), BATCH):
            batch = [reader.read(entry) for entry in entries[start : start + BATCH]]
            pickle.dump(batch, file, pickle.HIGHEST_PROTOCOL)
            yield len(batch)
    reader.lists.set_aside()
    yield Part(reader.rows, reader.next, spool, tuple(reader.lists.files))


def _merge(runs: Sequence[Run], total: int, spool: Path, first: int, last: int | None) -> Iterator[int]:
    lists = encoded(merged([run.lists(first, last) for run in runs], total))
    with spool.open("wb") as file:
        while batch := list(islice(lists, 1000)):
            pickle.dump(batch, file, pickle.HIGHEST_PROTOCOL)
            yield len(batch)


def _unspooled(spool: Path) -> Iterator[Any]:
    with spool.open("rb") as file, contextlib.suppress(EOFError):
        while True:
            yield from pickle.load(file)
