"""Finding claims: one by its id, many by what a person asks for."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from quotecheck.cli.output import note
from quotecheck.errors import QuotecheckError, RecordError, StoreError
from quotecheck.model import Claim, Problem

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


def find_claim(store: Store, claim_id: str) -> Claim:
    """The claim whose id is, or alone begins with, ``claim_id``. RecordError with the nearest ids otherwise."""
    index = open_checked(store)
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
    from difflib import get_close_matches

    close = get_close_matches(claim_id, index.ids("", 100_000), n=1, cutoff=0.5)
    raise _unknown(claim_id, "there is no claim of this id", f"did you mean {close[0]}?" if close else None)


def _unknown(claim_id: str, message: str, hint: str | None) -> RecordError:
    return RecordError(Problem(path=claim_id, message=message, hint=hint))


def all_claims(store: Store) -> Iterator[Claim | Problem]:
    """Every claim of the store; a problem in the place of a claim file that cannot be used."""
    yield from store.held
    for path in store.claim_files():
        try:
            yield from store.load(path).claims
        except QuotecheckError as error:
            yield error.problem


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


def by_speaker(store: Store, name: str) -> Test:
    """Whether a claim's speaker is the one asked for: by any part of the name, or by an alias of speakers.yaml."""
    from quotecheck.records.aliases import load_aliases

    aliases = load_aliases(store.root)
    return lambda claim: claim.speaker is not None and aliases.matches(name, claim.speaker)


def warn_of_unknown_speaker(store: Store, name: str) -> None:
    """Tells of a speaker whom no claim has, with the nearest one that a claim has."""
    close = nearest_speaker(name, [speaker for speaker, _ in open_checked(store).speakers()])
    note(f"no claim has the speaker {name}" + (f" (did you mean {close}?)" if close else ""))


def nearest_speaker(name: str, known: Iterable[str]) -> str | None:
    """The speaker whose whole name, or a word of it, is most like ``name``; None when none is near."""
    from difflib import get_close_matches

    forms: dict[str, str] = {}
    for speaker in known:
        for form in (speaker, *speaker.split()):
            forms.setdefault(form.casefold(), speaker)
    close = get_close_matches(name.casefold(), forms, n=1, cutoff=0.7)
    return forms[close[0]] if close else None


def published(since: str | None, until: str | None) -> Test:
    """Whether a claim's source was published in the days from ``since`` to ``until``, both included; a source without
    a date never was."""
    return lambda claim: (
        claim.origin.published is not None and (since or "") <= claim.origin.published <= (until or "9999-12-31")
    )


def from_source(wanted: str) -> Test:
    """Whether a claim's source has ``wanted`` in its path, title, publisher or url, in any case."""
    folded = wanted.casefold()
    return lambda claim: any(
        folded in text.casefold()
        for text in (claim.origin.path, claim.origin.title, claim.origin.publisher, claim.origin.url)
        if text
    )
