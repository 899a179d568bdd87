"""Finding claims: one by its id, many by what a person asks for."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from quotecheck.cli.output import note
from quotecheck.errors import RecordError, StoreError
from quotecheck.model import Claim, Origin, Problem

if TYPE_CHECKING:
    from quotecheck.matching.index import Index
    from quotecheck.records.store import Store

# Processes that read an archive for its first index: each takes some 150 MB.
MOST_JOBS = 4
Test = Callable[[Claim], bool]


def open_checked(store: Store) -> Index:
    """The index of ``store``; what there is to say about the cache goes to standard error."""
    from quotecheck.cli.progress import meter
    from quotecheck.matching.index import open_index

    with meter("reading claims") as progress:
        index = open_index(store, progress, jobs=min(MOST_JOBS, os.cpu_count() or 1))
    for line in index.notices:
        note(line)
    return index


def find_claim(store: Store, index: Index, claim_id: str) -> Claim:
    """The claim whose id is, or alone begins with, ``claim_id``. RecordError with the nearest ids otherwise."""
    # No id holds what cannot be printed, and the index cannot be asked for half a character.
    known: tuple[str, ...] = ()
    if claim_id.isprintable():
        known = (claim_id,) if index.claim(claim_id) else index.ids(claim_id, 4)
    if len(known) == 1:
        path = index.claim_file(known[0])
        found = [claim for claim in store.load(path).claims if claim.id == known[0]] if path else []
        if found:
            return found[0]
    if known:
        raise _unknown(claim_id, f"is the beginning of several claim ids: {', '.join(known[:3])}…", None)
    close = _nearest_id(index, claim_id)
    raise _unknown(claim_id, "there is no claim of this id", f"did you mean {close}?" if close else None)


def _nearest_id(index: Index, claim_id: str) -> str | None:
    """The id that is most like one that is not known: of those of the same claim file, where there is such, which an
    archive need not be searched for."""
    stem = claim_id[: claim_id.rfind("-") + 1]
    return _nearest(claim_id, (stem and index.ids(stem, 1000)) or index.ids("", 100_000), 0.5)


def _nearest(text: str, known: Iterable[str], least: float) -> str | None:
    """The text that is most like ``text``, if it is as like as ``least`` (0 to 1); the first of several."""
    # The standard library's takes half a minute for a million.
    from rapidfuzz import fuzz, process

    found = process.extractOne(text, list(known), scorer=fuzz.ratio, score_cutoff=100 * least)
    return found[0] if found else None


def _unknown(claim_id: str, message: str, hint: str | None) -> RecordError:
    return RecordError(Problem(path=claim_id, message=message, hint=hint))


def has_words(pattern: str) -> Test:
    """Whether the words, source or note of a claim match a regular expression, in any case. StoreError when it is no
    such expression."""
    try:
        found = re.compile(pattern, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        raise StoreError(Problem(path="--grep", message=f"{pattern!r} is no regular expression: {error}")) from None
    return lambda claim: any(
        text is not None and found.search(text) is not None
        for text in (*(quote.exact for quote in claim.content), claim.source, claim.note)
    )


def by_speaker(store: Store, name: str) -> Callable[[str], bool]:
    """Whether a speaker is the one asked for: by any part of the name, or by an alias of speakers.yaml."""
    from quotecheck.records.aliases import load_aliases

    # The same names come again and again.
    return lru_cache(maxsize=1 << 14)(partial(load_aliases(store.root).matches, name))


def warn_of_unknown_speaker(store: Store, name: str, index: Index) -> None:
    """Tells of a speaker whom no claim has, with the nearest one that a claim has."""
    known = [speaker for speaker, _ in index.speakers()]
    if not any(map(by_speaker(store, name), known)):
        close = nearest_speaker(name, known)
        note(f"no claim has the speaker {name}" + (f" (did you mean {close}?)" if close else ""))


def nearest_speaker(name: str, known: Iterable[str]) -> str | None:
    """The speaker whose whole name, or a word of it, is most like ``name``; None when none is near."""
    forms: dict[str, str] = {}
    for speaker in known:
        for form in (speaker, *speaker.split()):
            forms.setdefault(form.casefold(), speaker)
    close = _nearest(name.casefold(), forms, 0.7)
    return forms[close] if close is not None else None


def published(since: str | None, until: str | None) -> Callable[[str | None], bool]:
    """Whether a date is one of the days from ``since`` to ``until``, both included; no date is none of them."""
    return lambda day: day is not None and (since or "") <= day <= (until or "9999-12-31")


def from_source(wanted: str) -> Callable[[Origin], bool]:
    """Whether a source has ``wanted`` in its path, title, publisher or url, in any case."""
    folded = wanted.casefold()
    return lambda origin: any(
        folded in text.casefold() for text in (origin.path, origin.title, origin.publisher, origin.url) if text
    )
