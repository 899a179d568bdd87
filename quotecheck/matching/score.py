"""Which passages are worth a closer look: how much of a quote's rare words stand in a passage, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quotecheck.matching.normal import norms
from quotecheck.model import Evidence

Rarity = Callable[[str], float]


def ranked(
    words: Sequence[str], found: Sequence[Evidence], rarity: Rarity, limit: int
) -> tuple[tuple[float, Evidence], ...]:
    """The ``limit`` passages of ``found`` that hold most of ``words`` (normal form), best first, each with its score,
    0 (nothing) to 100 (all of them, in order). The order of ``found`` stays on ties. Empty for no words."""
    weights = [rarity(word) for word in words]
    total = sum(weights)
    if not total:
        return ()
    whole = f" {' '.join(words)} "
    scored = []
    for evidence in found:
        theirs = norms(evidence.exact)
        # Most quotes stand in their source word for word, which needs no alignment.
        shared = total if whole in f" {' '.join(theirs)} " else _shared(words, theirs, weights)
        scored.append((100 * shared / total, evidence))
    return tuple(sorted(scored, key=lambda pair: -pair[0])[:limit])


def _shared(words: Sequence[str], theirs: Sequence[str], weights: Sequence[float]) -> float:
    """The weight of the words that stand in ``theirs`` in the same order."""
    from rapidfuzz.distance import LCSseq

    blocks = LCSseq.opcodes(words, theirs)
    return sum(sum(weights[op.src_start : op.src_end]) for op in blocks if op.tag == "equal")
