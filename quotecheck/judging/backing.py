"""Which passages stand behind a quote, all of them: rules of the house ask how many sources have the words."""

from __future__ import annotations

from typing import NamedTuple

from quotecheck.judging.evidence import Finder, Found, words_off
from quotecheck.judging.items import Item
from quotecheck.judging.quotes import is_near
from quotecheck.matching.align import edits
from quotecheck.model import Match
from quotecheck.records.settings import Settings


class Backing(NamedTuple):
    """The passages with the words of a quote, or with words as near to them as any have, best first; and the
    ``variants``, which have them differently. Passages of somebody else are in neither."""

    standing: tuple[Match, ...] = ()
    variants: tuple[Match, ...] = ()


def is_asked_for(settings: Settings) -> bool:
    """Whether a rule of the house looks at more than the passages that a verdict names."""
    return bool(settings.min_sources > 1 or settings.grades or settings.own_publishers or settings.second_source)


def backing(item: Item, finder: Finder) -> Backing:
    """What stands behind one statement of a draft; both empty when no passage is near."""
    found = [one for one in finder.everything(item) if one.relation != "other" and _is_of_it(item, one)]
    if not found:
        return Backing()
    least = min(_off(one) for one in found)
    standing = [one for one in found if one.clean or _off(one) <= least]
    variants = [one for one in found if one not in standing]
    return Backing(tuple(map(_match, standing)), tuple(map(_match, variants)))


def _is_of_it(item: Item, one: Found) -> bool:
    """Whether a passage is about these words. For a statement without marks only the very words count."""
    return one.clean if item.kind == "indirect" else is_near(one)


def _off(one: Found) -> float:
    return round(words_off(one.alignment, one.differences), 2)


def _match(one: Found) -> Match:
    return Match(evidence=one.evidence, edits=edits(one.alignment), score=one.score)
