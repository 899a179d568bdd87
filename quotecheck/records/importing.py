"""Claims that people bring: typed in one by one, or from a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from quotecheck.errors import RecordError
from quotecheck.model import Claim, Origin, TextQuote
from quotecheck.reading.presence import is_file
from quotecheck.records.atomic import lock, several
from quotecheck.records.files import record_lines
from quotecheck.records.folding import slug
from quotecheck.records.ids import new_ids, words_of
from quotecheck.records.merging import is_touched
from quotecheck.records.paths import CLAIMS, id_stem, is_inside
from quotecheck.records.remembered import Remembered
from quotecheck.records.schema import ClaimFile
from quotecheck.records.shelf import Shelf
from quotecheck.records.spooling import Spool, Where, spooled
from quotecheck.records.store import Store
from quotecheck.records.tables import Row, checked_row, line_end, read_rows

# Rows checked between two signs of life.
EVERY = 1000

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did: how many ``rows`` there were, how many claims it ``added``, and the claim files that changed
    (relative to the root). Rows whose claim the store has already add nothing."""

    rows: int
    added: int = 0
    files: tuple[str, ...] = ()


class Added(NamedTuple):
    """A claim that was added by hand, and its claim file (relative to the root)."""

    claim: Claim
    file: str


def add(
    store: Store,
    *,
    quote: str,
    source: str,
    speaker: str | None = None,
    url: str | None = None,
    date: str | None = None,
    locator: str | None = None,
    note: str | None = None,
    remembered: Remembered | None = None,
) -> Added | None:
    """Keeps one quote as a claim; None where the store has it already. ``source`` is the path of a source document in
    the project, or in words where the quote is from; ``date`` is an ISO day; ``remembered`` saves reading claim files.
    RecordError for an empty quote or source or a wrong date."""
    values = {"quote": quote, "source": source, "speaker": speaker, "url": url, "date": date}
    row = checked_row({**values, "locator": locator, "note": note}, "<add>")
    where = _where(_documents(store.claims_dir.parent), row)
    with lock(store.claims_dir.parent):
        file, new = _merged(store, Shelf.of(store, remembered), where, [row])
        if file is not None:
            store.save(file)
    return Added(new[0], file.path) if file is not None and new else None


def import_file(
    store: Store,
    path: Path,
    *,
    name: str | None = None,
    dry_run: bool = False,
    remembered: Remembered | None = None,
    checking: Progress | None = None,
    writing: Progress | None = None,
) -> Imported:
    """Keeps the quotes of a CSV or JSON lines file as claims, a claim file for each source. Nothing is written
    when any of its lines is wrong: RecordError with that line. The rest as for ``import_rows``."""
    name = name or path.as_posix()
    nameless = Path(name).stem
    rows = read_rows(record_lines(path, name, line_end(name)), name)
    named = (row if row.source else replace(row, source=nameless) for row in rows)
    told = {"remembered": remembered, "checking": checking, "writing": writing}
    return import_rows(store, named, dry_run=dry_run, **told)  # type: ignore[arg-type]


def import_rows(
    store: Store,
    rows: Iterable[Row],
    *,
    dry_run: bool = False,
    remembered: Remembered | None = None,
    checking: Progress | None = None,
    writing: Progress | None = None,
) -> Imported:
    """Keeps rows as claims, a claim file for each source, url and date. Nothing is written before the last row has been
    taken. ``remembered`` saves reading claim files. ``checking`` is called with the number of rows taken and 0, since
    it is not known how many there are, ``writing`` with the number of rows kept and that of all.

    StoreError when another process is writing; RecordError for a claim file that rows belong to and that is broken:
    nothing is written where that shows in its first lines, else those before it are.
    """
    root = store.claims_dir.parent
    where = partial(_where, _documents(root))
    with spooled(_counted(rows, checking), where) as spool, nullcontext() if dry_run else lock(root):
        shelf = Shelf.of(store, remembered)
        _refuse_broken(shelf, spool)
        return _keep(store, shelf, spool, dry_run, writing)


def _counted(rows: Iterable[Row], checking: Progress | None) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        yield row
        if checking and not number % EVERY:
            checking(number, 0)


def _keep(store: Store, shelf: Shelf, spool: Spool, dry_run: bool, writing: Progress | None) -> Imported:
    """Merges the rows of each place into its claim file, and writes it unless ``dry_run``."""
    added = done = 0
    files = []
    with several() as at_once:
        for where, rows in spool.groups():
            file, new = _merged(store, shelf, where, rows)
            if file is not None:
                files.append(file.path)
                added += len(new)
                if not dry_run:
                    at_once(partial(store.save, file))
            done += len(rows)
            if writing:
                writing(done, spool.rows)
    return Imported(rows=spool.rows, added=added, files=tuple(files))


