"""Sentences of a source, so that words which no claim covers are still found."""

from __future__ import annotations

from collections.abc import Iterator

from quotecheck.patterns import pattern
from quotecheck.quoting.marks import regions
from quotecheck.quoting.paragraphs import paragraphs

# A full stop, question or exclamation mark, closers after it, then space and something that can open a sentence.
END = pattern(r"[.!?…][”’\"'»)\]]{0,3}(?=\s{1,4}[\"“‘'«(\[¿¡—–-]{0,3}\s?[A-ZÀ-ÖØ-ÞĀ-ž0-9])")
ABBREVIATION = pattern(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Hon|St|Jr|Sr|No|vs|Inc|Ltd|Corp|Co|Jan|Feb|Mar|"
    r"Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|cf|e\.g|i\.e)|\b[A-Z])$"
)
# A quotation is kept in one piece up to this many characters, so that its sentences are found together.
LONGEST = 600


def sentences(prose: str) -> Iterator[tuple[int, int]]:
    """The ``(start, end)`` of each sentence of ``prose``, in order, without blank ends. A quotation of several
    sentences stays whole unless it is very long. Nothing for blank prose."""
    for start, end in paragraphs(prose):
        cuts = list(_ends(prose, start, end))
        inside = _inside(cuts, [(r.start, r.end) for r in regions(prose, start, end)])
        at = start
        for cut, protected, following in zip(cuts, inside, [*cuts, end][1:], strict=True):
            if not protected or following - at > LONGEST:
                yield at, cut
                at = _skip_space(prose, cut, end)
        if at < end:
            yield at, end


def _ends(prose: str, start: int, end: int) -> Iterator[int]:
    """Where sentences end before the paragraph does."""
    for match in END.finditer(prose, start, end):
        stop = match.start()
        if prose[stop] != "." or not ABBREVIATION.search(prose, max(start, stop - 8), stop):
            yield match.end()


def _inside(cuts: list[int], quoted: list[tuple[int, int]]) -> list[bool]:
    """For each cut, whether it stands within a quotation (both rising)."""
    found, position = [], 0
    for cut in cuts:
        while position < len(quoted) and quoted[position][1] <= cut:
            position += 1
        found.append(position < len(quoted) and quoted[position][0] < cut)
    return found


def _skip_space(prose: str, at: int, end: int) -> int:
    while at < end and prose[at].isspace():
        at += 1
    return at
