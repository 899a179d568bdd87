"""Attributions inside the contents of others, and the order in which sources are resolved."""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.quoting.linked import Linked


def anchor(item: Linked) -> int:
    """Where an attribution stands: its source, else its cue, else its content."""
    return (item.source or item.cue or item.content or [(0, 0)])[0][0]


class Nests:
    """``anchors`` is where each attribution stands, ``holders`` the index of the one whose content holds
    it (None for outer ones), ``order`` all indices in reading order, but holders before what they hold."""

    def __init__(self, items: Sequence[Linked]) -> None:
        self.anchors = [anchor(item) for item in items]
        reading_order = sorted(range(len(items)), key=self.anchors.__getitem__)
        self.holders = _holders(items, self.anchors, reading_order)
        self.order = _holders_first(reading_order, self.holders)


def _holders(items: Sequence[Linked], anchors: Sequence[int], reading_order: Sequence[int]) -> list[int | None]:
    spans = sorted([(start, -end, index) for index, item in enumerate(items) for start, end in item.content])
    found: list[int | None] = [None] * len(items)
    open_spans: list[tuple[int, int]] = []
    at = 0
    for index in reading_order:
        place = anchors[index]
        while at < len(spans) and spans[at][0] <= place:
            start, end, holder = spans[at]
            while open_spans and open_spans[-1][0] <= start:
                open_spans.pop()
            open_spans.append((-end, holder))
            at += 1
        while open_spans and open_spans[-1][0] <= place:
            open_spans.pop()
        if open_spans:
            found[index] = next((holder for _, holder in reversed(open_spans[-6:]) if holder != index), None)
    return found


def _holders_first(reading_order: Sequence[int], holders: Sequence[int | None]) -> list[int]:
    seen = [False] * len(reading_order)
    order: list[int] = []
    for index in reading_order:
        chain: list[int] = []
        holder: int | None = index
        while holder is not None and not seen[holder]:
            seen[holder] = True
            chain.append(holder)
            holder = holders[holder]
        order.extend(reversed(chain))
    return order
