"""The two stories of quotecheck: ``ingest`` keeps what sources say, ``verify`` checks a draft against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from quotecheck.errors import StoreError
from quotecheck.judging.changes import changes
from quotecheck.judging.drafts import check_draft
from quotecheck.matching.cache import remembered
from quotecheck.matching.index import Index, open_index
from quotecheck.model import Document, Problem, Report
from quotecheck.reading import read_text
from quotecheck.records.aliases import load_aliases
from quotecheck.records.paths import draft_name
from quotecheck.records.settings import Settings, load_settings
from quotecheck.records.signoffs import load_signoffs
from quotecheck.records.store import Store

if TYPE_CHECKING:
    from quotecheck.records.ingesting import IngestReport

__all__ = ["compare", "ingest", "verify"]


def ingest(
    store: Store,
    paths: Iterable[str | PathLike[str]] = (),
    *,
    dry_run: bool = False,
    force: bool = False,
    jobs: int = 1,
    progress: Callable[[int, int], object] | None = None,
) -> IngestReport:
    """Reads sources and keeps what people say in them as claims, a claim file a source.

    ``paths`` are files and folders inside the project, by default its ``sources/``. A source whose bytes are as they
    were is left alone unless ``force``; what people have changed in claims survives. A file that cannot be used
    becomes a failed result and does not stop the others. ``jobs`` is the number of processes; ``progress`` is called
    with the number of sources done and that of all. StoreError when another process is writing, or there is no
    folder of sources.
    """
    # Late, since nothing of this is needed to check a draft.
    from quotecheck.records import ingesting
    from quotecheck.records.atomic import lock, several
    from quotecheck.records.shelf import Shelf

    if store.root is None:
        raise StoreError(Problem(path="<claims>", message="claims held in memory have no sources to ingest"))
    asked = [Path(path) for path in paths]
    if not asked and not store.sources_dir.is_dir():
        hint = "run: quotecheck init, or name the files to ingest"
        raise StoreError(Problem(path=str(store.sources_dir), message="there is no folder of sources", hint=hint))
    with nullcontext() if dry_run else lock(store.root):
        known = remembered(store)
        shelf = Shelf.of(store, known)
        gone = ingesting.vanished(store, shelf.kept, asked)
        sources, results = ingesting.find_sources(store, asked)
        there = [source for source in sources if source not in gone]
        due, same = ingesting.changed(store, shelf, there, known)
        if force:
            due, same = [(source, None) for source in there], []
        results += same
        with several() as at_once:
            saving = ingesting.Saving(store, at_once)
            for done, reading in enumerate(ingesting.read_sources(store.root, due, jobs), len(same) + 1):
                results.append(ingesting.keep(store, shelf, reading, None if dry_run else saving))
                if progress:
                    progress(done, len(there))
        results = saving.settled(results)
    results += [*gone.values(), *ingesting.unusable(shelf, results)]
    return ingesting.IngestReport(files=tuple(sorted(results, key=lambda result: result.path)), dry_run=dry_run)


def verify(
    draft: str | Document,
    store: Store,
    *,
    settings: Settings | None = None,
    index: Index | None = None,
    name: str | None = None,
) -> Report:
    """Checks each quotation and attributed statement of a draft against the claims of ``store`` and their sources.

    ``settings`` and ``index`` are the store's own unless given; the index is brought in step with the claim files
    first. ``name`` is what the draft is called in the project, by which its sign-offs are found (default: its path).
    Trouble with the words of a draft is a finding, never an exception; RecordError for broken settings, ReadingError
    for a draft of more quotes than any book has.
    """
    document = read_text(draft) if isinstance(draft, str) else draft
    found = index if index is not None else open_index(store)
    chosen = settings if settings is not None else load_settings(store.root)
    known = name if name is not None else draft_name(store.root, document.path)
    signoffs = load_signoffs(store.root)
    return check_draft(document, found, chosen, load_aliases(store.root), name=known, signoffs=signoffs)


def compare(
    old: Document, report: Report, store: Store, *, settings: Settings | None = None, index: Index | None = None
) -> Report:
    """``report`` with what became of each quote since the draft ``old``. The old draft is taken for an earlier state of
    the same draft, whatever its own name: its sign-offs are those of the draft."""
    name = draft_name(store.root, report.path)
    before = verify(old, store, settings=settings, index=index, name=name)
    return replace(report, changes=changes(before, report), against=old.path)
