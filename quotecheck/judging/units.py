"""The sentences and clauses of a quote, and which of them a passage holds."""

from __future__ import annotations

from typing import NamedTuple

from quotecheck.matching.align import Alignment

# A part that stands in the passage, or fails to, has at least this many words, and this share of them there.
LEAST_HELD, LEAST_MISSING = 4, 3
HELD, MISSING = 0.88, 0.4
# Of the whole quote at least this share must be held: less is a phrase that two people use.
SHARE = 0.4


class Units(NamedTuple):
    """``held`` and ``missing`` are the texts of parts that the passage has and has not; both empty unless there are
    both. ``places`` are the places in the draft (first tokens of changes) that the missing parts take up."""

    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    places: frozenset[int] = frozenset()


def units(aligned: Alignment) -> Units:
    """The parts of the aligned draft that the passage holds and those that it has not, where it is clearly both: whole
    sentences or clauses at an end of the quote, or between ellipses."""
    draft = aligned.draft
    covered = {i for b in aligned.blocks for i in range(b.draft, b.draft + b.length)}
    starts = [i for i in range(len(draft.tokens)) if draft.clause_starts(i) or i in draft.gaps]
    spans = list(zip(starts, [*starts[1:], len(draft.tokens)], strict=True))
    runs: list[tuple[int, int, str]] = []
    for first, last in spans:
        state = _state(first, last, covered, aligned)
        if runs and runs[-1][2] == state:
            runs[-1] = (runs[-1][0], last, state)
        else:
            runs.append((first, last, state))
    runs = _settled(runs)
    held = [(a, b) for a, b, state in runs if state == "held" and b - a >= LEAST_HELD]
    missing = [
        (a, b)
        for place, (a, b, state) in enumerate(runs)
        if state == "missing" and b - a >= LEAST_MISSING and (place in {0, len(runs) - 1} or draft.sentence_starts(a))
    ]
    if not held or not missing or sum(b - a for a, b in held) < SHARE * len(draft.tokens):
        return Units()
    return Units(
        held=tuple(draft.words(a, b) for a, b in held),
        missing=tuple(draft.words(a, b) for a, b in missing),
        places=frozenset(i for a, b in missing for i in range(a, b + 1)),
    )


def _state(first: int, last: int, covered: set[int], aligned: Alignment) -> str:
    plain = [i for i in range(first, last) if not aligned.draft.tokens[i].mark]
    if not plain:
        return "small"
    share = sum(i in covered for i in plain) / len(plain)
    if share >= HELD:
        return "held"
    return "missing" if share <= MISSING else "mixed"


def _settled(runs: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Small scraps joined to what stands before them."""
    out: list[tuple[int, int, str]] = []
    for first, last, state in runs:
        if out and (state == "small" or (last - first < LEAST_MISSING and state == "missing" and out[-1][2] == state)):
            out[-1] = (out[-1][0], last, out[-1][2])
        else:
            out.append((first, last, state))
    return out
