"""Where paragraphs begin and end: blank lines part them; a single newline only where the copy is
not hard-wrapped there."""

from __future__ import annotations

import re
from itertools import pairwise

from quotecheck.patterns import pattern

LINE = pattern(r"^[^\S\n]*+\S[^\n]*", re.MULTILINE)
LABEL = pattern(
    r"\s*(?:[-*•–—]\s|\d{1,3}[.)]\s|>{1,2}\s|[\[(]?\d{1,2}:\d{2}|[QA]\s?[:.]\s"
    r"|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}:\s)"
)
OPENING = '“"„«`'
# A line of wrapped copy is rarely longer, a paragraph on one line rarely shorter.
WRAP_WIDTH = 100


def paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """The ``(start, end)`` of each paragraph, in order, without blank ends; empty for blank text."""
    lines = [match.span() for match in LINE.finditer(text)]
    wrapped = _hard_wrapped(text, lines)
    found: list[list[int]] = []
    for start, end in lines:
        if found and text.count("\n", found[-1][1], start) == 1 and _goes_on(text, found[-1], start, end, wrapped):
            found[-1][1] = end
        else:
            found.append([start, end])
    return tuple(_stripped(text, start, end) for start, end in found)


def _hard_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether most lines that are followed by a line are full, and none is a whole paragraph."""
    joined = [end - start for (start, end), (after, _) in pairwise(lines) if after == end + 1]
    if len(joined) < 2 or max(end - start for start, end in lines) > WRAP_WIDTH + 20:
        return False
    return sum(40 <= length <= WRAP_WIDTH for length in joined) >= 0.6 * len(joined)


def _goes_on(text: str, before: list[int], start: int, end: int, wrapped: bool) -> bool:
    """Whether the line ``[start, end)`` continues the paragraph ``before``."""
    line = text[start:end].lstrip()
    if LABEL.match(line):
        return False
    if wrapped:
        return True
    ending = text[before[0] : before[1]].rstrip()
    last = ending[-1:] if ending[-2:-1] != "," else ","
    if line[0] not in OPENING and _quote_is_open(text, before[0], before[1]):
        return True
    if last == ",":
        return True
    return last not in ".!?:;”\"'’" and (line[0].islower() or line[0] in ",;—–")


def _quote_is_open(text: str, start: int, end: int) -> bool:
    """Whether the line that ends at ``end`` leaves a double mark open."""
    start = max(start, text.rfind("\n", start, end))
    paired = any(text.rfind(a, start, end) > text.rfind(b, start, end) for a, b in ("“”", "«»", "„”"))
    return paired or text.count('"', start, end) % 2 == 1


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
