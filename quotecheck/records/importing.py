"""Claims that people bring: typed in one by one, or from a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from quotecheck.errors import RecordError
from quotecheck.model import Claim, Origin, TextQuote
from quotecheck.reading.presence import is_file
from quotecheck.records.atomic import lock
from quotecheck.records.files import read_record
from quotecheck.records.folding import slug
from quotecheck.records.ids import new_ids, words_of
from quotecheck.records.ingesting import Shelf
from quotecheck.records.merging import is_touched
from quotecheck.records.paths import CLAIMS, id_stem, is_inside
from quotecheck.records.schema import ClaimFile
from quotecheck.records.store import Store
from quotecheck.records.tables import Row, checked_row, read_rows


class _Where(NamedTuple):
    path: str
    title: str | None = None
    url: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did: how many ``rows`` there were, the claims that are new, and the claim files that changed
    (relative to the root). Rows whose claim the store has already add nothing."""

    rows: int
    added: tuple[Claim, ...] = ()
    files: tuple[str, ...] = ()


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
) -> Imported:
    """Keeps one quote as a claim. ``source`` is the path of a source document in the project, or in words where the
    quote is from; ``date`` is an ISO day. RecordError for an empty quote or source or a wrong date."""
    values = {"quote": quote, "source": source, "speaker": speaker, "url": url, "date": date}
    row = checked_row({**values, "locator": locator, "note": note}, "<add>")
    return import_rows(store, (row,))


def import_file(store: Store, path: Path, *, name: str | None = None, dry_run: bool = False) -> Imported:
    """Keeps the quotes of a CSV or JSON lines file as claims, a claim file for each source. Nothing is written
    when any of its lines is wrong: RecordError with that line."""
    name = name or path.as_posix()
    rows = tuple(read_rows(read_record(path, name), name))
    nameless = Path(name).stem
    return import_rows(store, (row if row.source else replace(row, source=nameless) for row in rows), dry_run=dry_run)


def import_rows(store: Store, rows: Iterable[Row], *, dry_run: bool = False) -> Imported:
    """Keeps rows as claims, a claim file for each source, url and date. StoreError when another process is writing."""
    root = store.claims_dir.parent
    groups: dict[_Where, list[Row]] = defaultdict(list)
    for row in rows:
        groups[_where(root, row)].append(row)
    added: list[Claim] = []
    files = []
    with nullcontext() if dry_run else lock(root):
        shelf = Shelf.of(store)
        for where, group in groups.items():
            file = _file_for(store, shelf, where)
            claims, new = _with_rows(file, group)
            if claims != file.claims:
                files.append(file.path)
                added += new
                if not dry_run:
                    store.save(replace(file, claims=claims))
    return Imported(rows=sum(map(len, groups.values())), added=tuple(added), files=tuple(files))


def _where(root: Path, row: Row) -> _Where:
    """What a row's quote is from: the path of a document of the project alone, or a title, url and date."""
    source = row.source or "untitled"
    if is_inside(source) and is_file(root / source):
        return _Where(path=source)
    return _Where(path="", title=source, url=row.url, date=row.date)


def _file_for(store: Store, shelf: Shelf, where: _Where) -> ClaimFile:
    """The claim file that quotes from there go to, a new one when there is none yet. RecordError when it is one
    that cannot be read."""
    key = (where.title, where.url, where.date)
    if where.path:
        known, name = where.path in shelf.kept, shelf.name_for(where.path)
    elif known := key in shelf.titled:
        name = shelf.titled[key]
    else:
        stem = f"{CLAIMS}/{slug(where.title or '')}{f'-{where.date}' if where.date else ''}"
        name = shelf.free_name(f"{stem}.yaml", f"{stem}-2.yaml")
    if name in shelf.broken:
        raise RecordError(shelf.broken[name])
    origin = Origin(path=where.path, title=where.title, url=where.url, published=where.date)
    return store.load(name) if known else ClaimFile(path=name, origin=origin)


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
