"""Quotations inside quotations: “He told us, ‘Leave tonight,’ and we left,” she said."""

from __future__ import annotations

from quotecheck.quoting.atoms import row
from quotecheck.quoting.cueing import readings
from quotecheck.quoting.linked import Linked
from quotecheck.quoting.marks import Region, inner_regions
from quotecheck.quoting.sentences import sentences

QUOTING = frozenset(["quote", "colon", "before"])


def nested(text: str, quoted: list[tuple[int, int, list[Region]]]) -> list[Linked]:
    """The attributions inside the quotations of a text: an inner quotation beside a cue of its own. An inner
    quotation without one stays part of the outer words."""
    found: list[Linked] = []
    for _, _, regions in quoted:
        for region in regions:
            inside = inner_regions(text, region) if region.outer - region.inner > 20 else []
            if inside:
                found += _inside(text, region, inside)
    return found


def _inside(text: str, region: Region, inside: list[Region]) -> list[Linked]:
    one = row(text, region.inner, region.outer, inside)
    found: list[Linked] = []
    for low, high in sentences(one):
        for reading in readings(one, low, high):
            first, end = reading.content[0]
            if reading.frame not in QUOTING or reading.source is None or one.tags[first:end].strip("Q.,"):
                continue
            inner = [one.regions[at] for at in range(first, end) if one.tags[at] == "Q"]
            found.append(
                Linked(
                    content=[(each.inner, each.outer) for each in inner],
                    kind="direct",
                    source=[one.span(*reading.source)],
                    cue=[one.span(*reading.cue)],
                )
            )
    return found
