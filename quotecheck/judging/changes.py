"""What became of the quotes between two drafts, so that no late edit alters a checked quote unseen.

Quotes are paired by their words first, so that a quote that was moved is the same quote; what is left over is paired by
how much of the words two quotes share, and by the words of the draft around them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from typing import NamedTuple

from quotecheck.matching.normal import norms
from quotecheck.model import Change, QuoteCheck, Report

ALIKE = 0.5
"""From this share of common words on (0 to 1), two quotes are one that was altered."""
AROUND = 80
# So many words of the draft on one side of a quote are compared, and so many must agree for the same place.
NEAR = 5
# A word that more quotes than this hold pairs nothing: looking at each of them would cost a square of their number.
COMMON = 40
# So many older quotes are compared with a new one, those first that share most of its rare words.
NEAREST = 8
# Words around a quote tell only of one that says something like it, or of a word or two.
AKIN = 0.35
SHORT = 3


class _Quote(NamedTuple):
    """A quote as it is compared: its words, its speaker, and the draft's words just before and after."""

    check: QuoteCheck
    words: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


def changes(old: Report, new: Report) -> tuple[Change, ...]:
    """Every quote of both drafts once: those of ``new`` in reading order, then those that are gone. A quote with the
    same words is ``kept`` wherever it stands; with other words, or another speaker, it is ``altered``. Empty for two
    drafts without quotes."""
    was, now = _quotes(old), _quotes(new)
    pairs = _same(was, now)
    pairs |= _altered(was, now, pairs)
    still = {o: n for n, o in pairs.items()}
    straight = _in_order([(pairs[n], n) for n in sorted(pairs)])
    found = [_change(was[pairs[n]], now[n], n not in straight) if n in pairs else _new(now[n]) for n in range(len(now))]
    return (*found, *(Change(kind="gone", old=was[o].check, new=None) for o in range(len(was)) if o not in still))


def _change(old: _Quote, new: _Quote, moved: bool) -> Change:
    same = old.words == new.words and same_voice(old.check.speaker, new.check.speaker)
    return Change(kind="kept" if same else "altered", old=old.check, new=new.check, moved=moved)


def same_voice(old: str | None, new: str | None) -> bool:
    """Whether a quote of two drafts has one speaker. "Brandt" is Tadeo Brandt: where a draft first names somebody may
    change without a change of whose words they are."""
    if old is None or new is None:
        return old is new
    was, now = set(old.casefold().split()), set(new.casefold().split())
    return was <= now or now <= was


def _new(quote: _Quote) -> Change:
    return Change(kind="new", old=None, new=quote.check)


def _quotes(report: Report) -> list[_Quote]:
    text = report.text
    return [
        _Quote(
            check,
            norms(check.exact) or (check.exact,),
            norms(text[max(0, check.span.start - AROUND) : check.span.start])[-NEAR:],
            norms(text[check.span.end : check.span.end + AROUND])[:NEAR],
        )
        for check in report.quotes
    ]


def _same(was: Sequence[_Quote], now: Sequence[_Quote]) -> dict[int, int]:
    """Pairs (new, old) of quotes with the same words: of the same speaker at the same place first, then of the same
    speaker, then of any; in reading order."""
    pairs: dict[int, int] = {}
    for key in (_whole, _said, _words):
        waiting: dict[object, deque[int]] = defaultdict(deque)
        taken = set(pairs.values())
        for place, quote in enumerate(was):
            if place not in taken:
                waiting[key(quote)].append(place)
        for place, quote in enumerate(now):
            if place not in pairs and waiting.get(key(quote)):
                pairs[place] = waiting[key(quote)].popleft()
    return pairs


def _whole(quote: _Quote) -> object:
    return quote.words, quote.check.speaker, quote.before, quote.after


def _said(quote: _Quote) -> object:
    return quote.words, quote.check.speaker


def _words(quote: _Quote) -> object:
    return quote.words


def _altered(was: Sequence[_Quote], now: Sequence[_Quote], pairs: dict[int, int]) -> dict[int, int]:
    """Pairs (new, old) of the quotes that are left over, the most alike first."""
    taken = set(pairs.values())
    left = [place for place in range(len(was)) if place not in taken]
    scored = []
    for new, old in _candidates(was, now, left, [place for place in range(len(now)) if place not in pairs]):
        score = _alike(was[old], now[new])
        if score >= ALIKE:
            scored.append((-score, abs(new - old), new, old))
    found: dict[int, int] = {}
    for _, _, new, old in sorted(scored):
        if new not in found and old not in taken:
            found[new] = old
            taken.add(old)
    return found


def _candidates(
    was: Sequence[_Quote], now: Sequence[_Quote], olds: Iterable[int], news: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """Pairs (new, old) that share a word few quotes have, or the words around them."""
    holding: dict[object, list[int]] = defaultdict(list)
    for old in olds:
        for key in _keys(was[old]):
            holding[key].append(old)
    for new in news:
        votes: dict[int, float] = defaultdict(float)
        for key in _keys(now[new]):
            same = holding.get(key, ())
            if len(same) <= COMMON:
                for old in same:
                    votes[old] += 1 / len(same)
        best = nsmallest(NEAREST, ((-vote, abs(new - old), old) for old, vote in votes.items()))
        yield from ((new, old) for _, _, old in best)


def _keys(quote: _Quote) -> set[object]:
    """By what a quote is found: its words, pairs of its words, and the words around it."""
    pairs = zip(quote.words, quote.words[1:], strict=False)
    return {*quote.words, *pairs, ("before", quote.before[-3:]), ("after", quote.after[:3])}


def _alike(old: _Quote, new: _Quote) -> float:
    """How likely two quotes are one that was altered, 0 to 1: by their words, or by the same words around them."""
    from rapidfuzz.distance import Indel

    words = Indel.normalized_similarity(old.words, new.words)
    akin = words >= AKIN or max(len(old.words), len(new.words)) <= SHORT
    return max(words, 0.75 * _agreeing(old, new)) if akin else words


def _agreeing(old: _Quote, new: _Quote) -> float:
    """The share of the words around two quotes that agree, counted from the quote outward; 0 where neither side has
    any."""
    sides = ((old.before[::-1], new.before[::-1]), (old.after, new.after))
    most = sum(max(len(a), len(b)) for a, b in sides)
    return sum(_run(a, b) for a, b in sides) / most if most else 0.0


def _run(a: Sequence[str], b: Sequence[str]) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _in_order(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """The new places of the longest run of pairs that keeps the old order: what is not in it was moved."""
    tails: list[int] = []
    ends: list[int] = []
    links: list[int | None] = []
    for place, (old, _) in enumerate(pairs):
        at = bisect_left(tails, old)
        links.append(ends[at - 1] if at else None)
        if at == len(tails):
            tails.append(old)
            ends.append(place)
        else:
            tails[at], ends[at] = old, place
    found: set[int] = set()
    step = ends[-1] if ends else None
    while step is not None:
        found.add(pairs[step][1])
        step = links[step]
    return found


def counts(found: Iterable[Change]) -> Counter[str]:
    """How many quotes were kept, altered, new and gone, and ``moved`` of those that were kept."""
    every = tuple(found)
    total: Counter[str] = Counter(change.kind for change in every)
    total["moved"] = sum(change.moved for change in every if change.kind == "kept")
    return total
