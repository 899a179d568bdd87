"""Is the store itself in order: claim files, their sources, and the words at their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from quotecheck.errors import QuotecheckError
from quotecheck.model import Claim, Document, Problem, Span, TextQuote
from quotecheck.reading.presence import is_folder, is_there
from quotecheck.records.atomic import is_locked
from quotecheck.records.making import text_quote
from quotecheck.records.schema import ClaimFile
from quotecheck.records.store import Store

Trouble = Literal[
    "schema",
    "duplicate-id",
    "source-missing",
    "source-unreadable",
    "source-changed",
    "words-moved",
    "words-gone",
    "orphan",
    "leftover",
    "same-speaker",
    "index",
]
BROKEN: tuple[Trouble, ...] = ("schema",)
"""Trouble with files that cannot be used at all."""
Progress = Callable[[int, int], object]


class Finding(NamedTuple):
    """One thing that is not in order: by name, where and what, the claim it is about, whether it can be mended
    without a person, and whether it was."""

    trouble: Trouble
    problem: Problem
    claim: str | None = None
    fixable: bool = False
    fixed: bool = False


@dataclass(slots=True, kw_only=True)
class Survey:
    """What was seen of a store: ``findings`` in order of the claim files, the number of ``files`` and of ``claims``,
    in which file each id is, and how often each speaker is quoted."""

    findings: list[Finding] = field(default_factory=list)
    files: int = 0
    claims: int = 0
    ids: dict[str, str] = field(default_factory=dict)
    speakers: Counter[str] = field(default_factory=Counter)


def survey(store: Store, *, fix: bool = False, progress: Progress | None = None) -> Survey:
    """Reads every claim file and every source once. ``fix`` gives words that have moved, and can be found again in one
    place only, their new place; the caller holds the lock of the store then. ``progress`` is called with (files done,
    files in all). Nothing is raised for trouble with files; it is in the findings."""
    seen = Survey()
    seen.findings += _settings(store)
    seen.findings += _leftovers(store, fix)
    entries = store.claim_entries()
    sources: dict[str, str] = {}
    for done, entry in enumerate(entries, 1):
        seen.files += 1
        try:
            file = store.load(entry)
        except QuotecheckError as error:
            hint = error.problem.hint or "correct it, or take back the last version that was right"
            seen.findings.append(Finding("schema", replace(error.problem, hint=hint)))
        else:
            _file(store, file, sources, seen, fix)
        if progress:
            progress(done, len(entries))
    return seen


def _settings(store: Store) -> Iterator[Finding]:
    from quotecheck.records.aliases import load_aliases
    from quotecheck.records.settings import load_settings

    for load in (load_settings, load_aliases):
        try:
            load(store.root)
        except QuotecheckError as error:
            yield Finding("schema", error.problem)


def _leftovers(store: Store, fix: bool) -> Iterator[Finding]:
    """Half-written files of a run that was killed. Nobody reads them, so they can go. Without ``fix``, for which the
    caller holds the lock, those of a run that is writing now may be among them: then nothing is said."""
    if store.root is None or not is_folder(store.claims_dir) or (not fix and is_locked(store.root)):
        return
    for path in sorted(store.claims_dir.rglob(".*.part")):
        fixed = False
        if fix:
            with suppress(OSError):
                path.unlink()
                fixed = True
        message = "was left behind by a run that was stopped while writing"
        hint = None if fixed else "it can be deleted; --fix does so"
        problem = Problem(path=path.relative_to(store.root).as_posix(), message=message, hint=hint)
        yield Finding("leftover", problem, fixable=True, fixed=fixed)


def _file(store: Store, file: ClaimFile, sources: dict[str, str], seen: Survey, fix: bool) -> None:
    """The findings of one claim file."""
    seen.claims += len(file.claims)
    for claim in file.claims:
        first = seen.ids.setdefault(claim.id, file.path)
        if first != file.path:
            hint = f"give one of them another id, or delete one of the files if it is a copy of {first}"
            problem = Problem(path=file.path, message=f"the claim {claim.id} stands in {first} too", hint=hint)
            seen.findings.append(Finding("duplicate-id", problem, claim.id))
        if claim.speaker:
            seen.speakers[claim.speaker] += 1
    source = file.origin.path
    if not source:
        return
    first = sources.setdefault(source, file.path)
    if first != file.path:
        hint = "an ingest keeps only one of them up to date; move what you need and delete the other"
        problem = Problem(path=file.path, message=f"the source {source} has its claims in {first}", hint=hint)
        seen.findings.append(Finding("orphan", problem))
    document = _document(store, file, seen)
    if document is not None:
        _words(store, file, document, seen, fix)


def _document(store: Store, file: ClaimFile, seen: Survey) -> Document | None:
    """The source of a claim file, None (with a finding) when it cannot be read; a finding too when it has changed."""
    from quotecheck.reading import read

    source = file.origin.path
    try:
        path = store.source_path(file.origin) or Path(source)
        if not is_there(path):
            hint = f"put {source} back, or delete this file if its claims are not wanted any more"
            problem = Problem(path=file.path, message=f"its source {source} is gone", hint=hint)
            seen.findings.append(Finding("source-missing", problem))
            return None
        document = read(path, name=source)
    except QuotecheckError as error:
        problem = replace(error.problem, path=file.path, message=f"its source {source}: {error.problem.message}")
        seen.findings.append(Finding("source-unreadable", problem))
        return None
    if file.origin.sha256 is not None and document.sha256 != file.origin.sha256:
        message = f"its source {source} has changed since its claims were taken"
        problem = Problem(path=file.path, message=message, hint=f"run: quotecheck ingest {source}")
        seen.findings.append(Finding("source-changed", problem))
    return document


def _words(store: Store, file: ClaimFile, document: Document, seen: Survey, fix: bool) -> None:
    """Findings for claims whose words do not stand at their places; with ``fix``, those that were found again are
    written there."""
    places: dict[str, Claim] = {}
    wrong: list[tuple[Claim, Claim | None]] = []
    for claim in file.claims:
        if any(quote.span is not None and quote.span.of(document.text) != quote.exact for quote in claim.content):
            found = replaced(claim, document)
            wrong.append((claim, found))
            if found is not None:
                places[claim.id] = found
    fixed = False
    if fix and places:
        claims = tuple(places.get(claim.id, claim) for claim in file.claims)
        try:
            fixed = store.save(replace(file, claims=claims))
        except QuotecheckError as error:
            seen.findings.append(Finding("schema", error.problem))
    for claim, found in wrong:
        seen.findings.append(_moved(file, claim, found, fixed))


def _moved(file: ClaimFile, claim: Claim, found: Claim | None, fixed: bool) -> Finding:
    source = file.origin.path
    if found is None:
        hint = f"compare the claim with the source, or run: quotecheck ingest --force {source}"
        message = f"the words of {claim.id} do not stand in {source}, or in several places of it"
        return Finding("words-gone", Problem(path=file.path, message=message, hint=hint), claim.id)
    line = found.content[0].line
    message = f"the words of {claim.id} do not stand at their place in {source}, but in line {line}"
    problem = Problem(path=file.path, message=message, hint=None if fixed else "run: quotecheck doctor --fix")
    return Finding("words-moved", problem, claim.id, fixable=True, fixed=fixed)


def replaced(claim: Claim, document: Document) -> Claim | None:
    """The claim at the place where its words stand in ``document``; None when one of its passages is not there, or
    could be in several places, or they would stand in another order."""
    passages: list[TextQuote] = []
    for quote in claim.content:
        span = _place(quote, document.text)
        if quote.span is None or span is None or (passages and span.start < _end(passages)):
            return None
        passages.append(text_quote(document, span))
    first = passages[0].span
    locator = document.locate(first.start).locator if first else None
    return replace(claim, content=tuple(passages), locator=locator or claim.locator)


def _place(quote: TextQuote, text: str) -> Span | None:
    """The only place of the words, or the only one with the same words around them."""
    found = _occurrences(text, quote.exact)
    if len(found) > 1:
        found = [at for at in found if _fits(quote, text, at)]
    return Span(start=found[0], end=found[0] + len(quote.exact)) if len(found) == 1 else None


def _occurrences(text: str, words: str, most: int = 1000) -> list[int]:
    found: list[int] = []
    at = text.find(words)
    while at >= 0 and len(found) < most:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _fits(quote: TextQuote, text: str, at: int) -> bool:
    return text[:at].endswith(quote.prefix) and text.startswith(quote.suffix, at + len(quote.exact))


def _end(passages: Sequence[TextQuote]) -> int:
    span = passages[-1].span
    return span.end if span else 0
