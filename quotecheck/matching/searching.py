"""Who said something like this: passages ranked by how much of the wanted words stand in them, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from quotecheck.matching.align import align
from quotecheck.matching.index import Index
from quotecheck.matching.tokens import passage
from quotecheck.model import Evidence, Match

# Of the wanted words, weighed by rarity, at least this share must stand in a passage for it to be worth showing.
LEAST_SHARE = 0.2
# Candidates looked at for each one shown, since the votes of single words rank less well than aligned words.
LOOK = 10


def search(
    index: Index, text: str, *, limit: int = 10, wanted: Callable[[Evidence], bool] | None = None
) -> tuple[Match, ...]:
    """The claims, and sentences of sources that no listed claim covers, which hold most of the words of ``text`` in
    their order; the closest first, at most ``limit``, only those for which ``wanted`` is True. ``score`` is the share
    of the words in per cent, weighed by rarity. Empty for a text without words or without anything near it."""
    draft = passage(text)
    rarity = cache(index.rarity)
    found = []
    for evidence in index.candidates([token.norm for token in draft.tokens], limit * LOOK):
        if wanted is None or wanted(evidence):
            share = align(draft, passage(evidence.exact), lambda token: rarity(token.norm)).coverage
            if share >= LEAST_SHARE:
                found.append(Match(evidence=evidence, edits=(), score=100 * share))
    found.sort(key=lambda match: -match.score)
    return tuple(_without_cover(found)[:limit])


def _without_cover(found: Sequence[Match]) -> list[Match]:
    """The matches without sentences that only repeat a claim which is listed too."""
    claims = [match.evidence for match in found if match.evidence.claim is not None]
    return [match for match in found if not any(_covers(match.evidence, claim) for claim in claims)]


def _covers(sentence: Evidence, claim: Evidence) -> bool:
    """Whether a sentence of nobody shares its place with a claim of the same source."""
    if sentence.claim is not None or sentence.path != claim.path:
        return False
    if sentence.start is None or sentence.end is None or claim.start is None or claim.end is None:
        return False
    return sentence.start < claim.end and claim.start < sentence.end
