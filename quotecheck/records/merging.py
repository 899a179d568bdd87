"""What is known of a document after it has been read again: new claims, and what people have done to the old.

A claim is *touched* when a person has set its status or note, or typed it in (it then has no place in the
document). Touched claims are never dropped and keep their speaker. A speaker that was changed without
touching the status is known by comparison: as long as the document and the surroundings of the words are
the same, the stored speaker stays, and the difference is reported.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quotecheck.model import Claim, Origin
from quotecheck.records.ids import new_ids, words_of
from quotecheck.records.paths import id_stem
from quotecheck.records.schema import ClaimFile

_DESCRIPTION = ("title", "url", "publisher", "published", "author", "language", "type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A claim file after merging. ``added`` and ``removed`` count claims; ``kept`` counts those that stay although
    the document no longer gives them; ``remarks`` says which, and where a stored speaker was preferred."""

    file: ClaimFile
    added: int = 0
    removed: int = 0
    kept: int = 0
    remarks: tuple[str, ...] = ()


def merge(old: ClaimFile, found: Origin, fresh: Sequence[Claim]) -> Merged:
    """The claims of a document read again. ``old`` is what is stored, with its origin as it was at the last reading;
    ``found`` is the origin now, and ``fresh`` are the claims now, without ids.
    """
    origin = _origin(old.origin, found)
    same_document = origin.sha256 == old.origin.sha256
    pairs = _pairs(old.claims, fresh)
    paired = set(pairs.values())
    left = [claim for place, claim in enumerate(old.claims) if place not in paired]
    staying = [claim for claim in left if is_touched(claim)]
    taken = {claim.id for claim in old.claims}
    unnamed = [claim for place, claim in enumerate(fresh) if place not in pairs]
    contents = [(claim.kind, _words(claim)) for claim in unnamed]
    names = iter(new_ids(id_stem(old.path), contents, taken))
    remarks = [_gone(claim) for claim in staying if not is_typed(claim)]
    claims = []
    for place, claim in enumerate(fresh):
        if place in pairs:
            stored = old.claims[pairs[place]]
            combined = _combine(stored, claim, same_document)
            if combined.speaker != claim.speaker:
                remarks.append(_preferred(combined, claim))
            claims.append(combined)
        else:
            claims.append(replace(claim, id=next(names)))
    claims = [replace(claim, origin=origin) for claim in (*claims, *staying)]
    return Merged(
        file=ClaimFile(path=old.path, origin=origin, claims=tuple(sorted(claims, key=_place))),
        added=len(unnamed),
        removed=len(left) - len(staying),
        kept=sum(1 for claim in staying if not is_typed(claim)),
        remarks=tuple(remarks),
    )


def is_typed(claim: Claim) -> bool:
    """Whether a claim was typed in or imported, and not found in its document."""
    return all(quote.span is None for quote in claim.content)


def is_touched(claim: Claim) -> bool:
    """Whether a person has worked on a claim."""
    worked_on = claim.status != "extracted" or claim.note is not None or claim.reviewed is not None
    return worked_on or is_typed(claim)


def _origin(old: Origin, found: Origin) -> Origin:
    """What is known of the document now; what a person added to the claim file stays where it says nothing."""
    known = {key: getattr(old, key) for key in _DESCRIPTION if getattr(found, key) is None}
    return replace(found, **known)


def _pairs(old: Sequence[Claim], fresh: Sequence[Claim]) -> dict[int, int]:
    """Which fresh claim is which stored one, by their numbers.

    The same words pair first at the same offsets (so that merging once more changes nothing), then with the same
    words around them, then anywhere, then with the kind seen differently; in reading order each time.
    """
    pairs: dict[int, int] = {}
    for key in (_at_place, _in_context, _anywhere, _words):
        waiting: dict[object, deque[int]] = defaultdict(deque)
        used = set(pairs.values())
        for place, claim in enumerate(old):
            if place not in used and not is_typed(claim):
                waiting[key(claim)].append(place)
        for place, claim in enumerate(fresh):
            same = waiting.get(key(claim)) if place not in pairs else None
            if same:
                pairs[place] = same.popleft()
    return pairs


def _at_place(claim: Claim) -> object:
    return _in_context(claim), tuple(quote.span for quote in claim.content)


def _in_context(claim: Claim) -> object:
    return _anywhere(claim), tuple((quote.prefix, quote.suffix) for quote in claim.content)


def _anywhere(claim: Claim) -> object:
    return _words(claim), claim.kind


def _words(claim: Claim) -> str:
    exacts = [quote.exact for quote in claim.content]
    return words_of(exacts) or " ".join(exacts)


def _combine(stored: Claim, fresh: Claim, same_document: bool) -> Claim:
    same_place = _in_context(stored) == _in_context(fresh) and stored.cue == fresh.cue
    keep = is_touched(stored) or same_document or (same_place and stored.source == fresh.source)
    return replace(
        fresh,
        id=stored.id,
        speaker=stored.speaker if keep else fresh.speaker,
        locator=fresh.locator or stored.locator,
        status=stored.status,
        note=stored.note,
        reviewed=stored.reviewed,
    )


def _place(claim: Claim) -> tuple[bool, int, int]:
    """Where a claim stands in its file: in reading order, typed ones last as they were typed."""
    first: Iterable[int] = (quote.span.start for quote in claim.content if quote.span)
    last: Iterable[int] = (quote.span.end for quote in claim.content if quote.span)
    return is_typed(claim), min(first, default=0), max(last, default=0)


def _gone(claim: Claim) -> str:
    return f"{claim.id}: its words are no longer in the document; kept, because it is {_why(claim)}"


def _why(claim: Claim) -> str:
    if claim.status != "extracted":
        return claim.status
    return "annotated with a note" if claim.note is not None else "reviewed"


def _preferred(kept: Claim, fresh: Claim) -> str:
    return f"{kept.id}: kept the speaker {kept.speaker or 'nobody'!r}, where the document now gives {fresh.speaker!r}"