def _merged(store: Store, shelf: Shelf, where: Where, rows: Sequence[Row]) -> tuple[ClaimFile | None, list[Claim]]:
    """The claim file of a place with its rows, None where it has them already; and which claims are new."""
    file = _file_for(store, shelf, where)
    claims, new = _with_rows(file, rows)
    return (replace(file, claims=claims) if claims != file.claims else None), new


def _documents(root: Path) -> Callable[[str], bool]:
    """Whether a source as a row has it is a document of the project. Neighbours mostly have the same."""
    return lru_cache(maxsize=256)(lambda source: is_inside(source) and is_file(root / source))


def _where(is_document: Callable[[str], bool], row: Row) -> Where:
    """What a row's quote is from: the path of a document of the project alone, or a title, url and date."""
    source = row.source or "untitled"
    if is_document(source):
        return Where(path=source)
    return Where("", source, row.url or "", row.date or "")


def _refuse_broken(shelf: Shelf, spool: Spool) -> None:
    """RecordError for a broken claim file that rows would go to: names are given as they will be, on trial."""
    trial = replace(shelf, names=set(shelf.names))
    for where in spool.wheres() if shelf.broken else ():
        _name_for(trial, where)


def _file_for(store: Store, shelf: Shelf, where: Where) -> ClaimFile:
    """The claim file that quotes from there go to, a new one when there is none yet. RecordError when it is one
    that cannot be read."""
    name, known = _name_for(shelf, where)
    origin = Origin(path=where.path, title=where.title or None, url=where.url or None, published=where.date or None)
    return store.load(name) if known else ClaimFile(path=name, origin=origin)


def _name_for(shelf: Shelf, where: Where) -> tuple[str, bool]:
    """The name of a place's claim file, and whether there is one already. RecordError for one that is broken."""
    key = (where.title or None, where.url or None, where.date or None)
    if where.path:
        known, name = where.path in shelf.kept, shelf.name_for(where.path)
    elif known := key in shelf.titled:
        name = shelf.titled[key]
    else:
        stem = f"{CLAIMS}/{slug(where.title)}{f'-{where.date}' if where.date else ''}"
        name = shelf.free_name(f"{stem}.yaml", f"{stem}-2.yaml")
    if name in shelf.broken:
        raise RecordError(shelf.broken[name])
    return name, known


def _with_rows(file: ClaimFile, rows: Sequence[Row]) -> tuple[tuple[Claim, ...], list[Claim]]:
    """The claims of a file with those of ``rows``, and which of them are new.

    A row is known when a claim has its words, locator and speaker; or its words and locator, and a person has
    worked on it, who may have corrected the speaker. A row's note fills an empty one.
    """
    claims = list(file.claims)
    known: dict[tuple[str, ...], int] = {}
    for place, claim in enumerate(claims):
        words = words_of(quote.exact for quote in claim.content)
        known.setdefault((words, claim.locator or "", claim.speaker or ""), place)
        if is_touched(claim) and (claim.status != "extracted" or claim.note):
            known.setdefault((words, claim.locator or ""), place)
    fresh: list[Row] = []
    noted: dict[int, str] = {}
    for row in rows:
        words = words_of((row.quote,))
        key = (words, row.locator or "", row.speaker or "")
        found = known.get(key, known.get(key[:2]))
        if found is None:
            known[key] = len(claims) + len(fresh)
            fresh.append(row)
        elif found < len(claims) and row.note and claims[found].note is None:
            noted.setdefault(found, row.note)
    for place, note in noted.items():
        claims[place] = replace(claims[place], note=note)
    contents = [("direct", words_of((row.quote,)) or row.quote) for row in fresh]
    names = new_ids(id_stem(file.path), contents, (claim.id for claim in claims))
    new = [_claim(row, name, file.origin) for row, name in zip(fresh, names, strict=True)]
    return (*claims, *new), new


def _claim(row: Row, name: str, origin: Origin) -> Claim:
    return Claim(
        id=name,
        kind="direct",
        speaker=row.speaker,
        source=row.speaker,
        cue=None,
        content=(TextQuote(exact=row.quote),),
        origin=origin,
        locator=row.locator,
        note=row.note,
    )
