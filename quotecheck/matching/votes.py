"""Which rows share the rarest words with a quote: each list of rows gives its weight to the rows that are on it."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

# Lists shorter than this are counted without asking whether they can still change anything.
COSTLY = 100
# Sums of the same weights in another order differ by less than this.
ROUNDING = 1e-6


class List(NamedTuple):
    """The rows that hold a term: how many, what a vote of theirs weighs, and a way to read them."""

    size: int
    weight: float
    rows: Callable[[], Iterable[int]]


class Tally(NamedTuple):
    """The votes of rows. ``whole`` says for claims (even rows) and sentences (odd rows) whether every row with a
    vote is there; else those are missing which cannot be among the best."""

    votes: dict[int, float]
    whole: tuple[bool, bool]

    def ranked(self, parity: int, wanted: int) -> Iterator[int]:
        """The rows of one parity by votes, most first, older rows first among equals. The first ``wanted`` cost little,
        those beyond them more."""
        mine = [vote for row, vote in self.votes.items() if row & 1 == parity]
        if not mine:
            return
        least = heapq.nlargest(max(1, wanted), mine)[-1]
        best = [(-vote, row) for row, vote in self.votes.items() if vote >= least and row & 1 == parity]
        yield from (row for _, row in sorted(best))
        rest = [(-vote, row) for row, vote in self.votes.items() if vote < least and row & 1 == parity]
        heapq.heapify(rest)
        while rest:
            yield heapq.heappop(rest)[1]


def tally(lists: Sequence[List], wanted: tuple[int, int] | None) -> Tally:
    """The votes of ``lists``, the weightiest of which come first. ``wanted`` is how many of the best claims and
    sentences are asked for, None for all. Once the lists to come weigh less than the votes of the last row wanted, no
    new row can get among the best, and rows that cannot catch up are dropped."""
    votes: dict[int, float] = {}
    whole = [True, True]
    to_come = sum(one.weight for one in lists)
    given = 0.0
    for size, weight, rows in lists:
        # To settle takes as long as a list of all the votes; before half the weight is given nothing can be settled.
        if wanted is not None and any(whole) and size >= max(COSTLY, len(votes)) and given > to_come:
            for parity in (0, 1):
                if _settle(votes, parity, wanted[parity], to_come):
                    whole[parity] = False
        given, to_come = given + weight, to_come - weight
        if not any(whole):
            held = rows()
            both = filter(held.__contains__, votes) if isinstance(held, frozenset) else filter(votes.__contains__, held)
            for row in both:
                votes[row] += weight
        elif all(whole):
            for row in rows():
                votes[row] = votes.get(row, 0.0) + weight
        else:
            open_parity = whole.index(True)
            for row in rows():
                if row in votes:
                    votes[row] += weight
                elif row & 1 == open_parity:
                    votes[row] = weight
    return Tally(votes, (whole[0], whole[1]))


def _settle(votes: dict[int, float], parity: int, wanted: int, to_come: float) -> bool:
    """Whether the best rows of a parity are among those that have votes; drops those that cannot be."""
    mine = [vote for row, vote in votes.items() if row & 1 == parity]
    if len(mine) < max(1, wanted):
        return False
    mine.sort()
    least = mine[-max(1, wanted)]
    if least <= to_come + ROUNDING:
        return False
    if mine[0] + to_come < least - ROUNDING:
        for row in [row for row, vote in votes.items() if row & 1 == parity and vote + to_come < least - ROUNDING]:
            del votes[row]
    return True
