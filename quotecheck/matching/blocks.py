"""The runs of words that two passages share, in the same order.

Like a line diff that people like to read: the heaviest common run first, then the same to its left and to its
right. Unlike a longest common subsequence this keeps runs together, so that a "the" three sentences away is
never taken for the "the" of this clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import NamedTuple

# What a matched word counts beside its rarity, so that a run of common words is worth something.
PER_WORD = 0.4
# A run that is further than this many words from its neighbour must be worth the leap.
NEAR = 3
# Swept 0.5 to 3 on altered quotes of the training articles: below 1 stray words far away are tied in, above 2.5
# the short tail of a quote is lost after a long omission.
LEAP = 1.5


class Block(NamedTuple):
    """``length`` equal tokens from ``draft`` on in the draft and from ``source`` on in the source."""

    draft: int
    source: int
    length: int


class _Area(NamedTuple):
    d1: int
    d2: int
    s1: int
    s2: int
    left: bool  # the area stands left of a run that was found before


def blocks(
    draft: Sequence[str], source: Sequence[str], weights: Sequence[float], gaps: frozenset[int] = frozenset()
) -> tuple[Block, ...]:
    """The common runs of two lists of keys, in order, never crossing; ``weights`` are the rarities of the draft's
    keys, ``gaps`` the places in the draft where an ellipsis allows any leap. Empty when nothing is shared."""
    worth = [weight + PER_WORD for weight in weights]
    places: dict[str, list[int]] = {}
    for index, key in enumerate(source):
        places.setdefault(key, []).append(index)
    found: list[Block] = []
    areas = [_Area(0, len(draft), 0, len(source), False)]
    while areas:
        area = areas.pop()
        block = _heaviest(draft, places, worth, area, gaps)
        if block is None:
            continue
        found.append(block)
        areas.append(_Area(area.d1, block.draft, area.s1, block.source, True))
        areas.append(_Area(block.draft + block.length, area.d2, block.source + block.length, area.s2, False))
    return _joined(_worthwhile(sorted(found), worth, gaps))


def _heaviest(
    draft: Sequence[str], places: dict[str, list[int]], worth: list[float], area: _Area, gaps: frozenset[int]
) -> Block | None:
    """The run of the greatest worth in the area; of equals the one nearest to the run found before. A run ends at an
    ellipsis: what follows it may stand anywhere further on."""
    best: Block | None = None
    best_worth = 0.0
    runs: dict[int, tuple[int, float]] = {}
    for i in range(area.d1, area.d2):
        current: dict[int, tuple[int, float]] = {}
        if i in gaps:
            runs = {}
        for j in places.get(draft[i], ()):
            if j < area.s1:
                continue
            if j >= area.s2:
                break
            length, so_far = runs.get(j - 1, (0, 0.0))
            current[j] = run = (length + 1, so_far + worth[i])
            if run[1] > best_worth or (run[1] == best_worth and area.left):
                best_worth = run[1]
                best = Block(i - length, j - length, length + 1)
        runs = current
    return best


def _worthwhile(found: list[Block], worth: list[float], gaps: frozenset[int]) -> list[Block]:
    """The runs without those that are too light for their distance from the heaviest one."""
    if not found:
        return []
    values = [sum(worth[b.draft : b.draft + b.length]) for b in found]
    main = max(range(len(found)), key=values.__getitem__)
    kept = [found[main]]
    for index in range(main + 1, len(found)):
        if _worth_the_leap(kept[-1], found[index], values[index], gaps):
            kept.append(found[index])
    for index in range(main - 1, -1, -1):
        if _worth_the_leap(found[index], kept[0], values[index], gaps):
            kept.insert(0, found[index])
    return kept


def _worth_the_leap(first: Block, second: Block, value: float, gaps: frozenset[int]) -> bool:
    d1, d2 = first.draft + first.length, second.draft
    leap = second.source - (first.source + first.length)
    beside = d2 - d1
    if leap <= NEAR + beside:
        return True
    if any(d1 <= gap <= d2 for gap in gaps):
        return value >= LEAP
    return value >= LEAP * log2(1 + leap - beside)


def _joined(found: list[Block]) -> tuple[Block, ...]:
    """Runs that touch on both sides made one."""
    out: list[Block] = []
    for block in found:
        last = out[-1] if out else None
        if last and last.draft + last.length == block.draft and last.source + last.length == block.source:
            out[-1] = Block(last.draft, last.source, last.length + block.length)
        else:
            out.append(block)
    return tuple(out)
